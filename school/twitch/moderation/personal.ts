/**
 * Personal data and secrets. A public chat is strict: what could be somebody's number, address or key is refused, even where it might be
 * something else. What a row of digits cannot be, and how streets are written, is the library's knowledge: `library/cleaning`.
 */
import { digitGroups, isAmount, isCounting, isDate, isYears } from '../../../library/cleaning/numbers.ts';
import { STRICT_ADDRESS } from '../../../library/cleaning/streets.ts';
import { ruleTexts } from '../texts/rules.ts';
import { DOT, TOP_LEVEL } from './links.ts';
import { saysPhone } from './number-words.ts';
import { type PatternRule, rule } from './pattern-rule.ts';

/** `@` in words. */
const AT = 'at|aet|arroba|arobase|chiocciola|apenstaartje|malpa|klammeraffe';
const OPENED = '[([{<*_-]?\\s?';
const CLOSED = '\\s?[)\\]}>*_-]?';

/** Names of the numbers by which states and companies know a person. */
const IDENTITY = [
  "social security(?: number)?|ssn|national insurance(?: number)?|ni number|passport(?: number)?|driver'?s? licen[cs]e(?: number)?",
  'steuer-?(?: ?id(?:nr|nummer)?|nummer|identifikationsnummer)|sozialversicherung\\w*|(?:personal)?ausweis(?:nummer|nr)?|reisepass(?:nummer)?|fuhrerschein(?:nummer)?',
  '(?:numero de )?secu(?:rite sociale)?|carte d.identite|passeport',
  'dni|nie|nif|nss|seguridad social|pasaporte',
  'codice fiscale|carta d.identita|partita iva|passaporto|patente',
  'cpf|cnpj|cartao de cidadao|numero de utente|niss|passaporte',
  'bsn|burgerservicenummer|sofinummer|paspoort(?:nummer)?|rijbewijs(?:nummer)?',
  'pesel|nip|dowod(?:u)?(?: osobist\\w+)?|paszport(?:u)?',
].join('|');

/** What belongs to somebody. */
export const PERSONAL: readonly PatternRule[] = [
  rule(
    'personal.email',
    ruleTexts.emailAddress,
    ['plain', 'joined'],
    /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.|,|\s?\(?dot\)?\s?)\p{L}{2,}/u,
  ),
  rule(
    'personal.email',
    ruleTexts.emailAddressInWords,
    ['plain', 'joined'],
    new RegExp(
      `[\\p{L}\\p{N}]\\s*[([{<]\\s*(?:${AT}|@)\\s*[)\\]}>]\\s*[\\p{L}\\p{N}]|[\\p{L}\\p{N}][\\s_.-]{1,3}(?:${AT})[\\s_.-]{1,3}(?!the |a |this |my )[\\p{L}\\p{N}-]{2,}\\s?${OPENED}(?:(?:\\.|dot|d0t)${CLOSED}\\s?\\p{L}{2,}|(?:${DOT})${CLOSED}\\s?(?:${TOP_LEVEL}|es|it|be|at)(?!\\p{L}))|(?<!\\p{L})chez \\p{L}+ point (?:${TOP_LEVEL})(?!\\p{L})`,
      'u',
    ),
  ),
  rule(
    'personal.iban',
    ruleTexts.bankAccount,
    ['plain', 'joined'],
    /(?<![\p{L}\p{N}])[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){3,7}(?: ?[a-z0-9]{1,3})?(?![\p{L}\p{N}])/u,
  ),
  rule('personal.number', ruleTexts.socialSecurityNumber, ['plain'], /(?<!\d)\d{3}[- ]\d{2}[- ]\d{4}(?!\d)/),
  rule(
    'personal.number',
    ruleTexts.identityNumber,
    ['plain'],
    new RegExp(
      `(?<!\\p{L})(?:${IDENTITY})(?!\\p{L})[^\\d]{0,20}\\d(?:[a-z. /-]{0,2}\\d){4}|(?<![\\p{L}\\p{N}])(?:[a-z]{6}\\d{2}[a-z]\\d{2}[a-z]\\d{3}[a-z]|[xyz]\\d{7}[a-z]|\\d{8}[a-z])(?![\\p{L}\\p{N}])`,
      'u',
    ),
  ),
  rule(
    'personal.place',
    ruleTexts.coordinates,
    ['plain'],
    /-?\d{1,3}\.\d{4,}\s*°?\s*[ns]?\s*[,;/ ]\s*-?\d{1,3}\.\d{4,}/,
  ),
  rule('personal.address', ruleTexts.streetWithNumber, ['plain', 'joined'], STRICT_ADDRESS),
  rule(
    'personal.address',
    ruleTexts.postalCode,
    ['text'],
    /(?<![\p{L}\p{N}])(?:[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?![\p{L}\p{N}])|(?:,|in|à|a|en|em|te) ?\d{5} \p{Lu}\p{Ll}{2,}|[1-9]\d{3} ?[A-Z]{2},? \p{Lu}\p{L}{2,})/u,
  ),
  rule(
    'personal.address',
    ruleTexts.postBox,
    ['plain'],
    /\bp\.?\s?o\.?\s?box\s?\d|\b(?:apt\.?\s?#?\d+|(?:apartment|flat|suite|unit)\.?\s?(?:#\d+|\d+[a-z](?![\p{L}\p{N}])|\d+(?=\s*(?:$|[,;]|on the (?:left|right)))))/u,
  ),
];

