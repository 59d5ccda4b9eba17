import { describe, expect, it } from 'vitest';
import { feedFiles } from '../../../../school/ingest/feed-files.ts';
import { memorySource, readAll, said, times } from '../../read.ts';

const CHAT = 'WhatsApp Chat with Mara.txt';

async function learnt(lines: readonly string[], me: string, name = CHAT): Promise<string> {
  return (await feedFiles({ [name]: lines.join('\n') }, { me: [me] })).all;
}

describe('a colon behind the time, as iPhones and old Androids wrote it', () => {
  it.each([
    ['2016-06-27, 8:04:08 AM', '2016-06-27, 8:05:40 AM', '2016-06-27, 8:07:12 AM', '2016-06-27T08:05:40.000Z'],
    ['3/24/14, 1:59:59 PM', '3/24/14, 2:00:10 PM', '3/24/14, 2:01:00 PM', '2014-03-24T14:00:10.000Z'],
    ['24/3/14, 13:59:59', '24/3/14, 14:00:10', '24/3/14, 14:01:00', '2014-03-24T14:00:10.000Z'],
    ['09/12/2012 17:03:48', '09/12/2012 17:04:10', '09/12/2012 17:05:48', '2012-12-09T17:04:10.000Z'],
    ['24.03.14 13:59:59', '24.03.14 14:00:10', '24.03.14 14:01:00', '2014-03-24T14:00:10.000Z'],
  ])('%s: is read', async (one, two, three, time) => {
    const lines = [
      `${one}: Mara Lind: did you water the basil`,
      `${two}: Jonas Brandt: yes: before breakfast`,
      'it looked thirsty',
      `${three}: Mara Lind: you are a hero`,
      'second line of hers',
    ];
    const chat = await readAll(memorySource('mara.txt', lines.join('\n')));
    expect(chat.format).toBe('whatsapp');
    expect(said(chat)[1]).toBe('Jonas Brandt: yes: before breakfast\nit looked thirsty');
    expect(times(chat)[1]).toBe(time);
    expect(await learnt(lines, 'Jonas Brandt', 'mara.txt')).toBe('yes: before breakfast\nit looked thirsty\n');
  });

  it.each([
    ['3/24/14, 13:59: lunch: soup\n3/24/14, 19:00: dinner: bread\n3/25/14, 13:00: lunch: soup\n'],
    ['2024-03-12 21:04:33: INFO: up\n2024-03-12 21:04:34: WARN: slow\n2024-03-12 21:04:35: INFO: up\n'],
    ['2024-03-12 21:04:33: Run: 5 km\n2024-03-13 21:04:34: Run: 6 km\n2024-03-14 21:04:35: Run: 7 km\n'],
  ])('is no sign of a chat by itself: %j', async (text) => {
    expect((await readAll(memorySource('notes.txt', text))).format).not.toBe('whatsapp');
  });
});

describe('names', () => {
  it.each([
    'Jonas "Joe" Brandt',
    'Jonas “Joe” Brandt',
    'Jonas „Joe“ Brandt',
    'Jonas «Joe» Brandt',
    'Jonas - work',
    'Jonas: work',
    '🌻 Jonas 🌻',
    '+49 151 23456789',
  ])('%s is a person', async (name) => {
    const lines = [
      '3/15/24, 21:04 - Mara Lind: where is the ladder',
      `3/15/24, 21:05 - ${name}: behind the shed`,
      `3/15/24, 21:06 - ${name}: mind the wasps`,
      'there are three nests',
      `3/15/24, 21:06 - ${name}: really`,
      '3/15/24, 21:07 - Mara Lind: thanks',
    ];
    expect(await learnt(lines, name)).toBe('behind the shed\nmind the wasps\nthere are three nests\nreally\n');
  });

  it('knows a person with quotation marks who speaks once, and a name with an inch in it that returns', async () => {
    const once = [
      '3/15/24, 21:04 - Mara Lind: hi',
      '3/15/24, 21:05 - Jo "J" Brandt: ho',
      '3/15/24, 21:06 - Mara Lind: hi',
    ];
    expect(await learnt(once, 'Jo "J" Brandt')).toBe('ho\n');
    const inch = ['3/15/24, 21:04 - Mara: hi', '3/15/24, 21:05 - Jo 5": ho', '3/15/24, 21:06 - Jo 5": hum'];
    expect(await learnt(inch, 'Jo 5"')).toBe('ho\nhum\n');
  });

  it.each([
    'Ann changed the subject to “tea: when?”',
    'Ann changed the subject from "cake" to "tea: when?"',
    'Ann hat den Betreff zu „Tee: wann?“ geändert',
    'Ann a changé le sujet : « thé: quand »',
  ])("takes %s for WhatsApp's own words", async (system) => {
    const lines = ['3/15/24, 21:04 - Ann: hi', `3/15/24, 21:05 - ${system}`, '3/15/24, 21:06 - Bo: ho'];
    expect(await learnt(lines, 'Ann')).toBe('hi\n');
  });
});

