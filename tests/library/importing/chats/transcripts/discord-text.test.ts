import { describe, expect, it } from 'vitest';
import { memorySource, readAll, said, times } from '../../read.ts';

const RULE = '='.repeat(62);
const text = (...messages: string[]): string =>
  `${RULE}\nGuild: Harbour\nChannel: Text / general\nTopic: boats\n${RULE}\n\n${messages.join('\n\n')}\n\n${RULE}\nExported 4 message(s)\n${RULE}\n`;

describe("DiscordChatExporter's text", () => {
  it('is read without reactions, embeds, attachments, notices and its frame', async () => {
    const chat = await readAll(
      memorySource(
        'Harbour - general.txt',
        text(
          '[3/15/2024 9:04 PM] mara.lind\nwho moved my anchor <@123456789012345678>',
          '[3/15/2024 9:05 PM] jonasb (pinned)\nI did\n\nit was in the soup',
          '[3/15/2024 9:06 PM] mara.lind\nunbelievable\n\n{Reactions}\n👍 (2)',
          '[3/15/2024 9:07 PM] jonasb\n\n{Attachments}\nhttps://cdn.example/a.png',
          '[3/15/2024 9:08 PM] jonasb\nlook\n\n{Embed}\nA title that somebody wrote\nA description',
          '[3/15/2024 9:09 PM] mara.lind\nPinned a message.',
          '[3/15/2024 9:10 PM] jonasb\nlast',
        ),
      ),
    );
    expect(chat.format).toBe('discordText');
    expect(said(chat)).toEqual([
      'mara.lind: who moved my anchor @someone',
      'jonasb: I did\n\nit was in the soup',
      'mara.lind: unbelievable',
      'jonasb: look',
      'jonasb: last',
    ]);
    expect(times(chat)[0]).toBe('2024-03-15T21:04:00.000Z');
    expect(chat.leftOut).toEqual({ attachment: 1, system: 1 });
    expect(chat.records[0]).toMatchObject({ conversation: 'Harbour - Text / general' });
  });

  it('reads dates with the day first, and old files with German dates', async () => {
    const chat = await readAll(memorySource('a.txt', text('[15/03/2024 21:04] mara\nhi', '[16/03/2024 21:04] bo\nho')));
    expect(times(chat)).toEqual(['2024-03-15T21:04:00.000Z', '2024-03-16T21:04:00.000Z']);
    const german = await readAll(
      memorySource('a.txt', text('[15.03.2024 21:04] mara\nhi', '[16-Mar-24 09:04 PM] bo\nho')),
    );
    expect(said(german)).toEqual(['mara: hi', 'bo: ho']);
  });

  it('gives nobody the words below a heading that is damaged', async () => {
    const chat = await readAll(
      memorySource(
        'a.txt',
        text('[15/03/2024 21:04] mara\nhi', '[15/03/2024 21:05] bo\nho', '[15/0?/2024 21:06] mara\nsecret'),
      ),
    );
    expect(said(chat)).toEqual(['mara: hi', 'bo: ho']);
    expect(chat.leftOut).toEqual({ damaged: 2 });
  });
});
