/** What an owner may decide about cleaning: plain data, with the defaults that hold where nothing was decided. */
import { cleaningTexts } from './texts.ts';

/** A person or place of the owner's own list: all spellings get the same stand-in. */
export interface NamedOne {
  /** Spellings; case does not matter. */
  names: readonly string[];
  /** The stand-in; one is chosen from a pool if absent. */
  as?: string | undefined;
}

export interface CleaningRules {
  /** `&amp;` becomes `&`. */
  entities: boolean;
  /** Curly quotation marks become straight ones. */
  quotes: boolean;
  /** No letter or sign stands more often in a row than this; 0 leaves them all. Digits and spaces are never touched. */
  repeats: number;
  /** One space between words, none at the end of a line. Indentation stays. */
  spaces: boolean;
  lowerCase: boolean;
  emails: boolean;
  phones: boolean;
  /** Numbers of payment cards (with the right check digit). */
  cards: boolean;
  /** Bank accounts (with the right check digits). */
  ibans: boolean;
  links: boolean;
  handles: boolean;
  /** Streets with house numbers. */
  addresses: boolean;
  names: readonly NamedOne[];
  /** Words to be replaced by others as they are: `{ "find": "Elm Street", "by": "the street" }`. Case does not matter. */
  replace: readonly { find: string; by: string }[];
  /** Which rules plain texts and Markdown get, which people wrote as they wanted them: only those for private data, all, or none. */
  plainTexts: 'private' | 'all' | 'none';
}

/** Every rule that changes text, in the order in which they do. */
export const RULE_NAMES = [
  'entities',
  'quotes',
  'links',
  'emails',
  // before numbers: a number behind @ is somebody's handle
  'handles',
  'ibans',
  'cards',
  'phones',
  'addresses',
  'names',
  'replace',
  'repeats',
  'spaces',
  'lowerCase',
] as const;

export type RuleName = (typeof RULE_NAMES)[number];

/** What each rule changes, for people. A rule that is added and not named here is a compile error. */
export const RULE_WORDS: Readonly<Record<RuleName, string>> = {
  entities: cleaningTexts.changed.entities,
  quotes: cleaningTexts.changed.quotes,
  links: 'links',
  emails: cleaningTexts.changed.emails,
  ibans: cleaningTexts.changed.ibans,
  cards: cleaningTexts.changed.cards,
  phones: cleaningTexts.changed.phones,
  addresses: cleaningTexts.changed.addresses,
  handles: 'handles',
  names: 'names',
  replace: cleaningTexts.changed.ownList,
  repeats: cleaningTexts.changed.repeats,
  spaces: 'spaces',
  lowerCase: 'capitals',
};

export const DEFAULT_RULES: CleaningRules = {
  entities: true,
  quotes: true,
  repeats: 5,
  spaces: true,
  lowerCase: false,
  emails: true,
  phones: true,
  cards: true,
  ibans: true,
  links: true,
  handles: true,
  addresses: true,
  names: [],
  replace: [],
  plainTexts: 'private',
};

/** The rules as they hold for plain texts. Lower case is always a wish of its own. */
export function rulesForPlainTexts(rules: CleaningRules): CleaningRules {
  if (rules.plainTexts === 'all') return rules;
  const kept = { ...rules, entities: false, quotes: false, repeats: 0, spaces: false };
  if (rules.plainTexts === 'private') return kept;
  const none = { emails: false, phones: false, cards: false, ibans: false, links: false, handles: false };
  return { ...kept, ...none, addresses: false, names: [], replace: [] };
}
