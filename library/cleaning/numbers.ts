/**
 * Rows of digits that are neither a telephone nor a card, whatever policy looks at them: dates, years, amounts, counting. Cleaning takes
 * only what is written as telephones are; a public chat refuses every long row that is none of these.
 */

/** A day, month and year in any order. */
const DATE = /^(?:\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})|[12]\d{3}([./-])\d{1,2}\2\d{1,2})$/;

/** A year, or years next to one another: `2025/2026`, `1939-45`, `1990 2000 2010`. */
const YEARS = /^(?:1[0-9]|20)\d{2}(?: ?[-–/ ,] ?(?:(?:1[0-9]|20)\d{2}|\d{2}(?!\d)))*$/;

/** Thousands, with a point, a comma or an apostrophe before each group of three, and cents behind. */
const THOUSANDS =
  /^[1-9]\d{0,2}(?:(?:\.\d{3}){2,}(?:,\d{1,2})?|(?:,\d{3}){2,}(?:\.\d{1,2})?|(?:['’]\d{3}){2,}(?:[.,]\d{1,2})?)$/;

/** Thousands with cents: here one group is enough. */
const CENTS = /^[1-9]\d{0,2}(?:\.\d{3},\d{2}|,\d{3}\.\d{2}|[ \u00a0\u202f]\d{3},\d{2})$/;

/** Thousands with spaces. Nine digits in threes are a telephone in some countries, unless they are round. */
const SPACED_THOUSANDS =
  /^[1-9]\d{0,1}(?:[ \u00a0\u202f]\d{3}){2,3}(?:[.,]\d{1,2})?$|^[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})*[ \u00a0\u202f]000$/;

/** Digits of an amount at most; longer ones are cards. */
const LONGEST_AMOUNT = 15;

/** By how much people count. */
const STEPS: ReadonlySet<number> = new Set([1, 2, 5, 10, 100]);

/** The groups of digits of a row. */
export const digitGroups = (row: string): string[] => row.match(/\d+/g) ?? [];

export const isDate = (row: string): boolean => DATE.test(row);

export const isYears = (row: string): boolean => YEARS.test(row);

/** Whether a number is written as amounts are. Commas only stand in one where groups of three follow a group of one to three digits. */
export function isAmount(row: string): boolean {
  if (row.replace(/\D/g, '').length > LONGEST_AMOUNT) return false;
  return THOUSANDS.test(row) || CENTS.test(row) || SPACED_THOUSANDS.test(row);
}

/** Whether somebody counts: at least three numbers, always by the same step, up or down. A group with a leading zero is no number. */
export function isCounting(groups: readonly string[]): boolean {
  if (groups.length < 3 || groups.some((group) => group.length > 6 || /^0\d/.test(group))) return false;
  const step = Number(groups[1]) - Number(groups[0]);
  if (!STEPS.has(Math.abs(step))) return false;
  return groups.every((group, i) => i === 0 || Number(group) - Number(groups[i - 1]) === step);
}
