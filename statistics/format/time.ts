/** Moments by the clock of this place, for what people write and read. */
import { texts } from '../texts.ts';

const two = (n: number): string => String(n).padStart(2, '0');

/** @param ts milliseconds since 1970. @example dayOf(Date.now()) // '2026-03-01' */
export function dayOf(ts: number): string {
  const date = new Date(ts);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** @example clockOf(Date.now()) // '14:05' */
export function clockOf(ts: number): string {
  const date = new Date(ts);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** @example timeOf(Date.now()) // '14:05:09' */
export const timeOf = (ts: number): string => `${clockOf(ts)}:${two(new Date(ts).getSeconds())}`;

/** @example stampOf(Date.now()) // '2026-03-01 14:05:09' */
export const stampOf = (ts: number): string => `${dayOf(ts)} ${timeOf(ts)}`;

/** The time of a moment of today, the day of any other. */
export const momentOf = (ts: number, now: number): string => (dayOf(ts) === dayOf(now) ? clockOf(ts) : dayOf(ts));

/** @example span(75) // '1 min 15 s' */
export function span(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return texts.format.minutes(Math.floor(whole / 60), whole % 60);
  return texts.format.hours(Math.floor(whole / 3600), Math.floor((whole % 3600) / 60));
}
