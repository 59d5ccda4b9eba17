/** The dates in front of WhatsApp's messages, which are written as the phone writes them. */

/** One line's beginning: three numbers of a date in the phone's order, and a time. */
export interface Stamp {
  numbers: [number, number, number];
  hour: number;
  minute: number;
  second: number;
  /** What follows the date and time. */
  rest: string;
}

export type Order = 'day first' | 'month first' | 'year first';

const GAP = '[ \\u00a0\\u202f]';
const NUMBER = '\\p{Nd}{1,4}';
const HALF =
  '(?:[ap]\\.?[ \\u00a0\\u202f]?m\\.?|[صم]|[πμ]\\.?[ \\u00a0\\u202f]?μ\\.?|오전|오후|上午|下午|午前|午後|de\\.|du\\.|fm|em)';
const DATE = `(${NUMBER})[./年-]${GAP}?(${NUMBER})[./月-]${GAP}?(${NUMBER})[.日]?(?:${GAP}?г\\.?)?`;
const BETWEEN = `[,،]?(?:${GAP}(?:um|klo|kl\\.?|at|à|às|a las|alle|в|во|om))?${GAP}*`;
const TIME = `(${HALF})?${GAP}*(\\p{Nd}{1,2})[:.](\\p{Nd}{2})(?:[:.](\\p{Nd}{2}))?(?:${GAP}*(${HALF}))?(?:${GAP}?ч\\.?)?`;

/** Android: `15.03.24, 21:04 - Ann: text`. iOS: `[15.03.24, 21:04:05] Ann: text`. */
const ANDROID = new RegExp(`^${DATE}${BETWEEN}${TIME}${GAP}+[-–]${GAP}`, 'iu');
const IOS = new RegExp(`^\\[${DATE}${BETWEEN}${TIME}\\]${GAP}?`, 'iu');

/** @param line without marks of direction. */
export function stampOf(line: string): Stamp | undefined {
  const first = line.charCodeAt(0);
  // Most lines of a long message are nothing of the kind.
  if (first !== 0x5b && !(first >= 0x30 && first <= 0x39) && first < 0x660) return undefined;
  const found = first === 0x5b ? IOS.exec(line) : ANDROID.exec(line);
  if (found === null) return undefined;
  const [whole, one, two, three, before, hour, minute, second, after] = found;
  const half = (before ?? after ?? '').toLowerCase();
  let hours = numeral(hour!);
  if (/^(?:p|م|μ|오후|下午|午後|du|em)/iu.test(half)) hours = (hours % 12) + 12;
  else if (half !== '') hours %= 12;
  const numbers: Stamp['numbers'] = [numeral(one!), numeral(two!), numeral(three!)];
  if (hours > 23 || numbers.filter((number) => number > 31).length > 1) return undefined;
  return {
    numbers,
    hour: hours,
    minute: numeral(minute!),
    second: numeral(second ?? '0'),
    rest: line.slice(whole.length),
  };
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

/**
 * In which order a phone writes dates: what no other order could mean decides, else the order in which time goes back least
 * often; if that leaves a doubt, the day comes first, but where a month-first country's clock is used.
 */
export function orderOf(stamps: readonly Stamp[], halves: boolean): Order {
  if (stamps.some(({ numbers: [first] }) => first > 31)) return 'year first';
  const dayFirst = stamps.filter(({ numbers: [first] }) => first > 12).length;
  const monthFirst = stamps.filter(({ numbers: [, second] }) => second > 12).length;
  if (dayFirst !== monthFirst) return dayFirst > monthFirst ? 'day first' : 'month first';
  const back = (order: Order): number => {
    const times = stamps.map((stamp) => timeOf(stamp, order));
    return times.filter((time, i) => i > 0 && time < times[i - 1]!).length;
  };
  const [days, months] = [back('day first'), back('month first')];
  if (days !== months) return days < months ? 'day first' : 'month first';
  return halves ? 'month first' : 'day first';
}

/** Milliseconds, of the wall clock as if it were UTC. A number that cannot be a month changes places with the day. */
export function timeOf({ numbers, hour, minute, second }: Stamp, order: Order): number {
  const [a, b, c] = numbers;
  const [year, month, day] = order === 'year first' ? [a, b, c] : order === 'day first' ? [c, b, a] : [c, a, b];
  const [right, other] = month > 12 ? [day, month] : [month, day];
  return Date.UTC(year < 100 ? 2000 + year : year, right - 1, other, hour, minute, second);
}

/** Numbers in any script's digits: those of a script stand in a row of ten. */
function numeral(digits: string): number {
  let value = 0;
  for (const digit of digits) {
    const code = digit.codePointAt(0)!;
    value =
      value * 10 +
      (code < 0x80 ? code - 0x30 : code < 0x6f0 ? code - 0x660 : code < 0x900 ? code - 0x6f0 : (code - 0x966) & 15);
  }
  return value;
}
