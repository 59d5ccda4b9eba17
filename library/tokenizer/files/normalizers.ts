/** The normalizers of `tokenizer.json`: what happens to a text before it is cut. */

import { tokenizerTexts } from '../texts/tokenizer-texts.ts';
import { show } from './field.ts';
import { isRecord, type Json, listOf } from './json.ts';
import { splitPattern } from './split-pattern.ts';

export type Rewrite = (text: string) => string;

export interface Normalizer {
  readonly rewrite: Rewrite;
  /** What it puts before a document; '' if nothing. */
  readonly prefix: string;
  /** Whether texts come out that cannot be told from others. */
  readonly folds: boolean;
}

const NOTHING: Normalizer = { rewrite: (text) => text, prefix: '', folds: false };
const folding = (rewrite: Rewrite): Normalizer => ({ rewrite, prefix: '', folds: true });

/** Each type of normalizer that is understood. */
const TYPES: Readonly<Record<string, (data: Json) => Normalizer>> = {
  NFC: () => folding((text) => text.normalize('NFC')),
  NFD: () => folding((text) => text.normalize('NFD')),
  NFKC: () => folding((text) => text.normalize('NFKC')),
  NFKD: () => folding((text) => text.normalize('NFKD')),
  Lowercase: () => folding(lowercase),
  StripAccents: () => folding((text) => text.replace(/\p{Mn}/gu, '')),
  Prepend: ({ prepend }) => ({ ...NOTHING, prefix: String(prepend) }),
  Replace: ({ pattern, content }) => {
    const search = patternOf(pattern);
    const replacement = String(content);
    // the one replacement that decoding takes back
    const isReversible = pattern !== null && isRecord(pattern) && pattern['String'] === ' ' && replacement === '▁';
    return { ...NOTHING, rewrite: (text) => text.replace(search, () => replacement), folds: !isReversible };
  },
  Sequence: ({ normalizers }) => {
    const parts = listOf(normalizers, '"normalizers"').map(readNormalizer);
    return {
      rewrite: (text) => parts.reduce((so, { rewrite }) => rewrite(so), text),
      prefix: parts.map(({ prefix }) => prefix).join(''),
      folds: parts.some(({ folds }) => folds),
    };
  },
};

/** @throws Error with one sentence for a normalizer that is not understood */
export function readNormalizer(data: unknown): Normalizer {
  if (data === null || data === undefined) return NOTHING;
  const type = isRecord(data) ? data['type'] : data;
  const read = typeof type === 'string' && Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  if (!read) throw new Error(tokenizerTexts.files.otherNormalizer(show(type), Object.keys(TYPES).join(', ')));
  return read(data as Json);
}

/** What a `Split` or `Replace` looks for. @throws Error with one sentence */
export function patternOf(pattern: unknown): RegExp {
  if (isRecord(pattern)) {
    const { String: words, Regex: expression } = pattern;
    if (typeof words === 'string' && words !== '')
      return new RegExp(words.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'gu');
    if (typeof expression === 'string') return splitPattern(expression);
  }
  throw new Error(tokenizerTexts.files.badPattern(show(pattern)));
}

/** Character by character, as Rust does it: a final sigma is a sigma like any other. */
const lowercase: Rewrite = (text) => Array.from(text, (character) => character.toLowerCase()).join('');
