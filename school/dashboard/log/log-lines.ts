/** How lines of the log look. Pure. */
import { printable } from '../../../library/notices/printable.ts';
import type { LogLine } from '../../../statistics/query/log.ts';
import type { Level } from '../../api/messages.ts';
import { wrapped } from '../../terminal/wrap.ts';
import { oneLine } from '../../text/view-format.ts';
import { logPageTexts } from '../texts/log-page.ts';

const LEVELS: readonly Level[] = ['info', 'warn', 'error', 'debug'];

export const nextLevel = (level: Level): Level => LEVELS[(LEVELS.indexOf(level) + 1) % LEVELS.length];

export const LEVEL_WORDS: Readonly<Record<Level, string>> = {
  debug: logPageTexts.levels.all,
  info: logPageTexts.levels.info,
  warn: logPageTexts.levels.warnings,
  error: 'errors',
};

/** Roles of the theme for the levels that ask to be seen. */
export const LEVEL_COLOURS: Readonly<Record<Level, string | undefined>> = {
  debug: undefined,
  info: undefined,
  warn: 'warning',
  error: 'error',
};

/** Characters of a time: `14:30:59` of today, and `03-01 14:30` of another day. */
export const timeWidth = (ts: number, now: number): number => (isToday(ts, now) ? 8 : 11);

/** By the local clock. */
export function timeOf(ts: number, now: number): string {
  const at = new Date(ts);
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}`;
  if (isToday(ts, now)) return `${clock}:${two(at.getSeconds())}`;
  return `${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock}`;
}

const isToday = (ts: number, now: number): boolean => new Date(ts).toDateString() === new Date(now).toDateString();

/** The whole time: `2026-03-01 14:30:59.123`. */
export function fullTime(ts: number): string {
  const at = new Date(ts);
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  return `${day} ${clock}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** A line with all that belongs to it, as lines of at most `width` columns, fit to print. */
export function detailsOf(line: LogLine, width: number): string[] {
  const head = `${fullTime(line.ts)}   ${line.level}   ${oneLine(line.scope)}   line ${line.id}`;
  const data = line.data === null ? [] : ['', dataOf(line.data)];
  return [head, '', line.message, ...data].flatMap((part) => wrapped(printable(part), width));
}

/** A stack as it was thrown, with whatever else was given as JSON that people can read. */
function dataOf(data: string): string {
  let given: unknown;
  try {
    given = JSON.parse(data);
  } catch {
    // It is shown as it was written.
    return data;
  }
  if (typeof given !== 'object' || given === null || !('stack' in given) || typeof given.stack !== 'string')
    return JSON.stringify(given, null, 2);
  const { stack, ...rest } = given;
  return Object.keys(rest).length > 0 ? `${stack}\n\n${JSON.stringify(rest, null, 2)}` : stack;
}
