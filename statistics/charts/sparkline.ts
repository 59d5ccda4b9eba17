import { columnsOf } from './columns.ts';
import { placeOf, type ScaleOptions, scaleOf } from './scale.ts';

export interface StripOptions extends ScaleOptions {
  /** characters; left out: one for each value */
  readonly width?: number;
  readonly ascii?: boolean;
}

const BLOCKS = '▁▂▃▄▅▆▇█';
const ASCII = '_.-~=+*#';

/**
 * A line of blocks, the newest value at the right end, exactly `width` characters where that is given. Gaps are spaces.
 * `sparkline([1, 2, 3, 2, 1])` is `▁▅█▅▁`.
 */
export function sparkline(values: readonly (number | null)[], options: StripOptions = {}): string {
  const width = Math.max(0, Math.floor(options.width ?? values.length));
  const marks = options.ascii ? ASCII : BLOCKS;
  const columns = columnsOf(values, width);
  const scale = scaleOf(columns, options) ?? { low: 0, high: 1, log: false };
  const text = columns.map((value) => {
    const place = placeOf(value, scale);
    return Number.isNaN(place) ? ' ' : marks[Math.min(Math.floor(place * marks.length), marks.length - 1)];
  });
  return text.join('').padStart(width);
}