/** What opens doors. */
export const SECRETS: readonly PatternRule[] = [
  rule(
    'secret.token',
    ruleTexts.loginToken,
    ['plain', 'compact'],
    /oauth\s?:\s?\w{4,}|\b(?:bearer|token|password|passwd|api[_ -]?key|secret)\s?[:=]\s?\S{4,}/,
  ),
  rule(
    'secret.token',
    ruleTexts.knownKey,
    ['text'],
    /\b(?:sk|pk|rk)[-_](?:live|test|proj)?[-_]?[A-Za-z0-9]{16,}|\bgh[pousr]_[A-Za-z0-9]{16,}|\bAKIA[0-9A-Z]{12,}|\beyJ[\w-]{10,}|\bxox[abps]-[\w-]{8,}|BEGIN [A-Z ]*PRIVATE KEY/,
  ),
  rule('secret.token', ruleTexts.longStretch, ['text', 'joined'], /[A-Za-z0-9+/=_-]{30,}/),
  rule(
    'secret.path',
    ruleTexts.privatePath,
    ['plain'],
    /(?:^|[\s"'(=])(?:~|\/(?:home|users|root|etc|var|tmp|mnt|media|opt|proc))(?:[/\\]|$)\S*|\b[a-z]:\\\S|\\\\\w+\\|\.babyllm\b/,
  ),
];

/**
 * Seven digits or more with at most three signs between two of them. A comma joins digits only without a space behind it. In a row of
 * digits an o stands for a zero, and an i or l for a one.
 */
const ROW =
  /(?<![\p{L}\d])[+(]?(?:\d|[oil](?=\d))(?:(?:[\s().\-/–_*|~•]{0,3}|,)(?:\d|(?<=\d)[oil]|[oil](?=\d))){6,}(?![\p{L}\d])/gu;
/** Digits among the characters of such a row at least: two words in Italian are no number. */
const FEWEST_DIGITS = 5;

/** Numbers with decimals: `3.14159265`. */
const DECIMALS = /^\d{1,2}[.,]\d+$/;
/** Scores and clock times next to one another: `21-19 18-21`. */
const SCORES = /^[1-9]\d?[-–][1-9]?\d(?: [1-9]?\d[-–][1-9]?\d)+$/;
/** Digits in their order, as people type them. */
const IN_ORDER = '012345678901234567890123456789';
/** The same as numbers that were counted. */
const COUNTED = '123456789101112131415';

/** Whether a row is something else than a telephone, a card or an account. */
function isHarmless(row: string): boolean {
  return (
    isDate(row.replace(/[ t]\d{1,2}$/, '')) ||
    isYears(row) ||
    isAmount(row) ||
    isCounting(digitGroups(row)) ||
    DECIMALS.test(row) ||
    SCORES.test(row) ||
    IN_ORDER.includes(row) ||
    COUNTED.startsWith(row) ||
    /^[1-9]\d{0,3}0{6,}$/.test(row)
  );
}

/** Digits of a telephone or a card, in figures or in words. */
export function findNumber(plain: string): 'personal.phone' | 'personal.card' | undefined {
  for (const [found] of plain.matchAll(ROW)) {
    if ((found.match(/\d/g) ?? []).length < FEWEST_DIGITS) continue;
    const row = found.replaceAll('o', '0').replace(/[il]/g, '1');
    if (isHarmless(row.trim())) continue;
    return row.replace(/\D/g, '').length >= 13 ? 'personal.card' : 'personal.phone';
  }
  return saysPhone(plain) ? 'personal.phone' : undefined;
}
