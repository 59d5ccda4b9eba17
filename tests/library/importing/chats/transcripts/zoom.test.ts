import { describe, expect, it } from 'vitest';
import { memorySource, readAll, said, times } from '../../read.ts';

describe('the chat of a Zoom meeting', () => {
  it.each([
    '21:04:05\t From Mara Lind to Everyone:\n\tcan you hear the rain\n21:05:05\t From Jonas Brandt to Everyone:\n\tI hear only the fan\n\tand the clock',
    '21:04:05\t From  Mara Lind  to  Everyone : can you hear the rain\n21:05:05\t From  Jonas Brandt  to  Mara Lind(Direct Message) : I hear only the fan\nand the clock',
    '21:04:05 From Mara Lind : can you hear the rain\n21:05:05 From Jonas Brandt : I hear only the fan\nand the clock',
    '21:04:05 Von Mara Lind an Alle : can you hear the rain\n21:05:05 Von Jonas Brandt an Mara Lind (Direktnachricht) : I hear only the fan\nand the clock',
  ])('is read: %j', async (text) => {
    const chat = await readAll(memorySource('GMT20240315-210400_Recording.txt', text));
    expect(chat.format).toBe('zoom');
    expect(said(chat)).toEqual([
      'Mara Lind: can you hear the rain',
      'Jonas Brandt: I hear only the fan\nand the clock',
    ]);
    expect(times(chat)[0]).toBe('2024-03-15T21:04:05.000Z');
  });

  it('leaves out reactions, and what an answer answers', async () => {
    const text =
      '21:04:05\t From Bo to Everyone:\n\tReplying to "can you hear the rain"\n\t\n\tyes\n21:04:06\t From Bo to Everyone:\n\tReacted to "can you hear" with 👍\n';
    const chat = await readAll(memorySource('a.txt', text));
    expect(said(chat)).toEqual(['Bo: yes']);
    expect(chat.leftOut).toEqual({ system: 1 });
  });
});