describe('the owner by number', () => {
  const lines = [
    '[7/18/21, 18:34:07] \u202a+1 (777) 555\u20110142\u202c: \u200e\u202a+1 (777) 555\u20110142\u202c joined using this link',
    '[7/18/21, 18:35:07] \u202a+1 (777) 555\u20110142\u202c: I bring the plums',
    '[7/18/21, 18:36:07] Mara Lind: good',
  ];
  it.each([
    '+1 (777) 555-0142',
    '+17775550142',
    '17775550142',
    '001 777 555 0142',
    '+1\u00a0777\u202f555\u20130142',
    '+1 777 555\u22120142',
    '＋１ ７７７ ５５５ ０１４２',
    '+١ ٧٧٧ ٥٥٥ ٠١٤٢',
  ])('%s is the same number', async (me) => {
    expect(await learnt(lines, me, '_chat.txt')).toBe('I bring the plums\n');
  });

  it('is another number if a digit differs', async () => {
    expect(await learnt(lines, '+1 (777) 555-0143', '_chat.txt')).toBe('');
  });
});

describe('people who are called upon', () => {
  const said = (words: string): string[] => [
    `[18.07.21, 18:35:07] Jonas Brandt: ${words}`,
    '[18.07.21, 18:36:07] Mara Lind: ok',
  ];
  it.each([
    ['thanks @\u2068+49 1512 3456789\u2069 for the plums', 'thanks @friend1 for the plums\n'],
    ['@\u2068+1 (777) 555\u20110199\u2069 brings bread', '@friend1 brings bread\n'],
    ['@\u2068~Tove Berg\u2069 and @\u2068~\u202fTove Berg\u2069 come', '@friend1 and @friend1 come\n'],
    ['@\u2068🌻 Mara\u2069 comes', '@friend1 comes\n'],
    ['@\u2068+49 1512 3456789\u2069 and @4915123456789', '@friend1 and @friend1\n'],
    ['@\u2068+٤٩ ١٥١٢ ٣٤٥٦٧٨٩\u2069 kommt', '@friend1 kommt\n'],
    ['@\u2068Anna-Lena von und zu Habsburg-Lothringen d.J.\u2069 kommt', '@friend1 kommt\n'],
    ["@\u2068Siobhán O'Brien (work)\u2069 comes", '@friend1 comes\n'],
    ['@\u206801512 3456789\u2069 kommt', '@friend1 kommt\n'],
  ])('%j become handles', async (words, expected) => {
    expect(await learnt(said(words), 'Jonas Brandt', '_chat.txt')).toBe(expected);
  });
});

describe("the app's own lines", () => {
  it.each([
    'live location shared',
    'Live-Standort wird geteilt',
    'ubicación en vivo compartida',
    'Localisation en direct partagée',
    'Posizione in tempo reale condivisa',
    'live locatie gedeeld',
    'udostępniona transmisja położenia',
    'Mevcut konum paylaşıldı',
    'Verpasster Sprachanruf',
    'Videollamada perdida',
    '부재중 전화',
    'null',
    '<Se eliminó este mensaje.>',
    'Mara.vcf (file attached)',
    'EVENT: Boat day\nDescription: bring hats\nTime: Saturday',
    'VERANSTALTUNG: Bootstag\nBeschreibung: Hüte\nZeit: Samstag',
  ])('%j is nobody’s', async (words) => {
    const lines = [`15.03.24, 21:04 - Jonas: ${words}`, '15.03.24, 21:05 - Mara: ok', '15.03.24, 21:05 - Jonas: yes'];
    expect(await learnt(lines, 'Jonas')).toBe('yes\n');
  });

  it.each([
    ['POLL:\nWhen do we meet?\nOPTION: Saturday (\u200e2 votes)\nOPTION: Sunday (\u200e1 vote)', 'When do we meet?\n'],
    ['UMFRAGE:\nWann treffen wir uns?\nOPTION: Samstag (2 Stimmen)', 'Wann treffen wir uns?\n'],
    ['ENCUESTA:\n¿Cuándo?\nOPCIÓN: Sábado (2 votos)', '¿Cuándo?\n'],
    ['ОПРОС:\nКогда?\nВАРИАНТ: Суббота (2 голоса)', 'Когда?\n'],
    ['투표:\n언제?\n선택: 토요일 (2 표)', '언제?\n'],
  ])('of a poll only the question is somebody’s: %j', async (words, question) => {
    const lines = [`15.03.24, 21:04 - Jonas: ${words}`, '15.03.24, 21:05 - Mara: ok'];
    expect(await learnt(lines, 'Jonas')).toBe(question);
  });

  it.each([
    'PLAN: bread\nand cheese',
    'Liste:\n- Brot\n- Käse',
    'WICHTIG: um acht (oder 9)',
    'my location: the harbour',
  ])('%j is what somebody typed', async (words) => {
    const lines = [`15.03.24, 21:04 - Jonas: ${words}`, '15.03.24, 21:05 - Mara: ok'];
    expect(await learnt(lines, 'Jonas')).toBe(`${words}\n`);
  });
});

describe('dates of other languages', () => {
  it.each([
    ['15/3/24, 9:04 PTG', '2024-03-15T21:04:00.000Z'],
    ['15/3/24, 9:04 PG', '2024-03-15T09:04:00.000Z'],
    ['၁၅/၃/၂၄, ၂၁:၀၄', '2024-03-15T21:04:00.000Z'],
  ])('%s', async (stamp, time) => {
    const chat = await readAll(memorySource(CHAT, `${stamp} - Ann: x\n${stamp} - Bo: y\n`));
    expect(times(chat)[0]).toBe(time);
  });
});
