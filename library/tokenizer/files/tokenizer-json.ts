/** Tokenizers as the `tokenizer.json` of Hugging Face: byte pair encoding of bytes or of characters. */

import { tokenizerTexts } from '../texts/tokenizer-texts.ts';
import { bytesOfToken } from './byte-alphabet.ts';
import { byteKey, byteLevelEncoder } from './byte-level.ts';
import { byteOfName, characterLevelEncoder, SPACE_MARK, spellingOf, wordSplitter } from './character-level.ts';
import { show } from './field.ts';
import { FileTokenizer, type FileTokenizerParts } from './file-tokenizer.ts';
import { isRecord, type Json, listOf, recordOf } from './json.ts';
import { MARK_NAMES, marksOf } from './marks.ts';
import { readNormalizer } from './normalizers.ts';
import type { RankedPair } from './pair-merging.ts';
import { readPreTokenizer } from './pre-tokenizers.ts';

const encoder = new TextEncoder();
/** Characters of a text that tell whether it begins with a space. */
const BEGINNING = 16;
const REPLACEMENT = encoder.encode('\ufffd');

interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special: boolean;
}

/** Whether an object is a `tokenizer.json`. */
export const isTokenizerJson = (data: unknown): data is Json =>
  isRecord(data) && isRecord(data['model']) && 'added_tokens' in data;

/** @throws Error with one sentence if it is damaged, or of a kind that is not understood */
export function readTokenizerJson(data: Json): FileTokenizer {
  const model = recordOf(data['model'], '"model"');
  checkModel(model);
  const vocabulary = vocabularyOf(model);
  const added = addedTokensOf(data);
  const normalizer = readNormalizer(data['normalizer']);
  const pre = readPreTokenizer(data['pre_tokenizer']);
  const control = new Map(added.filter(({ special }) => special).map(({ content, id }) => [content, id]));
  // our own exports keep the marks out of the added tokens, so that no text can spell them
  for (const name of [...Object.values(MARK_NAMES), '<| reserved |>']) {
    const id = vocabulary.get(name);
    if (id !== undefined) control.set(name, id);
  }
  const ids = [...vocabulary.values(), ...added.map(({ id }) => id)];
  const size = ids.reduce((most, id) => Math.max(most, id + 1), 0);
  const { special } = marksOf(size, control);
  const unknown = idOf(vocabulary, model['unk_token']);
  const made = pre.isByteLevel
    ? byteLevel(model, vocabulary, unknown, size)
    : characterLevel(model, vocabulary, unknown, size);
  const tokens = [...made.tokens];
  const found = new Map<string, readonly number[]>(made.found);
  for (const { id, content, special: isSpecial } of added) {
    tokens[id] = isSpecial ? undefined : encoder.encode(content);
    if (!isSpecial) found.set(content, [id]);
  }
  const isUnknownSpoken = made.folds && unknown !== undefined;
  if (isUnknownSpoken) tokens[unknown] = REPLACEMENT;
  for (const [, id] of control) if (!(isUnknownSpoken && id === unknown)) tokens[id] = undefined;
  const marksSpaces = pre.marksSpaces || made.marksSpaces;
  const prefix = pre.prefix || normalizer.prefix.replaceAll(SPACE_MARK, ' ');
  return new FileTokenizer({
    kind: 'huggingface',
    tokens,
    special,
    control: new Set([...control.values()].filter((id) => !(isUnknownSpoken && id === unknown))),
    folds: normalizer.folds || pre.folds || made.folds,
    asDocument: (text) => {
      const hasPrefix = pre.prefix !== '' && normalizer.rewrite(text.slice(0, BEGINNING)).startsWith(prefix);
      return text === '' || hasPrefix ? text : prefix + text;
    },
    rewrite: marksSpaces ? (text) => normalizer.rewrite(text).replaceAll(' ', SPACE_MARK) : normalizer.rewrite,
    split: (text) => pre.split(text).flatMap(made.split),
    encodePiece: made.encodePiece,
    found,
    bytes: made.bytes,
    stored: { tokenizer: data },
  });
}

type Made = Pick<FileTokenizerParts, 'tokens' | 'encodePiece' | 'folds'> & {
  readonly split: (text: string) => string[];
  readonly bytes: readonly (number | undefined)[];
  readonly found: ReadonlyMap<string, readonly number[]>;
  readonly marksSpaces: boolean;
};

