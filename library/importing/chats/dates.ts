/** Dates and times as chats write them: numbers in the phone's order, in any script, or names of months. */

import { asciiDigits } from '../../cleaning/digits.ts';

/** Three numbers of a date in the order in which they are written, and a time of day. */
export interface Moment {
  numbers: [number, number, number];
  hour: number;
  minute: number;
  second: number;
}

export type Order = 'day first' | 'month first' | 'year first';

export const GAP = '[ \\u00a0\\u202f]';
const NUMBER = '\\p{Nd}{1,4}';
const HALF =
  '(?:[ap]\\.?[ \\u00a0\\u202f]?m\\.?|[صم]|[πμ]\\.?[ \\u00a0\\u202f]?μ\\.?|오전|오후|上午|下午|午前|午後|de\\.|du\\.|fm|em|ptg|pg|sa|ch)';

/** A date of three numbers, which are its groups. */
export const DATE = `(${NUMBER})[./年-]${GAP}?(${NUMBER})[./月-]${GAP}?(${NUMBER})[.日]?(?:${GAP}?г\\.?)?`;

/** What stands between a date and a time. */
export const BETWEEN = `[,،]?(?:${GAP}(?:um|klo|kl\\.?|at|à|às|a las|alle|в|во|om))?${GAP}*`;

/** A time of day; its groups are the half of the day, hour, minute, second, and again the half. */
export const TIME = `(${HALF})?${GAP}*(\\p{Nd}{1,2})[:.](\\p{Nd}{2})(?:[:.](\\p{Nd}{2}))?(?:${GAP}*(${HALF}))?(?:${GAP}?ч\\.?)?`;

/** The hour of the day, or undefined if there is no such hour. */
export function hourOf(half: string, written: string): number | undefined {
  let hour = numeral(written);
  if (/^(?:p(?!g)|م|μ|오후|下午|午後|du|em|ch)/iu.test(half)) hour = (hour % 12) + 12;
  else if (half !== '') hour %= 12;
  return hour > 23 ? undefined : hour;
}

/**
 * In which order a phone writes dates: what no other order could mean decides, else the order in which time goes back least
 * often; if that leaves a doubt, the day comes first, but where a month-first country's clock is used.
 */
export function orderOf(moments: readonly Moment[], halves: boolean): Order {
  if (moments.some(({ numbers: [first] }) => first > 31)) return 'year first';
  const dayFirst = moments.filter(({ numbers: [first] }) => first > 12).length;
  const monthFirst = moments.filter(({ numbers: [, second] }) => second > 12).length;
  if (dayFirst !== monthFirst) return dayFirst > monthFirst ? 'day first' : 'month first';
  const back = (order: Order): number => {
    const times = moments.map((moment) => timeOf(moment, order));
    return times.filter((time, i) => i > 0 && time < times[i - 1]!).length;
  };
  const [days, months] = [back('day first'), back('month first')];
  if (days !== months) return days < months ? 'day first' : 'month first';
  return halves ? 'month first' : 'day first';
}

/** Milliseconds, of the wall clock as if it were UTC. A number that cannot be a month changes places with the day. */
export function timeOf({ numbers, hour, minute, second }: Moment, order: Order): number {
  const [a, b, c] = numbers;
  const [year, month, day] = order === 'year first' ? [a, b, c] : order === 'day first' ? [c, b, a] : [c, a, b];
  const [right, other] = month > 12 ? [day, month] : [month, day];
  return Date.UTC(year < 100 ? 2000 + year : year, right - 1, other, hour, minute, second);
}

/** A number in any script's digits. */
export function numeral(digits: string): number {
  return Number(asciiDigits(digits));
}

/** Months in English, German, French, Spanish, Italian, Portuguese and Dutch. */
const MONTHS: readonly (readonly string[])[] = [
  'january januar jänner janvier enero gennaio janeiro januari',
  'february februar feber février febrero febbraio fevereiro februari',
  'march märz maerz mars marzo março maart mrt',
  'april avril abril aprile',
  'may mai mayo maggio maio mei',
  'june juni juin junio giugno junho',
  'july juli juillet julio luglio julho',
  'august août agosto augustus',
  'september septembre septiembre setiembre settembre setembro',
  'october oktober octobre octubre ottobre outubro',
  'november novembre noviembre novembro',
  'december dezember décembre diciembre dicembre dezembro',
].map((names) => names.split(' '));

/** The month that a word or its beginning names, 0 for January; -1: none. @param word in small letters, with or without a full stop */
function monthOf(word: string): number {
  const plain = word.replace(/\.$/, '');
  return plain.length < 3 ? -1 : MONTHS.findIndex((names) => names.some((name) => name.startsWith(plain)));
}

/** Whether a word in small letters is a month, or the beginning of one. */
export function isMonth(word: string): boolean {
  return monthOf(word) !== -1;
}

const NAMED_DATE =
  /(?<day>\p{Nd}{1,2})\.?[ -](?:de )?(?<month>\p{L}{3,10})\.?,?[ -](?:de )?(?<year>\p{Nd}{4}|\p{Nd}{2}(?![\p{Nd}:]))|(?<month2>\p{L}{3,10})\.? (?<day2>\p{Nd}{1,2})(?:st|nd|rd|th)?,?(?: [\p{Nd}:]{5,8})?,? (?<year2>\p{Nd}{4})/u;
const NUMERIC_DATE = new RegExp(`(?<![\\p{Nd}:])${DATE.replace('г', '[г년]')}(?!\\p{Nd})`, 'iu');
const KOREAN_DATE = /(\p{Nd}{4})[년.] ?(\p{Nd}{1,2})[월.] ?(\p{Nd}{1,2})(?:일|\.)/u;
const CLOCK = new RegExp(`(?<![\\p{Nd}.:])${TIME}(?!\\p{Nd})`, 'giu');

/** The day in a piece of text, as it is written; a date with the name of a month with the year first. */
export function dateIn(text: string): Moment['numbers'] | undefined {
  const named = NAMED_DATE.exec(text)?.groups;
  if (named !== undefined) {
    const month = monthOf((named['month'] ?? named['month2'])!.toLowerCase());
    const [day, year] = [named['day'] ?? named['day2'], named['year'] ?? named['year2']];
    if (month !== -1) return [numeral(year!) + (year!.length === 2 ? 2000 : 0), month + 1, numeral(day!)];
  }
  const found = KOREAN_DATE.exec(text) ?? NUMERIC_DATE.exec(text);
  return found === null ? undefined : [numeral(found[1]!), numeral(found[2]!), numeral(found[3]!)];
}

/** The time of day in a piece of text. */
export function clockIn(text: string): Omit<Moment, 'numbers'> | undefined {
  for (const [, before, hour, minute, second, after] of text.replace(NUMERIC_DATE, ' ').matchAll(CLOCK)) {
    const hours = hourOf((before ?? after ?? '').toLowerCase(), hour!);
    if (hours !== undefined) return { hour: hours, minute: numeral(minute!), second: numeral(second ?? '0') };
  }
  return undefined;
}

/** Date and time in a piece of text. */
export function momentIn(text: string): Moment | undefined {
  const numbers = dateIn(text);
  const clock = clockIn(text);
  return numbers === undefined || clock === undefined ? undefined : { numbers, ...clock };
}
