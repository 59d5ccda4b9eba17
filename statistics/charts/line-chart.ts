import { asciiCanvas, brailleCanvas, type Canvas } from './canvas.ts';
import { compact, placeOf, type Scale, type ScaleOptions, scaleOf, valueAt } from './scale.ts';

/** A place of the curve. With `min` and `max` it stands for a span of values, and they are drawn as a haze. */
export interface Spot {
  readonly x: number;
  readonly value: number | null;
  readonly min?: number;
  readonly max?: number;
}

export interface LineChartOptions extends ScaleOptions {
  /** characters and lines of the whole, labels included */
  readonly width: number;
  readonly height: number;
  readonly ascii?: boolean;
  /** how values are written beside the axis, and places under it; '' writes none */
  readonly format?: (value: number) => string;
  readonly formatX?: (x: number) => string;
  /** places further apart than this are not joined; gaps of the data (no number) never are */
  readonly gap?: number;
}

/** A chart in parts, so that axis and curve can have colours of their own: each line is `axis + plot`, and the last is `foot`. */
export interface LineChart {
  readonly rows: readonly { readonly axis: string; readonly plot: string }[];
  readonly foot: string;
}

/** Lines of a curve with labelled axes: exactly `height` of them, each exactly `width` characters. */
export function lineChart(spots: readonly Spot[], options: LineChartOptions): string[] {
  const { rows, foot } = lineChartParts(spots, options);
  const lines = rows.map(({ axis, plot }) => axis + plot);
  return lines.length < Math.floor(options.height) ? [...lines, foot] : lines;
}

const LABEL_EVERY = 4;
const LEAST_PLOT = 8;

export function lineChartParts(spots: readonly Spot[], options: LineChartOptions): LineChart {
  const width = Math.max(0, Math.floor(options.width));
  const height = Math.max(0, Math.floor(options.height));
  const rows = height >= 3 ? height - 1 : height;
  const format = options.format ?? compact;
  const scale = scaleOf(
    spots.flatMap(({ value, min, max }) => [value ?? Number.NaN, min ?? Number.NaN, max ?? Number.NaN]),
    options,
  );
  const labels = labelsOf(rows, scale, format);
  const wide = Math.max(0, ...labels.map((label) => [...label].length));
  const axisWidth = wide > 0 && width - wide - 1 >= LEAST_PLOT ? wide + 1 : 0;
  const plotWidth = width - axisWidth;
  const canvas = (options.ascii ? asciiCanvas : brailleCanvas)(plotWidth, rows);
  if (scale && plotWidth > 0 && rows > 0) draw(canvas, spots, scale, options.gap ?? Number.POSITIVE_INFINITY);
  const [tick, bar] = options.ascii ? ['+', '|'] : ['┤', '│'];
  const axis = (row: number): string =>
    axisWidth === 0 ? '' : padStart(labels[row], wide) + (labels[row] === '' ? bar : tick);
  return {
    rows: canvas.rows().map((plot, row) => ({ axis: axis(row), plot })),
    foot: ' '.repeat(axisWidth) + footOf(spots, plotWidth, options.formatX ?? compact),
  };
}

/** One label a row from the top: at both ends, and about every fourth row between. */
function labelsOf(rows: number, scale: Scale | null, format: (value: number) => string): string[] {
  if (!scale) return new Array<string>(rows).fill('');
  const parts = Math.max(1, Math.round((rows - 1) / LABEL_EVERY));
  const labels = new Array<string>(rows).fill('');
  for (let i = 0; i <= parts; i++) {
    const row = Math.round((i * (rows - 1)) / parts);
    labels[row] = format(valueAt(rows === 1 ? 1 : 1 - row / (rows - 1), scale));
  }
  return labels;
}

function footOf(spots: readonly Spot[], width: number, format: (x: number) => string): string {
  const ends = endsOf(spots);
  if (!ends) return ' '.repeat(width);
  const [left, right] = [format(ends[0]), ends[0] === ends[1] ? '' : format(ends[1])];
  const between = width - [...left].length - [...right].length;
  if (between >= 1) return left + ' '.repeat(between) + right;
  return [...left].length <= width ? left + ' '.repeat(width - [...left].length) : ' '.repeat(width);
}

function endsOf(spots: readonly Spot[]): [number, number] | undefined {
  let ends: [number, number] | undefined;
  for (const { x } of spots)
    if (Number.isFinite(x)) ends = ends ? [Math.min(ends[0], x), Math.max(ends[1], x)] : [x, x];
  return ends;
}

function draw(canvas: Canvas, spots: readonly Spot[], scale: Scale, gap: number): void {
  const [first, last] = endsOf(spots) as [number, number];
  const across = (x: number): number =>
    last > first ? Math.round(((x - first) / (last - first)) * (canvas.width - 1)) : canvas.width >> 1;
  const up = (value: number): number => Math.round(placeOf(value, scale) * (canvas.height - 1));
  let before: { x: number; px: number; py: number } | undefined;
  for (const { x, value, min, max } of [...spots].filter(({ x }) => Number.isFinite(x)).sort((a, b) => a.x - b.x)) {
    const px = across(x);
    const py = value === null ? Number.NaN : up(value);
    const [low, high] = [up(min ?? Number.NaN), up(max ?? Number.NaN)];
    for (let y = low; y <= high; y++) canvas.haze(px, y);
    if (Number.isNaN(py)) {
      before = undefined;
      continue;
    }
    if (before && x - before.x <= gap) join(canvas, before.px, before.py, px, py);
    else canvas.line(px, py);
    before = { x, px, py };
  }
}

/** A straight line of dots without holes. */
function join(canvas: Canvas, x0: number, y0: number, x1: number, y1: number): void {
  const [dx, dy] = [Math.abs(x1 - x0), Math.abs(y1 - y0)];
  const steps = Math.max(dx, dy);
  for (let i = 0; i <= steps; i++) {
    const share = steps === 0 ? 0 : i / steps;
    canvas.line(Math.round(x0 + (x1 - x0) * share), Math.round(y0 + (y1 - y0) * share));
  }
}

const padStart = (text: string, width: number): string => ' '.repeat(Math.max(0, width - [...text].length)) + text;
