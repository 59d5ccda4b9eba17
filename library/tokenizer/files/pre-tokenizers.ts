/** The pre-tokenizers of `tokenizer.json`: how a text is cut into pieces that merges never cross. */

import { tokenizerTexts } from '../texts/tokenizer-texts.ts';
import { show } from './field.ts';
import { isRecord, type Json, listOf } from './json.ts';
import { patternOf } from './normalizers.ts';
import { GPT2_PATTERN, splitPattern } from './split-pattern.ts';

export interface PreTokenizer {
  readonly split: (text: string) => string[];
  /** Whether pieces become bytes, each written as a visible character. */
  readonly isByteLevel: boolean;
  /** Put before a document that does not begin with it; '' if nothing. */
  readonly prefix: string;
  /** Whether spaces become `▁`. */
  readonly marksSpaces: boolean;
  /** Whether parts of the text are dropped. */
  readonly folds: boolean;
}

const WHOLE: PreTokenizer = {
  split: (text) => (text === '' ? [] : [text]),
  isByteLevel: false,
  prefix: '',
  marksSpaces: false,
  folds: false,
};

/** What becomes of the matches of a pattern, and of what stands between them. */
type Part = { readonly text: string; readonly matched: boolean };
const BEHAVIORS: Readonly<Record<string, (parts: readonly Part[]) => string[]>> = {
  Isolated: (parts) => parts.map(({ text }) => text),
  Removed: (parts) => parts.filter(({ matched }) => !matched).map(({ text }) => text),
  MergedWithPrevious: (parts) => joined(parts, (part, last) => part.matched && last?.matched === false),
  MergedWithNext: (parts) => joined(parts, (part, last) => !part.matched && last?.matched === true),
  Contiguous: (parts) => joined(parts, (part, last) => part.matched === last?.matched),
};

/** Each type of pre-tokenizer that is understood. */
const TYPES: Readonly<Record<string, (data: Json) => PreTokenizer>> = {
  ByteLevel: ({ use_regex: useRegex, add_prefix_space: addsSpace }) => {
    const pattern = splitPattern(GPT2_PATTERN);
    return {
      ...WHOLE,
      split: useRegex === false ? WHOLE.split : (text) => text.match(pattern) ?? [],
      isByteLevel: true,
      prefix: addsSpace === true ? ' ' : '',
    };
  },
  Split: ({ pattern, behavior, invert }) => {
    const search = patternOf(pattern);
    const join = typeof behavior === 'string' && Object.hasOwn(BEHAVIORS, behavior) ? BEHAVIORS[behavior] : undefined;
    if (!join) throw new Error(tokenizerTexts.files.otherBehavior(show(behavior), Object.keys(BEHAVIORS).join(', ')));
    const isInverted = invert === true;
    return {
      ...WHOLE,
      split: (text) =>
        join(partsOf(text, search).map(({ text, matched }) => ({ text, matched: matched !== isInverted }))),
      folds: behavior === 'Removed',
    };
  },
  Digits: ({ individual_digits: single }) => {
    const search = single === true ? /\p{N}/gu : /\p{N}+/gu;
    return { ...WHOLE, split: (text) => partsOf(text, search).map((part) => part.text) };
  },
  Punctuation: () => ({ ...WHOLE, split: (text) => partsOf(text, /[\p{P}$+<=>^`|~]/gu).map((part) => part.text) }),
  Metaspace: ({ prepend_scheme: scheme, add_prefix_space: addsSpace }) => ({
    ...WHOLE,
    prefix: scheme === 'never' || (scheme === undefined && addsSpace === false) ? '' : ' ',
    marksSpaces: true,
  }),
  Sequence: ({ pretokenizers }) => {
    const parts = listOf(pretokenizers, '"pretokenizers"').map(readPreTokenizer);
    return {
      split: (text) => parts.reduce((pieces, { split }) => pieces.flatMap(split), [text]),
      isByteLevel: parts.some(({ isByteLevel }) => isByteLevel),
      prefix: parts[0]?.prefix ?? '',
      marksSpaces: parts.some(({ marksSpaces }) => marksSpaces),
      folds: parts.some(({ folds }) => folds),
    };
  },
};

/** @throws Error with one sentence for a pre-tokenizer that is not understood */
export function readPreTokenizer(data: unknown): PreTokenizer {
  if (data === null || data === undefined) return WHOLE;
  const type = isRecord(data) ? data['type'] : data;
  const read = typeof type === 'string' && Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  if (!read) throw new Error(tokenizerTexts.files.otherPreTokenizer(show(type), Object.keys(TYPES).join(', ')));
  return read(data as Json);
}

/** The matches of a pattern and the text between them, in order, none of them empty. */
function partsOf(text: string, search: RegExp): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const { index, 0: match } of text.matchAll(search)) {
    if (match === '') continue;
    if (index > at) parts.push({ text: text.slice(at, index), matched: false });
    parts.push({ text: match, matched: true });
    at = index + match.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at), matched: false });
  return parts;
}

function joined(parts: readonly Part[], joins: (part: Part, last: Part | undefined) => boolean): string[] {
  const all: string[] = [];
  parts.forEach((part, i) => {
    if (joins(part, parts[i - 1])) all[all.length - 1] += part.text;
    else all.push(part.text);
  });
  return all;
}
