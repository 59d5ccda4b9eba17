/** Finding what is private in a text: each pattern finds candidates, and what can be checked is checked. */
import { asciiDigits } from './digits.ts';
import { beforePhone, isPhone, PHONE, PHONE_HINT } from './phones.ts';
import { ADDRESS, ADDRESS_HINT } from './streets.ts';

export type PrivateKind = 'links' | 'emails' | 'ibans' | 'cards' | 'phones' | 'addresses' | 'handles';

export interface Finder {
  /** Cheap: a text without this has none. */
  hint: Pick<RegExp, 'test'>;
  pattern: RegExp;
  /**
   * What of a candidate is private, from its beginning; '' if nothing is.
   * @param again it follows upon one that was not. @param before @param behind up to `AROUND` characters next to it.
   */
  take: (candidate: string, again: boolean, before: string, behind: string) => string;
  /** How much of a candidate that is not private is passed over, at least a character; all of it if this is absent. */
  passOver?: (candidate: string) => number;
  /** The same person, whichever way it is written. */
  identity: (found: string) => string;
  /** The stand-in with this number. Never found again itself, so that cleaning twice changes nothing more. */
  standIn: (number: number) => string;
}

/** How far a finder may look to either side. */
export const AROUND = 40;

const whole = (candidate: string): string => candidate;
const lower = (found: string): string => found.toLowerCase();
const digits = (found: string): string => asciiDigits(found).replace(/\D/g, '');
/** Between groups of digits. */
const SPACES = /[ \u00a0\u202f]/g;
const four = (number: number): string => String(number).padStart(4, '0');

/** A total table. */
export const FINDERS: Readonly<Record<PrivateKind, Finder>> = {
  links: {
    hint: /:\/\/|www\./i,
    pattern: /(?<![\p{L}\p{N}])(?:https?:\/\/|www\.)[^\s<>"“”|]+/giu,
    take: (candidate) => {
      const link = candidate.replace(/[.,;:!?'’)\]}*_]+$/u, '');
      return /^https?:\/\/example\.org(\/|$)/i.test(link) ? '' : link;
    },
    identity: whole,
    standIn: (number) => `https://example.org/${number}`,
  },
  emails: {
    hint: /@/,
    pattern:
      /(?<![\p{L}\p{N}])[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}])/gu,
    take: (candidate) => (/@example\.org$/i.test(candidate) ? '' : candidate),
    identity: lower,
    standIn: (number) => `mail${number}@example.org`,
  },
  ibans: {
    hint: /[A-Z]{2}\d{2}/i,
    pattern:
      /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?:[ \u00a0\u202f]?[A-Z\d]{4}){2,7}(?:[ \u00a0\u202f]?[A-Z\d]{1,4})?(?![\p{L}\p{N}])/giu,
    take: ibanIn,
    identity: (found) => found.replace(SPACES, '').toUpperCase(),
    standIn: (number) => `XX00 0000 ${four(number)}`,
  },
  cards: {
    hint: /\d{4}/,
    pattern: /(?<![\p{L}\p{N}+-]|(?<!\p{L}\.?)\.)\d(?:[ \u00a0\u202f-]?\d){12,18}(?![\p{L}\p{N}])/gu,
    take: cardIn,
    passOver: (candidate) => /^\d+/.exec(candidate)![0].length,
    identity: digits,
    standIn: (number) => `0000 0000 0000 ${four(number)}`,
  },
  phones: {
    hint: PHONE_HINT,
    pattern: PHONE,
    take: (candidate, _again, before, behind) => (isPhone(candidate, before, behind) ? candidate : ''),
    passOver: beforePhone,
    identity: digits,
    standIn: (number) => `555-${four(number)}`,
  },
  addresses: {
    hint: { test: (text) => /\d/.test(text) && ADDRESS_HINT.test(text) },
    pattern: ADDRESS,
    take: (candidate) => (/ Example Street$/.test(candidate) ? '' : candidate),
    identity: lower,
    standIn: (number) => `${number} Example Street`,
  },
  handles: {
    hint: /@|u\//,
    pattern:
      /(?<![\p{L}\p{N}_@./])(?:@[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}_.]{0,30}[\p{L}\p{M}\p{N}_])?|\/?u\/[\w-]{3,20})(?![\p{L}\p{M}\p{N}_@])/gu,
    take: (candidate) => (/^@friend\d+$/.test(candidate) ? '' : candidate),
    identity: (found) => found.toLowerCase().replace(/^(@|\/?u\/)/, ''),
    standIn: (number) => `@friend${number}`,
  },
};

/**
 * Whether digits end with the right check digit of a payment card.
 * Luhn's formula (ISO/IEC 7812-1, annex B); 13 to 19 digits beginning as the networks' numbers do.
 */
export function isCard(text: string): boolean {
  const number = digits(text);
  if (number.length < 13 || number.length > 19 || !/^[2-6]/.test(number)) return false;
  let sum = 0;
  for (let i = 0; i < number.length; i++) {
    const digit = Number(number[number.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** How cards are printed, whatever follows: at once, in fours, or as American Express and Diners have it. */
const PRINTED =
  /^(?:\d{13,19}|\d{4}(?:[ \u00a0\u202f-]\d{4}){3}|\d{4}[ \u00a0\u202f-]\d{6}[ \u00a0\u202f-]\d{4,5})(?!\d)/;

/** One more group of four digits right beside, as in tables; a year is none. */
const FOUR_BEFORE = /(?<!\d)(?!(?:19|20)\d{2}.$)\d{4}[ \u00a0\u202f-]$/;
const FOUR_BEHIND = /^[ \u00a0\u202f-](?!(?:19|20)\d{2}(?!\d))\d{4}(?!\d)/;

/**
 * A candidate may have swallowed the date or the code behind, and may begin in the middle of a row of numbers: there only what
 * looks like a card counts, and groups of four only where the row goes no further, or with another card: of ten numbers one
 * has a right check digit by chance.
 */
function cardIn(candidate: string, again: boolean, before: string, behind: string): string {
  const printed = PRINTED.exec(candidate)?.[0] ?? '';
  // a row of years
  if (/^(?:(?:19|20)\d{2}\D){3}(?:19|20)\d{2}(?!\d)/.test(printed)) return '';
  if (isCard(printed)) {
    if (!again || !/^\d{4}\D\d{4}\D/.test(printed)) return printed;
    const rest = candidate.slice(printed.length) + behind;
    const another = isCard(PRINTED.exec(rest.slice(1))?.[0] ?? '');
    return FOUR_BEFORE.test(before) || (FOUR_BEHIND.test(rest) && !another) ? '' : printed;
  }
  return !again && isCard(candidate) ? candidate : '';
}

/** Whether an account number's check digits are right: ISO 13616, the remainder by 97 is 1. */
export function isIban(text: string): boolean {
  const code = text.replace(SPACES, '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/.test(code)) return false;
  let rest = 0;
  for (const character of code.slice(4) + code.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** A candidate may have swallowed the words behind: the longest beginning that checks. */
function ibanIn(candidate: string): string {
  for (let end = candidate.length; end >= 15; end--) {
    if (end < candidate.length && !/\s/.test(candidate[end]!)) continue;
    const found = candidate.slice(0, end);
    if (isIban(found)) return found;
  }
  return '';
}
