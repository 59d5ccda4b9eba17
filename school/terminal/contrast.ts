/** Contrast of colours as WCAG 2.2 defines it (w3.org/TR/WCAG22, "contrast ratio" and "relative luminance"). */

/** The ratio that text needs against its background (level AA), and that a curve or another graphic needs. */
export const TEXT_CONTRAST = 4.5;
export const GRAPHIC_CONTRAST = 3;

/** Red, green and blue of `#rrggbb`, each 0 … 255. */
const channelsOf = (colour: string): [number, number, number] => [
  Number.parseInt(colour.slice(1, 3), 16),
  Number.parseInt(colour.slice(3, 5), 16),
  Number.parseInt(colour.slice(5, 7), 16),
];

/** Relative luminance of `#rrggbb`: 0 for black, 1 for white. */
export function luminance(colour: string): number {
  const [red, green, blue] = channelsOf(colour).map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** 1 (equal) … 21 (black on white), of two colours `#rrggbb`. */
export function contrast(one: string, other: string): number {
  const [dark, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

export const isDark = (background: string): boolean => luminance(background) < 0.18;

/** Steps in which a colour is mixed with white or black until it can be read. */
const STEPS = 32;

/**
 * The colour that is nearest to `colour` and has at least this contrast against `background`: mixed with white on a dark background, with
 * black on a bright one. Where even that is too little, plain white or black.
 */
export function readable(colour: string, background: string, least: number = TEXT_CONTRAST): string {
  const end = isDark(background) ? 255 : 0;
  const from = channelsOf(colour);
  for (let step = 0; step <= STEPS; step++) {
    const mixed = `#${from
      .map((channel) =>
        Math.round(channel + ((end - channel) * step) / STEPS)
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')}`;
    if (contrast(mixed, background) >= least) return mixed;
  }
  return end === 255 ? '#ffffff' : '#000000';
}
