/** Which numbers are written as telephones are. */
import { asciiDigits } from './digits.ts';
import { isAmount } from './numbers.ts';

/** Cheap: a text without this has no candidates. */
export const PHONE_HINT = /\p{Nd}(?:[ ().\-/\u00a0\u202f\u2010-\u2015\u2212]{0,3}\p{Nd}){6}/u;

/**
 * Candidates. In front of one may stand a word with a full stop or colon (`Tel.: 0151 …`), or a mark of a list; a number that
 * goes on from something else, and one that begins with a stand-in's zeros, is none.
 */
export const PHONE = new RegExp(
  [
    '(?=[+(\\p{Nd}])(?<![\\p{L}\\p{N},/#$€£]|(?<!\\p{L}\\.?)[.:]|\\S[_-]|0000 )(?<!ISBN[-: 013]{0,6})',
    // 1. and 2) in front of what is listed
    '(?!\\p{Nd}{1,3}[.)] |0000)',
    '(?:\\+ ?\\(?|\\()?\\p{Nd}(?:[ ().\\-/\\u00a0\\u202f\\u2010-\\u2015\\u2212]{0,3}\\p{Nd}){6,15}(?![\\p{L}\\p{N}]|[.,:/-]\\p{N}|[.:/-]\\p{L})',
  ].join(''),
  'gu',
);

/** A number with the digits of ASCII and plain hyphens, as long as it was. */
function plainNumber(candidate: string): string {
  return candidate
    .replace(/[٠-\uffef]/g, (sign) => (/\p{Nd}/u.test(sign) ? asciiDigits(sign) : sign))
    .replace(/[\u2010-\u2012\u2015\u2212]/g, '-');
}

/** Of a day, month and year, in any order; what goes on behind belongs to something else. */
const DATE = /^(?:\d{1,2}|[12]\d{3})[./-]\d{1,2}[./-]\d{1,4}(?!\d)/;

/** Anywhere: `6.12.2024`, `06/12/2024`. */
const DATE_WITH_YEAR = /(?<!\d)\d{1,2}([./-])\d{1,2}\1(?:19|20)\d{2}(?!\d)/;

/** From one day to another: `06.-08.12.24`, `06.12. – 08.12.24`. */
const DAYS = /^\d{1,2}\.(?:\d{1,2}\.?)? ?[-–]/;

/** Nothing but times with full stops: `08.15 – 09.45`. */
const TIMES = /^(?:[0-2]?\d\.[0-5]\d(?:[ \u00a0\u202f]?[-–/]?[ \u00a0\u202f]?|$)){2,}$/;

/** Thousands with full stops. */
const THOUSANDS = /(?<![\d.])[1-9]\d{0,2}(?:\.\d{3}){2,}(?![\d.])/;

/** Addresses of the internet whose numbers are filled up with zeros. */
const INTERNET = /^0\d\d(?:\.[0-2]\d\d){3}$/;

