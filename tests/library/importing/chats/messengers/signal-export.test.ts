import { describe, expect, it } from 'vitest';
import { feedFiles } from '../../../../school/ingest/feed-files.ts';
import { memorySource, readAll, said, times } from '../../read.ts';

const CHAT = [
  '[2024-03-15 21:04:05] Mara: the kettle is broken again  ',
  '(- Jonas: 😢 -)',
  '[2024-03-15 21:05:05] Me: ',
  '',
  '> the kettle is broken',
  '> again',
  '',
  'I will fix it  ',
  'tomorrow  ![IMG 1.jpg](./media/IMG%201.jpg)  ',
  '[2024-03-15 21:06:05] Me:   [notes.pdf](./media/notes.pdf)  ',
  '[2024-03-15 21:07:05] Me: (This message was deleted)',
  '[2024-03-15 21:08:05] Me: Outgoing voice call (accepted, 2m 3s)  ',
  '[2024-03-15 21:09:05] No-Sender: words of nobody  ',
  '[2024-03-15 21:10:05] Mara: > not a quotation of mine  ',
];

describe('signal-export', () => {
  it("reads chat.md: the owner is Me; quotations, files, reactions and calls are no words of anybody's", async () => {
    const chat = await readAll(memorySource('Mara/chat.md', CHAT.join('\n')));
    expect(chat.format).toBe('signalExport');
    expect(said(chat)).toEqual([
      'Mara: the kettle is broken again',
      'Me: I will fix it\ntomorrow',
      ': words of nobody',
      'Mara: > not a quotation of mine',
    ]);
    expect(chat.records.map((record) => record.kind === 'message' && record.own)).toEqual([false, true, false, false]);
    expect(times(chat)[0]).toBe('2024-03-15T21:04:05.000Z');
    expect(chat.leftOut).toEqual({ attachment: 1, deleted: 1, system: 1 });
  });

  it('reads old files without seconds, and needs no name of the owner', async () => {
    const learnt = await feedFiles({
      'Mara/chat.md': '[2024-03-15, 21:04] Mara: hers\n[2024-03-15, 21:05] Me: mine\n',
    });
    expect(learnt.all).toBe('mine\n');
  });

  it('reads data.json, one message a line', async () => {
    const line = (sender: string, body: string, more = {}): string =>
      JSON.stringify({
        date: '2024-03-15T21:04:05',
        sender,
        body,
        quote: '',
        sticker: null,
        reactions: [],
        attachments: [],
        ...more,
      });
    const lines = [
      line('Mara', 'hers  '),
      line('Me', 'mine  ', { quote: '\n\n> hers\n\n' }),
      line('Me', '', { attachments: [{ name: 'a', path: 'b' }] }),
      line('Me', 'gone', { deleted: true }),
      '{"date": "2024-03-15T21:04:05", "sen',
      line('No-Sender', 'nobody'),
    ];
    const chat = await readAll(memorySource('Mara/data.json', lines.join('\n')));
    expect(chat.format).toBe('signalLines');
    expect(said(chat)).toEqual(['Mara: hers', 'Me: mine', ': nobody']);
    expect(chat.leftOut).toEqual({ attachment: 1, deleted: 1, damaged: 1 });
    expect(chat.warnings).toHaveLength(1);
  });
});
