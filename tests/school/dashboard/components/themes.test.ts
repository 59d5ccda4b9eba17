import { describe, expect, it } from 'vitest';
import { makePaint } from '../../../../school/dashboard/components/paint.ts';
import { THEME_NAMES, themeOf } from '../../../../school/dashboard/components/themes.ts';
import { THEME_SETTINGS } from '../../../../school/settings/config.ts';
import { contrast } from '../../../../school/terminal/contrast.ts';
import { STEPS } from '../../../../statistics/percentile.ts';

/** Backgrounds that terminals come with: black, dark themes, Solarized dark and light, sepia, paper, white. */
const BACKGROUNDS = ['#000000', '#16161d', '#282a36', '#0b2530', '#002b36', '#fdf6e3', '#f4ecd8', '#fbfbf8', '#ffffff'];

describe.each(THEME_NAMES)('the theme %s', (name) => {
  it.each([undefined, ...BACKGROUNDS])('has readable texts and visible curves on %s', (background) => {
    const theme = themeOf(name, background);
    const paint = makePaint(true, theme);
    const texts = [theme.dim, theme.error, theme.warning, theme.good, theme.accent, ...Object.values(theme.contact)];
    for (let step = 0; step < STEPS; step++) texts.push(paint.step(step) as string, paint.much(step) as string);
    for (const felt of ['#5a00ff', '#000000', '#ffffff', '#ff2200']) texts.push(theme.text(felt));
    for (const text of texts) expect(contrast(text, theme.background), text).toBeGreaterThanOrEqual(4.5);
    for (const curve of Object.values(theme.curves))
      expect(contrast(curve, theme.background), curve).toBeGreaterThanOrEqual(3);
  });
});

describe('the theme of a setting', () => {
  it('follows the background where it is auto, and is dark where the terminal does not say', () => {
    expect(themeOf('auto', undefined).name).toBe('dark');
    expect(themeOf('auto', '#1e1e2e').name).toBe('dark');
    expect(themeOf('auto', '#fdf6e3').name).toBe('light');
    expect(themeOf('sea', '#fdf6e3').name).toBe('sea');
  });

  it('is one for each name of the setting', () => {
    expect([...THEME_NAMES, 'auto'].sort()).toEqual([...THEME_SETTINGS].sort());
  });

  it('tells good from bad without red and green: best and worst differ in lightness or hue for every palette', () => {
    for (const name of THEME_NAMES) {
      const paint = makePaint(true, themeOf(name, undefined));
      expect(contrast(paint.step(0) as string, paint.step(STEPS - 1) as string), name).toBeGreaterThan(1.15);
    }
  });
});