/** Nothing but groups of one digit or two: draws, calendars, seasons, hours, bytes – and the numbers of France. */
const SMALL_GROUPS = /^\(?\d{1,2}(?:[ ().\-/–\u00a0\u202f\u2011]{1,3}\d{1,2})+$/;

/** Five pairs, as France writes them and the Netherlands: `06 12 34 56 78`, `06.12.34.56.78`, `06-12 34 56 78`. */
const FIVE_PAIRS =
  /^(?:0[1-9]|\(0[1-9]\))(?:[ \u00a0\u202f.]| ?[-/\u2011] ?)\d\d([ \u00a0\u202f.\-/\u2011])\d\d(?:\1\d\d){2}$/;

/** Right in front of a number, what says that it is a phone. */
const CALLED =
  /(?<![\p{L}\p{N}])(?:t[eé]l(?:[eé](?:ph|f)\p{L}*)?|tlf|tfn|(?:cell |mobile |smart)?phone|handy(?:nummer|nr)?|mobil(?:e|nummer|nr|telefon)?|portable|mob|cell|fax|gsm|festnetz|whatsapp)\.?(?: (?:number|nummer|nr|no|n°|num[eé]ro)\.?)?[ \u00a0\u202f]?[:=]?[ \u00a0\u202f(]*$/iu;

/** Right in front of a number, a call to ring it, or whose number it is. */
const RING =
  /(?<!\p{L})(?:call|text|ring|llám[ae](?:me)?|chiama(?:mi)?|liga(?:-me)?|zadzwoń|dzwoń|m[oó]vil|cellulare|telemóvel|celular|komórka|telefon[eou]?)(?: (?:me|her|him|us|al?|à|para|no|on|at|pod|do|il|lo|o|numer|número|numero))*[ \u00a0\u202f]?[:=]?[ \u00a0\u202f(]*$|(?<!\p{L})(?:my|his|her|mi|su|mio|suo|meu|seu|mon|son|mijn|mój|jej|jego|meine|seine|ihre) (?:phone )?(?:number|nummer|n[uú]m[eé]ro|numer)(?: (?:is|ist|es|est|è|é|to))?[ \u00a0\u202f]?[:=]?[ \u00a0\u202f(]*$/iu;

/** Two to five groups, as numbers of telephones are written in most countries. */
const GROUPED = /^\(?\d{2,4}\)?(?:[ \u00a0\u202f.\-/]\d{2,5}){1,4}$/;

/** Brazil's: an area in brackets, four or five digits and four. */
const BRAZILIAN = /^\([1-9]\d\) ?9?\d{4}[- ]\d{4}$/;

/** Some words in front of a row, what says that it is none. */
const DRAWN =
  /(?<!\p{L})(?:lot?to|lotter|loterie|ziehung|gewinn|jackpot|draw|tirage|sorteo|estrazion|euromill|keno\b|bingo|buffer|bytes?\b|hex|mac\b|(?:pages?|seiten)\b)/iu;

/** Next to a row: one more pair, or a byte; the end of a date is none. */
const PAIR_BEFORE = /(?<![\p{L}\p{N}./-])(?:\d[\da-f]|[a-f]\d)[ \u00a0\u202f]{1,2}$/iu;
const PAIR_BEHIND = /^[ \u00a0\u202f]{1,2}(?:\d[\da-f]|[a-f]\d)(?![\p{L}\p{N}])/iu;

/** Draws, minutes and days go up or down, and not beyond this; of phones hardly one does. */
const HIGHEST_DRAWN = 70;

/** Nothing but pairs, with spaces between. */
const ROW = /^\d\d(?:[ \u00a0\u202f]\d\d)+$/;

/** India's and China's mobile phones in their groups, without the country in front. */
const GROUPED_MOBILE = /^(?:[6-9]\d{4}[ \u00a0\u202f-]\d{5}|1[3-9]\d[ \u00a0\u202f-]\d{4}[ \u00a0\u202f-]\d{4})$/;

/** North America's: an area, which brackets may be around, three digits and four. */
const NORTH_AMERICAN = /^(?:1[ .-]?)?(?:\([2-9]\d{2}\)[ .-]{0,2}|[2-9]\d{2}[ .-]{1,2})[2-9]\d{2}[ .-]\d{4}$/;

/**
 * Dates, years, amounts and plain numbers are written with digits as well: what is taken is written as phones are.
 * @param before some of the line in front of the candidate @param behind some of the line behind it
 */
export function isPhone(candidate: string, before = '', behind = ''): boolean {
  const text = plainNumber(candidate).trim();
  const number = text.replace(/\D/g, '');
  if (/^555-\d{4,}$/.test(text)) return false;
  if (text.startsWith('+')) return number.length >= 8 && number.length <= 15;
  const small = SMALL_GROUPS.test(text);
  if (/^\(?00 ?[1-9]/.test(text) && !(small && (ROW.test(text) || isDrawn(text)))) {
    return number.length >= 10 && number.length <= 17;
  }
  if (small) return FIVE_PAIRS.test(text) && (CALLED.test(before) || isAlone(text, before, behind));
  if ([DATE, DATE_WITH_YEAR, DAYS, TIMES, THOUSANDS, INTERNET].some((other) => other.test(text))) return false;
  // a person that is called upon by number
  if (before.endsWith('@') && number.length >= 8) return true;
  if (GROUPED_MOBILE.test(text)) return isAlone(text, before, behind);
  if ((CALLED.test(before) || RING.test(before)) && GROUPED.test(text) && !isAmount(text)) {
    return number.length >= 9 && number.length <= 12;
  }
  return (
    NORTH_AMERICAN.test(text) ||
    BRAZILIAN.test(text) ||
    (/^\(?0[1-9]/.test(text) && number.length >= 9 && number.length <= 13)
  );
}

/** Whether pairs are no part of a longer row, and do not go up or down as draws, hours and days do. */
function isAlone(text: string, before: string, behind: string): boolean {
  return !isDrawn(text) && !DRAWN.test(before) && !PAIR_BEFORE.test(before) && !PAIR_BEHIND.test(behind);
}

function isDrawn(text: string): boolean {
  const groups = (text.match(/\d+/g) ?? []).map(Number);
  const steps = groups.slice(1).map((group, i) => group - groups[i]!);
  return Math.max(...groups) <= HIGHEST_DRAWN && (steps.every((step) => step >= 0) || steps.every((step) => step <= 0));
}

/** What may stand in front of a phone as a word of its own: a day, a time, a year, a small number that is no thousands. */
const IN_FRONT =
  /^(?:\d{1,2}(?!.\d{3}(?!\d))|(?:19|20)\d{2}|[0-2]?\d\.[0-5]\d|\d{1,4}([./-])\d{1,2}\1\d{1,4}|\d{1,2}\.\d{1,2}\.)(?=[ \u00a0\u202f])/;

/**
 * How much of a candidate that is no phone is passed over: all, but for what may stand in front of one. In rows of numbers
 * nothing more is looked for, since some part of such a row always has the right length.
 */
export function beforePhone(written: string): number {
  const candidate = plainNumber(written);
  return ROW.test(candidate) ? candidate.length : (IN_FRONT.exec(candidate)?.[0].length ?? candidate.length);
}
