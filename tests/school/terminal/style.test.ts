import { describe, expect, it } from 'vitest';
import { colourLevel, styleFor } from '../../../school/terminal/style.ts';

const terminal = (depth: number) => ({ isTTY: true, getColorDepth: () => depth });

describe('colours of the command line', () => {
  it('follow the terminal, and are off without one, under NO_COLOR and where it is dumb', () => {
    expect([1, 4, 8, 24].map((depth) => colourLevel(terminal(depth), {}))).toEqual([0, 1, 2, 3]);
    expect(colourLevel({ isTTY: false }, {})).toBe(0);
    expect(colourLevel(terminal(24), { NO_COLOR: '1' })).toBe(0);
    expect(colourLevel(terminal(24), { NO_COLOR: '' })).toBe(3);
    expect(colourLevel(terminal(24), { TERM: 'dumb' })).toBe(0);
    expect(colourLevel({ isTTY: false }, { FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(1);
    expect(colourLevel(terminal(24), { FORCE_COLOR: '0' })).toBe(0);
  });

  it('leave a text as it is where there are none', () => {
    const plain = styleFor({ isTTY: false }, {});
    for (const paint of [plain.heading, plain.dim, plain.good, plain.warning, plain.error, plain.accent])
      expect(paint('a text')).toBe('a text');
    expect(styleFor(terminal(4), {}).error('a text')).toBe('\x1b[31ma text\x1b[39m');
  });
});
