/** The dates in front of WhatsApp's messages, which are written as the phone writes them. */
import { BETWEEN, DATE, GAP, hourOf, type Moment, numeral, TIME } from '../dates.ts';

/** One line's beginning. */
export interface Stamp extends Moment {
  /** A colon alone stands behind the time, as many other texts have it as well. */
  colon: boolean;
  /** What follows the date and time. */
  rest: string;
}

/** Android: `15.03.24, 21:04 - Ann: text`. iOS: `[15.03.24, 21:04:05] Ann: text`. */
const ANDROID = new RegExp(`^${DATE}${BETWEEN}${TIME}${GAP}+[-–]${GAP}`, 'iu');
const IOS = new RegExp(`^\\[${DATE}${BETWEEN}${TIME}\\]${GAP}?`, 'iu');
/** iPhones until 2017 and old Androids, always with seconds: `2016-06-27, 8:04:08 AM: Ann: text`. */
const COLON = new RegExp(`^${DATE}${BETWEEN}${TIME}:${GAP}`, 'iu');

/** @param line without marks of direction. */
export function stampOf(line: string): Stamp | undefined {
  const first = line.charCodeAt(0);
  // Most lines of a long message are nothing of the kind.
  if (first !== 0x5b && !(first >= 0x30 && first <= 0x39) && first < 0x660) return undefined;
  const dashed = first === 0x5b ? IOS.exec(line) : ANDROID.exec(line);
  const found = dashed ?? (first === 0x5b ? null : COLON.exec(line));
  if (found === null) return undefined;
  const [whole, one, two, three, before, hour, minute, second, after] = found;
  if (dashed === null && second === undefined) return undefined;
  const hours = hourOf((before ?? after ?? '').toLowerCase(), hour!);
  const numbers: Moment['numbers'] = [numeral(one!), numeral(two!), numeral(three!)];
  if (hours === undefined || numbers.filter((number) => number > 31).length > 1) return undefined;
  return {
    numbers,
    hour: hours,
    minute: numeral(minute!),
    second: numeral(second ?? '0'),
    colon: dashed === null,
    rest: line.slice(whole.length),
  };
}

const DATED = new RegExp(`^${DATE}${BETWEEN}${TIME}`, 'iu');

/** Whether a line begins with a date and a time. */
export function isDated(line: string): boolean {
  return DATED.test(line);
}

/** Who seems to speak in a line that seems to begin with a date, a time and a name. */
export interface Seeming {
  name: string;
  /** Day, month and year are numbers, and besides there is nothing but one time: as exports have it, and hardly a diary. */
  exact: boolean;
}

/** A line's beginning that is like WhatsApp's, in whichever form. @param line without marks of direction. */
export function seemsStamped(line: string): Seeming | undefined {
  const [, moment, name] = /^\[?([^[\]]{8,60}?)(?:\]| [-–])[ \u00a0\u202f]?([^:]{1,80}):(?: |\r?$)/u.exec(line) ?? [];
  if (moment === undefined || !/(?<!\p{Nd})\p{Nd}{1,2}[:.]\p{Nd}{2}/u.test(moment)) return undefined;
  // a day, a year of two digits, an hour and minutes
  if (moment.replace(/\P{Nd}/gu, '').length < 6) return undefined;
  const rest = moment.replace(NUMERIC, ' ');
  return { name: name!.trim(), exact: /^\p{Nd}/u.test(moment) && rest !== moment && ONE_TIME.test(rest) };
}

const NUMERIC = new RegExp(`(?<![\\p{Nd}:])${DATE}(?![\\p{Nd}:])`, 'iu');
const ONE_TIME = /^\P{Nd}*\p{Nd}{1,2}[:.]\p{Nd}{2}(?:[:.]\p{Nd}{2})?\P{Nd}*$/u;

/** How programs call what they write down. */
const LEVEL = /^(?:trace|debug|info|notice|warn|warning|error|critical|fatal|severe|verbose)$/i;

/** Whether a name is no person's, but that of a line in a program's log. */
export function isLevel(name: string): boolean {
  return LEVEL.test(name);
}

/** Whether among those who seem to speak, one speaks again after somebody else. */
export function isTalk(names: readonly string[]): boolean {
  return names.some((name, i) => i > 0 && names[i - 1] !== name && names.indexOf(name) < i);
}
