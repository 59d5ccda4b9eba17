import { describe, expect, it } from 'vitest';
import { contrast, isDark, luminance, readable } from '../../../school/terminal/contrast.ts';

describe('contrast', () => {
  it('is that of WCAG: known pairs', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(contrast('#ff0000', '#ffffff')).toBeCloseTo(4.0, 2);
    expect(contrast('#0000ff', '#ffffff')).toBeCloseTo(8.59, 2);
    expect(contrast('#123456', '#123456')).toBe(1);
    expect(luminance('#ffffff')).toBeCloseTo(1, 10);
  });

  it('changes a colour only where it cannot be read, and then as little as it takes', () => {
    expect(readable('#d7d7e0', '#16161d')).toBe('#d7d7e0');
    for (const background of ['#000000', '#16161d', '#0b2530', '#ffffff', '#f4ecd8', '#fbfbf8', '#808080', '#5f5f5f']) {
      for (const colour of ['#000000', '#ffffff', '#5a00ff', '#ffd75f', '#ff453a', '#808080', background]) {
        const found = readable(colour, background);
        const best = isDark(background) ? contrast('#ffffff', background) : contrast('#000000', background);
        expect(contrast(found, background), `${colour} on ${background}`).toBeGreaterThanOrEqual(Math.min(4.5, best));
      }
    }
  });
});
