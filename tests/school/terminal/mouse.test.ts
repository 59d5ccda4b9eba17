import { describe, expect, it } from 'vitest';
import { type Click, MouseFilter } from '../../../school/terminal/mouse.ts';

describe('the mouse', () => {
  const filtered = (...pieces: readonly string[]) => {
    const clicks: Click[] = [];
    const filter = new MouseFilter((click) => clicks.push(click));
    return { text: pieces.map((piece) => filter.take(piece)), clicks };
  };

  it('clicks with the left button where it is pressed, and leaves keys as they are', () => {
    expect(filtered('a\x1b[<0;12;2Mb\x1b[<0;12;2mc\x1b[A')).toEqual({
      text: ['abc\x1b[A'],
      clicks: [{ column: 11, row: 1 }],
    });
    expect(filtered('\x1b[<2;1;1M\x1b[<32;5;5M')).toEqual({ text: [''], clicks: [] });
  });

  it('is keys where the wheel is turned, also with Shift or Ctrl', () => {
    expect(filtered('\x1b[<64;1;1M').text).toEqual(['\x1b[1;2A\x1b[1;2A\x1b[1;2A']);
    expect(filtered('\x1b[<81;1;1M').text).toEqual(['\x1b[1;2B\x1b[1;2B\x1b[1;2B']);
  });

  it('is understood where a report comes in two pieces, and a lone Escape is a key', () => {
    expect(filtered('x\x1b[<0;1', ';3My', '\x1b')).toEqual({
      text: ['x', 'y', '\x1b'],
      clicks: [{ column: 0, row: 2 }],
    });
  });
});
