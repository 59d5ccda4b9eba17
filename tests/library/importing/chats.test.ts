import { describe, expect, it } from 'vitest';
import { orderOf, timeOf } from '../../../library/importing/chats/dates.ts';
import { stampOf } from '../../../library/importing/chats/messengers/whatsapp-dates.ts';
import { importingTexts } from '../../../library/importing/texts.ts';
import { fixture, memorySource, readAll, said, times } from './read.ts';

describe('WhatsApp', () => {
  it('reads an iOS chat: marks of direction, attachments with words, edited, deleted and system lines', async () => {
    const chat = await readAll(fixture('whatsapp/ios-de.txt'));
    expect(chat.format).toBe('whatsapp');
    expect(said(chat)).toEqual([
      'Mira Tann: Wer bringt den Kuchen mit? 🍰',
      'Jonas: Ich nicht :-(\nVielleicht Onkel Bo?\n\nDer backt gern.',
      'Mira Tann: So sieht er aus',
      'Mira Tann: Um halb neun dann',
      'Mira Tann: שלום @Jonas_Bär, بكرة؟ 👩‍👩‍👧',
    ]);
    expect(times(chat)[0]).toBe('2024-03-14T21:04:05.000Z');
    expect(chat.leftOut).toEqual({ system: 3, attachment: 1, deleted: 1 });
    expect(chat.warnings).toEqual([]);
  });

  it('reads an Android chat: day first, system lines with colons, files with words, numbers as names', async () => {
    const chat = await readAll(fixture('whatsapp/android-gb.txt'));
    expect(said(chat)).toEqual([
      'Ola Reed: the boat leaks again\ntwo buckets a day: at least',
      '+44 7700 900123: look at the rudder',
      'Ola Reed: I will bring tar',
      'Ola Reed: 10/10 would sail again 😀',
    ]);
    expect(times(chat).at(-1)).toBe('2024-02-13T09:15:00.000Z');
    expect(times(chat)[0]).toBe('2024-02-01T21:04:00.000Z');
    expect(chat.leftOut).toEqual({ system: 5, attachment: 2, deleted: 2 });
  });

  it('reads a chat of a month-first country with a twelve-hour clock', async () => {
    const chat = await readAll(fixture('whatsapp/android-us.txt'));
    expect(times(chat)).toEqual([
      '2024-03-04T21:04:00.000Z',
      '2024-03-05T00:01:00.000Z',
      '2024-03-05T12:15:00.000Z',
      '2024-03-06T01:00:00.000Z',
    ]);
  });

  it.each([
    ['15.03.24, 21:04 - Ann: x', '2024-03-15T21:04:00.000Z'],
    ['15.03.24 um 21:04 - Ann: x', '2024-03-15T21:04:00.000Z'],
    ['15/3/2024 9:04 p. m. - Ann: x', '2024-03-15T21:04:00.000Z'],
    ['15-03-2024 21:04 - Ann: x', '2024-03-15T21:04:00.000Z'],
    ['2024-03-15 21:04 - Ann: x', '2024-03-15T21:04:00.000Z'],
    ['2024-03-15, 9:04 p.m. - Ann: x', '2024-03-15T21:04:00.000Z'],
    ['2024/03/15 21:04 - Ann: x', '2024-03-15T21:04:00.000Z'],
    ['2024. 3. 15. 오후 9:04 - Ann: x', '2024-03-15T21:04:00.000Z'],
    ['١٥/٣/٢٠٢٤، ٩:٠٤ م - Ann: x', '2024-03-15T21:04:00.000Z'],
    ['[15.3.2024 klo 21.04.05] Ann: x', '2024-03-15T21:04:05.000Z'],
    ['[15/03/2024, 21:04:05] Ann: x', '2024-03-15T21:04:05.000Z'],
    ['[15.03.24, 12:04:05 AM] Ann: x', '2024-03-15T00:04:05.000Z'],
    ['[2024/3/15 下午9:04:05] Ann: x', '2024-03-15T21:04:05.000Z'],
    ['15/3/24, 9:04 μ.μ. - Ann: x', '2024-03-15T21:04:00.000Z'],
    ['15/3/24, 9:04 π.μ. - Ann: x', '2024-03-15T09:04:00.000Z'],
    ['[15/3/24, 9:04:05 μμ] Ann: x', '2024-03-15T21:04:05.000Z'],
    ['15.03.24 г., 21:04 - Ann: x', '2024-03-15T21:04:00.000Z'],
    ['[15.03.24 г., 21:04:05 ч.] Ann: x', '2024-03-15T21:04:05.000Z'],
  ])('understands %j', (line, expected) => {
    const stamp = stampOf(line);
    expect(stamp?.rest).toBe('Ann: x');
    expect(new Date(timeOf(stamp!, orderOf([stamp!], false))).toISOString()).toBe(expected);
  });

  it.each([
    '1. buy tea - and milk',
    '[sic] Ann: x',
    '10/10 - would come again',
    '3.5.2 - a version: x',
    'at 21:04 - Ann: x',
  ])('takes %j for words', (line) => {
    expect(stampOf(line)).toBeUndefined();
  });

  it('finds the order of days and months where only the course of time tells it', () => {
    const stamps = [
      '01/02/2024, 10:00 - A: x',
      '02/02/2024, 10:00 - A: x',
      '03/02/2024, 10:00 - A: x',
      '01/03/2024, 10:00 - A: x',
    ];
    expect(
      orderOf(
        stamps.map((line) => stampOf(line)!),
        false,
      ),
    ).toBe('day first');
    const others = [
      '02/01/2024, 10:00 - A: x',
      '02/02/2024, 10:00 - A: x',
      '02/03/2024, 10:00 - A: x',
      '03/01/2024, 10:00 - A: x',
    ];
    expect(
      orderOf(
        others.map((line) => stampOf(line)!),
        false,
      ),
    ).toBe('month first');
  });

  it('reads a chat whose beginning is cut off, and says so', async () => {
    const lines = [
      'the end of something',
      ...['one', 'two', 'three'].map((word) => `01/02/2024, 21:04 - Ola: ${word}`),
    ];
    const chat = await readAll(memorySource('chat.txt', lines.join('\n')));
    expect(said(chat)).toEqual(['Ola: one', 'Ola: two', 'Ola: three']);
    expect(chat.warnings).toEqual([importingTexts.lines.ofNoMessage(1)]);
    expect(chat.leftOut).toEqual({ damaged: 1 });
  });
});

