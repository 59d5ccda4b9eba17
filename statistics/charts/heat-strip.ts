import { columnsOf } from './columns.ts';
import { placeOf, scaleOf } from './scale.ts';
import type { StripOptions } from './sparkline.ts';

const SHADES = '░▒▓█';
const ASCII = '.:-=+*#%@';

/** Values as levels 0 … `steps` − 1 of heat, one for each column, for output with colours; null is a gap. */
export function heatLevels(
  values: readonly (number | null)[],
  options: StripOptions & { readonly steps: number },
): (number | null)[] {
  const columns = columnsOf(values, options.width ?? values.length);
  const scale = scaleOf(columns, options) ?? { low: 0, high: 1, log: false };
  return columns.map((value) => {
    const place = placeOf(value, scale);
    return Number.isNaN(place) ? null : Math.min(Math.floor(place * options.steps), options.steps - 1);
  });
}

/** The same in shades, for output without colours. Columns are stretched where there are fewer values than `width`. */
export function heatStrip(values: readonly (number | null)[], options: StripOptions = {}): string {
  const marks = options.ascii ? ASCII : SHADES;
  const levels = heatLevels(values, { ...options, steps: marks.length });
  const width = Math.max(0, Math.floor(options.width ?? levels.length));
  if (levels.length === 0) return ' '.repeat(width);
  return Array.from({ length: width }, (_, i) => {
    const level = levels[Math.floor((i * levels.length) / width)];
    return level === null ? ' ' : marks[level];
  }).join('');
}