function byteLevel(model: Json, vocabulary: Vocabulary, unknown: number | undefined, size: number): Made {
  const tokens: (Uint8Array | undefined)[] = new Array(size);
  const bytes: (number | undefined)[] = new Array(256);
  const whole = new Map<string, number>();
  for (const [token, id] of vocabulary) {
    const spelling = bytesOfToken(token);
    tokens[id] = spelling;
    if (spelling?.length === 1) bytes[spelling[0]!] = id;
    if (spelling && model['ignore_merges'] === true) whole.set(byteKey(spelling), id);
  }
  return {
    tokens,
    bytes,
    split: (text) => [text],
    encodePiece: byteLevelEncoder(bytes, mergesOf(model, vocabulary), whole.size > 0 ? whole : undefined, unknown),
    folds: Array.from(bytes).includes(undefined),
    found: new Map(),
    marksSpaces: false,
  };
}

function characterLevel(model: Json, vocabulary: Vocabulary, unknown: number | undefined, size: number): Made {
  const tokens: (Uint8Array | undefined)[] = new Array(size);
  const bytes: (number | undefined)[] = new Array(256);
  for (const [token, id] of vocabulary) {
    const byte = byteOfName(token);
    if (byte !== undefined && model['byte_fallback'] === true) bytes[byte] = id;
    tokens[id] = byte === undefined ? spellingOf(token) : Uint8Array.of(byte);
  }
  const hasBytes = !Array.from(bytes).includes(undefined);
  const fallback = { bytes: hasBytes ? bytes : undefined, unknown, fuses: model['fuse_unk'] === true };
  const marks = encoder.encode(SPACE_MARK);
  return {
    tokens,
    bytes: hasBytes ? bytes : [],
    split: wordSplitter(vocabulary.keys()),
    encodePiece: characterLevelEncoder(vocabulary, size, mergesOf(model, vocabulary), fallback),
    folds: !hasBytes,
    // a mark that stands in a text is no space, and must come back
    found: hasBytes ? new Map([[SPACE_MARK, Array.from(marks, (byte) => bytes[byte]!)]]) : new Map(),
    marksSpaces: [...vocabulary.keys()].some((token) => token.length > 1 && token.startsWith(SPACE_MARK)),
  };
}

type Vocabulary = ReadonlyMap<string, number>;

function checkModel(model: Json): void {
  // files of before 2021 name no type
  const type = model['type'] ?? 'BPE';
  if (type !== 'BPE') throw new Error(tokenizerTexts.huggingFace.otherModel(show(type)));
  for (const key of ['continuing_subword_prefix', 'end_of_word_suffix']) {
    if (model[key]) throw new Error(tokenizerTexts.huggingFace.unknownField(key));
  }
}

function vocabularyOf(model: Json): Vocabulary {
  const entries = Object.entries(recordOf(model['vocab'], '"vocab"'));
  const wrong = entries.find(([, id]) => !isId(id));
  if (wrong) throw new Error(tokenizerTexts.huggingFace.badId(show(wrong[0]), show(wrong[1])));
  const ids = new Set(entries.map(([, id]) => id));
  if (ids.size !== entries.length) throw new Error(tokenizerTexts.huggingFace.sameId);
  if (entries.length === 0) throw new Error(tokenizerTexts.huggingFace.emptyVocabulary);
  return new Map(entries as [string, number][]);
}

function mergesOf(model: Json, vocabulary: Vocabulary): RankedPair[] {
  return listOf(model['merges'], '"merges"').map((merge, rank) => {
    const parts = typeof merge === 'string' ? merge.split(' ') : merge;
    const [left, right] = Array.isArray(parts) && parts.length === 2 ? parts : [];
    const [a, b, both] = [idOf(vocabulary, left), idOf(vocabulary, right), idOf(vocabulary, `${left}${right}`)];
    if (a === undefined || b === undefined || both === undefined) {
      throw new Error(tokenizerTexts.huggingFace.badMerge(rank, show(merge)));
    }
    return { left: a, right: b, rank, symbol: both };
  });
}

function addedTokensOf(data: Json): AddedToken[] {
  return listOf(data['added_tokens'] ?? [], '"added_tokens"').map((token) => {
    const { id, content, special } = recordOf(token, tokenizerTexts.huggingFace.addedToken);
    if (!isId(id) || typeof content !== 'string' || content === '') {
      throw new Error(tokenizerTexts.huggingFace.badAddedToken(show(token)));
    }
    return { id, content, special: special === true };
  });
}

const idOf = (vocabulary: Vocabulary, token: unknown): number | undefined =>
  typeof token === 'string' ? vocabulary.get(token) : undefined;

const isId = (id: unknown): id is number => Number.isInteger(id) && (id as number) >= 0 && (id as number) < 1 << 20;
