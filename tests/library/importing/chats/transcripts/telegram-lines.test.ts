import { describe, expect, it } from 'vitest';
import { memorySource, readAll, said, times } from '../../read.ts';

describe('messages copied from Telegram', () => {
  it('are read by the name in front of the time', async () => {
    const lines = [
      'Mara Lind, [15.03.24 21:04]',
      'the bus stops at the old mill',
      '',
      'Jonas Brandt, [15.03.24 21:05]',
      '[In reply to Mara Lind]',
      'then I walk the rest',
      'in boots',
      '',
      'Jonas Brandt, [15.03.24 21:06]',
      '[Forwarded from News]',
      'rain tomorrow',
      '',
      'Jonas Brandt, [15.03.24 21:07]',
      '[ Photo ]',
      '',
      'Mara Lind, [15.03.24 21:08]',
      'wear boots',
    ];
    const chat = await readAll(memorySource('saved.md', lines.join('\n')));
    expect(chat.format).toBe('telegramLines');
    expect(said(chat)).toEqual([
      'Mara Lind: the bus stops at the old mill',
      'Jonas Brandt: then I walk the rest\nin boots',
      'Mara Lind: wear boots',
    ]);
    expect(times(chat)[0]).toBe('2024-03-15T21:04:00.000Z');
    expect(chat.leftOut).toEqual({ forwarded: 1, attachment: 1 });
  });

  it('reads American dates with seconds', async () => {
    const chat = await readAll(
      memorySource('a.txt', 'Mara, [3/15/2024 9:04:05 PM]:\nhi\n\nBo, [3/16/2024 9:04:05 AM]:\nho\n'),
    );
    expect(times(chat)).toEqual(['2024-03-15T21:04:05.000Z', '2024-03-16T09:04:05.000Z']);
    expect(said(chat)).toEqual(['Mara: hi', 'Bo: ho']);
  });
});
