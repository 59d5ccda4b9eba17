import { compact } from './scale.ts';

export interface Bar {
  /** fit to print: the caller cleans texts of files or of the model */
  readonly label: string;
  readonly value: number;
}

export interface BarsOptions {
  readonly width: number;
  readonly ascii?: boolean;
  /** the value of a full bar; left out: the greatest */
  readonly full?: number;
  readonly format?: (value: number) => string;
  /** columns that a text takes in a terminal; left out: one for each character */
  readonly widthOf?: (text: string) => number;
}

const EIGHTHS = ' ▏▎▍▌▋▊▉█';
/** Labels take at most this share of the line. */
const LABEL_SHARE = 0.4;

/** Bars that lie, one a line, each line exactly `width` columns: label, bar, value. A bar below 0 is drawn by its size, in grey. */
export function bars(items: readonly Bar[], options: BarsOptions): string[] {
  const { format = compact, widthOf = (text: string) => [...text].length } = options;
  const width = Math.max(0, Math.floor(options.width));
  const values = items.map(({ value }) => format(value));
  const room = Math.floor(width * LABEL_SHARE);
  const labels = items.map(({ label }) => cut(label, room, widthOf));
  const labelWidth = Math.max(0, ...labels.map(widthOf));
  const valueWidth = Math.max(0, ...values.map(widthOf));
  const barWidth = width - labelWidth - valueWidth - 2;
  const sizes = items.map(({ value }) => Math.abs(value)).filter(Number.isFinite);
  const full = options.full ?? Math.max(0, ...sizes);
  return items.map(({ value }, i) => {
    const label = labels[i] + ' '.repeat(labelWidth - widthOf(labels[i]));
    if (barWidth < 1) return pad(cut(`${labels[i]} ${values[i]}`, width, widthOf), width, widthOf);
    const share = Number.isNaN(value) || full <= 0 ? 0 : Math.min(Math.abs(value) / full, 1);
    const bar = barOf(share, barWidth, value < 0, options.ascii ?? false);
    return `${label} ${bar} ${' '.repeat(valueWidth - widthOf(values[i]))}${values[i]}`;
  });
}

function barOf(share: number, width: number, negative: boolean, ascii: boolean): string {
  if (ascii || negative) {
    const mark = ascii ? (negative ? '-' : '#') : '▒';
    return mark.repeat(Math.round(share * width)).padEnd(width);
  }
  const eighths = Math.round(share * width * 8);
  const whole = '█'.repeat(eighths >> 3);
  return (whole + (eighths % 8 > 0 ? EIGHTHS[eighths % 8] : '')).padEnd(width);
}

function cut(text: string, width: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (widthOf(kept + character) > width - 1) break;
    kept += character;
  }
  return width < 1 ? '' : `${kept}…`;
}

const pad = (text: string, width: number, widthOf: (text: string) => number): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)));
