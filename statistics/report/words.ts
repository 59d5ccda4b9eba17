/** Numbers, spans and moments as a reader of the report sees them. Moments are told by the clock of this machine. */

export { bytes, count } from '../format/numbers.ts';

const UNITS = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
] as const;

/** Milliseconds in their two largest units. @example span(5_025_000) // '1 h 23 min' */
export function span(milliseconds: number): string {
  let left = Math.max(0, Math.round(milliseconds / 1000));
  const told: string[] = [];
  for (const [size, unit] of UNITS) {
    const whole = Math.floor(left / size);
    left -= whole * size;
    if (whole > 0 || (told.length === 0 && unit === 's')) told.push(`${whole} ${unit}`);
    else if (told.length > 0) break;
    if (told.length === 2) break;
  }
  return told.join(' ');
}

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
const MOMENT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const DAY_AND_HOUR = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const CLOCK_SECONDS = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export const day = (ts: number): string => DAY.format(ts);
export const moment = (ts: number): string => MOMENT.format(ts);

/** How moments of a span are told beside an axis: no more than is needed to tell them apart. */
export function tickFormat(first: number, last: number): (ts: number) => string {
  if (last - first > 300 * 86_400_000) return day;
  if (day(first) !== day(last)) return (ts) => DAY_AND_HOUR.format(ts);
  return (ts) => (last - first > 600_000 ? CLOCK : CLOCK_SECONDS).format(ts);
}