describe('what is only like a WhatsApp chat', () => {
  const lines = (...moments: string[]): string =>
    moments.map((moment, i) => `${moment}Ann: line ${i}\nand more`).join('\n');
  const talk = (...moments: string[]): string =>
    moments.map((moment, i) => `${moment}${i % 2 === 0 ? 'Ann' : 'Bo'}: line ${i}\nand more`).join('\n');

  it.each([
    ['_chat.txt', lines('[15 มี.ค. 2567 21.04.05] ')],
    ['WhatsApp Chat with Ann.txt', lines('15 Mar 2024, 21:04 - ')],
    ['WhatsApp-Chat mit Ann.txt', 'Ann sagt: hallo\n'],
    ['Discussion WhatsApp avec Ann.txt', 'Ann : bonjour\n'],
    ['a/_chat.txt', 'Ann: hello\n'],
  ])('is refused, not learnt as a text: %s with %j', async (name, content) => {
    await expect(readAll(memorySource(name, content))).rejects.toThrow(
      /^it looks like a WhatsApp chat, but its lines do not begin .*, feed it with --own$/,
    );
  });

  it.each([
    ['21:04, 15/03/2024 - ', '21:05, 15/03/2024 - ', '21:06, 15/03/2024 - '],
    ['[15-3-2567 เวลา 21.04.05] ', '[15-3-2567 เวลา 21.04.06] ', '[15-3-2567 เวลา 21.04.07] '],
    ['March 12, 2024 9:04 pm - ', 'March 13, 2024 8:00 am - ', 'March 14, 2024 9:00 am - '],
    ['[00:01:23] ', '[00:01:25] ', '[00:01:29] '],
  ])('is read by who speaks: %j', async (...moments) => {
    const chat = await readAll(memorySource('chat.txt', talk(...moments)));
    expect(chat.format).toBe('talk');
    expect(said(chat)).toEqual(['Ann: line 0\nand more', 'Bo: line 1\nand more', 'Ann: line 2\nand more']);
  });

  it.each([
    ['notes.txt', 'On 15 March 2024 at 21:04 - dark already - Ann: come.\nI went.\nIt rained.\n'],
    ['notes.txt', lines('21:04 - ', '21:05 - ', '21:06 - ')],
    ['notes.txt', lines('', '', '')],
    [
      'talk.txt',
      'Notes\n00:00:00 - Intro: hi\n00:04:10 - Part 1: the sea\n00:20:00 - Part 2: hills\n00:40:00 - Intro: x\n',
    ],
    ['diary.txt', lines('21:04, 15/03/2024 - ', '21:05, 15/03/2024 - ', '21:06, 15/03/2024 - ')],
    ['log.txt', ['INFO', 'WARN', 'INFO'].map((level) => `Mar 12 2024 21:04:33 - ${level}: started\n`).join('')],
    ['log.txt', ['INFO', 'WARN', 'INFO'].map((level) => `2024-03-12 21:04:33 - ${level}: started\n`).join('')],
    ['log.txt', ['INFO', 'WARN', 'INFO'].map((level) => `21:04:33, 2024-03-12 - ${level}: started\n`).join('')],
    ['week.txt', talk('10:30:15 - 11:45:20 - ', '3/12/2024 10:00-11:00 - ', '3/12/2024 11:00-12:00 - ')],
    ['whatsapp.txt', 'What I think of it.\n'],
    ['WhatsApp Chat with Ann.md', 'Ann: hello\n'],
  ])('is not what people write: %s with %j', async (name, content) => {
    expect((await readAll(memorySource(name, content))).format).toBe('plain');
  });
});

