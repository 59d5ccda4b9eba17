/** Numbers as people read them. */
import { span } from './time.ts';

export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** A number and what is counted, in the plural where there are several. @example counted(1, 'text') // '1 text', counted(1200, 'text') // '1,200 texts' */
export const counted = (value: number, noun: string): string => `${count(value)} ${noun}${value === 1 ? '' : 's'}`;

/** @example short(12_345) // '12.3k', short(3) // '3' */
export function short(value: number): string {
  if (value < 1000) return value < 10 && !Number.isInteger(value) ? value.toFixed(1) : String(Math.round(value));
  if (value < 1e6) return `${(value / 1e3).toFixed(1)}k`;
  if (value < 1e9) return `${(value / 1e6).toFixed(1)}M`;
  return `${(value / 1e9).toFixed(1)}G`;
}

/** @example bytes(12_345_678) // '12.3 MB' */
export function bytes(value: number): string {
  if (value < 1000) return `${value} bytes`;
  const unit = value < 1e6 ? 0 : value < 1e9 ? 1 : value < 1e12 ? 2 : 3;
  return `${(value / 1000 ** (unit + 1)).toFixed(1)} ${['kB', 'MB', 'GB', 'TB'][unit]}`;
}

/** Memory that is needed: never less than it is. @example gigabytes(1_234_567_890) // '1.23 GB', gigabytes(1_500_001) // '2 MB' */
export const gigabytes = (value: number): string =>
  value >= 1e9 ? `${(value / 1e9).toFixed(2)} GB` : `${Math.ceil(value / 1e6)} MB`;

/** Seconds ago of a moment, ISO 8601, in words. @example '3 min 10 s ago' */
export function ago(moment: string, now: number = Date.now()): string {
  return `${span(Math.max(0, (now - Date.parse(moment)) / 1000))} ago`;
}