describe('iMessage', () => {
  it('reads what imessage-exporter writes: read receipts, answers, edited and unsent messages, attachments', async () => {
    const chat = await readAll(fixture('imessage.txt'));
    expect(chat.format).toBe('imessage');
    expect(said(chat)).toEqual([
      '+15555550123: did you find the key?',
      'Me: under the pot\n\nand the blue cup too',
      '+15555550123: an answer below',
      'Me: the pot',
    ]);
    expect(times(chat)[0]).toBe('2022-05-17T17:29:42.000Z');
    expect(chat.records.map((record) => record.kind === 'message' && record.own)).toEqual([false, true, false, true]);
    expect(chat.leftOut).toEqual({ system: 1, attachment: 1, deleted: 1 });
  });
});

describe('Telegram', () => {
  it('reads an account: text in parts, the owner, services, forwarded words, media, chats without a name', async () => {
    const chat = await readAll(fixture('telegram/account.json'));
    expect(chat.format).toBe('telegram');
    expect(said(chat)).toEqual([
      'Bo: kommst du?',
      'Mira Tann: ja, um acht, siehe hier 🫖',
      'Mira Tann: der Garten "heute" \\ gestern',
      'Deleted Account: hello?',
      'Mira Tann: milk, string, stamps',
    ]);
    expect(chat.records.map((record) => record.kind === 'message' && [record.own, record.conversation])).toEqual([
      [false, 'Bo'],
      [true, 'Bo'],
      [true, 'Bo'],
      [false, undefined],
      [true, 'Saved Messages'],
    ]);
    expect(times(chat)[0]).toBe('2023-05-01T10:01:00.000Z');
    expect(chat.leftOut).toEqual({ system: 1, attachment: 1, forwarded: 1, bot: 1 });
    expect(chat.warnings).toEqual([]);
  });

  it('reads one chat of an old version', async () => {
    const chat = await readAll(fixture('telegram/single.json'));
    expect(said(chat)).toEqual(['Mira Tann: alte Form', 'Bo: auch alt']);
    expect(times(chat)[0]).toBe('2020-05-01T12:01:00.000Z');
  });
});

describe('Discord', () => {
  it("reads DiscordChatExporter's JSON: time zones, answers, bots, attachments, notation", async () => {
    const chat = await readAll(fixture('discord/channel.json'));
    expect(chat.format).toBe('discord');
    expect(said(chat)).toEqual([
      'Bo 🐻: first! :kettle: @Mira',
      "Mira: it's boiling\n\nsecond paragraph",
      'Mira: @someone come at  ok',
    ]);
    expect(times(chat)).toEqual(['2024-03-01T08:01:00.500Z', '2024-03-01T08:02:00.000Z', '2024-03-01T23:30:00.000Z']);
    expect(chat.records[0]).toMatchObject({ conversation: 'Tea House - kettle', authorId: 'bo' });
    expect(chat.leftOut).toEqual({ system: 1, attachment: 1, bot: 1 });
  });

  it('reads the official package, new and old, oldest first', async () => {
    const chat = await readAll(fixture('discord-package/Messages/c123456789012345678/messages.json'));
    expect(chat.format).toBe('discordPackage');
    expect(said(chat)).toEqual([': oldest, with "marks"', ': newest @someone']);
    expect(chat.records[0]).toMatchObject({ own: true, conversation: 'Tea House - kettle' });
    expect(times(chat)[0]).toBe('2024-04-01T10:00:00.000Z');
    expect(chat.leftOut).toEqual({ attachment: 1 });
    const old = await readAll(fixture('discord-package/Messages/c123456789012345679/messages.csv'));
    // Line ends are made one when texts are cleaned.
    expect(said(old)).toEqual([': hello, "you"\r\nin two lines']);
    expect(old.records[0]).toMatchObject({ own: true, conversation: 'Direct Message with bo#0' });
    expect(times(old)[0]).toBe('2021-04-01T10:00:00.123Z');
  });
});

describe('Slack', () => {
  it('reads a day: names from users.json, notation, edited, deleted, bots, files', async () => {
    const chat = await readAll(fixture('slack/general/2024-02-29.json'));
    expect(chat.format).toBe('slack');
    expect(said(chat)).toEqual([
      'mira: morning @Bo_Lind, see the menu & #general <3 :tea:',
      'Bo Lind: @here tea is ready',
    ]);
    expect(times(chat)[0]).toBe('2024-02-29T09:47:40.000Z');
    expect(chat.records[0]).toMatchObject({ conversation: 'general', authorId: ['mtann', 'U01'] });
    expect(chat.leftOut).toEqual({ system: 1, bot: 1, attachment: 1, deleted: 1 });
  });
});
