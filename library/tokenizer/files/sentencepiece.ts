/** Models of SentencePiece (google/sentencepiece, `sentencepiece_model.proto`): byte pair encoding and unigram. */

import { tokenizerTexts } from '../texts/tokenizer-texts.ts';
import {
  byteOfName,
  characterLevelEncoder,
  type Fallback,
  SPACE_MARK,
  spellingOf,
  wordSplitter,
} from './character-level.ts';
import { readCharsmap } from './charsmap.ts';
import { show } from './field.ts';
import { FileTokenizer } from './file-tokenizer.ts';
import { marksOf } from './marks.ts';
import { pairsOfTokens } from './pair-merging.ts';
import { floatOf, readMessage, textOf, type WireValue } from './protobuf.ts';
import { unigramEncoder } from './unigram.ts';

export const TYPES = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const;
export const MODELS = { unigram: 1, bpe: 2 } as const;
export const FIELDS = {
  model: { pieces: 1, trainer: 2, normalizer: 3 },
  piece: { piece: 1, score: 2, type: 3 },
  trainer: { modelType: 3, spaceBehind: 24, byteFallback: 35 },
  normalizer: { name: 1, charsmap: 2, dummyPrefix: 3, removesSpaces: 4, escapesSpaces: 5 },
} as const;

const REPLACEMENT = new TextEncoder().encode('\ufffd');

interface Piece {
  readonly piece: string;
  readonly score: number;
  readonly type: number;
}

/** Whether a file begins as such models do: with a piece whose name comes first. */
export function isModel(bytes: Uint8Array): boolean {
  return bytes[0] === 0x0a && bytes[2] === 0x0a && bytes[1]! > bytes[3]! && bytes[1]! < 0x80;
}

/** @throws Error with one sentence if the file is damaged, or of a kind that is not understood */
export function readModel(bytes: Uint8Array): FileTokenizer {
  const fields = readMessage(bytes);
  const pieces = fields.filter(({ field }) => field === FIELDS.model.pieces).map(({ value }) => pieceOf(value));
  const trainer = optionsOf(fields, FIELDS.model.trainer);
  const normalizer = optionsOf(fields, FIELDS.model.normalizer);
  const modelType = numberOf(trainer, FIELDS.trainer.modelType, MODELS.unigram);
  if (modelType !== MODELS.unigram && modelType !== MODELS.bpe) {
    throw new Error(tokenizerTexts.sentencepiece.otherModel(modelType));
  }
  if (pieces.length === 0) throw new Error(tokenizerTexts.sentencepiece.noPieces);
  if (trainer.size === 0) throw new Error(tokenizerTexts.sentencepiece.noTraining);
  if (numberOf(trainer, FIELDS.trainer.spaceBehind, 0)) throw new Error(tokenizerTexts.sentencepiece.spacesBehind);
  if (pieces.some(({ type }) => type === TYPES.unused)) throw new Error(tokenizerTexts.sentencepiece.unusedPieces);
  const ids = new Map(pieces.map(({ piece }, id) => [piece, id]));
  if (ids.size !== pieces.length) throw new Error(tokenizerTexts.sentencepiece.samePieces);
  const unknown = pieces.findIndex(({ type }) => type === TYPES.unknown);
  const byteIds: (number | undefined)[] = new Array(256);
  pieces.forEach(({ piece, type }, id) => {
    const byte = byteOfName(piece);
    if (type === TYPES.byte && byte !== undefined) byteIds[byte] = id;
  });
  const hasBytes = numberOf(trainer, FIELDS.trainer.byteFallback, 0) === 1 && !Array.from(byteIds).includes(undefined);
  const fallback: Fallback = {
    bytes: hasBytes ? byteIds : undefined,
    unknown: unknown === -1 ? undefined : unknown,
    fuses: true,
  };
  const control = new Map(
    pieces.flatMap(({ piece, type }, id) =>
      type === TYPES.control || (type === TYPES.unknown && hasBytes) ? [[piece, id] as const] : [],
    ),
  );
  const tokens = pieces.map(({ piece, type }, id) => {
    if (control.has(piece)) return undefined;
    if (type === TYPES.unknown) return REPLACEMENT;
    return hasBytes && type === TYPES.byte ? Uint8Array.of(byteIds.indexOf(id)) : spellingOf(piece);
  });
  const spaces = spacesOf(normalizer, hasBytes ? byteIds : undefined);
  const words = pieces.filter(({ type }) => type === TYPES.normal || type === TYPES.userDefined);
  const split = wordSplitter(words.map(({ piece }) => piece));
  const encodePiece = modelType === MODELS.bpe ? bpe(pieces, ids, fallback) : unigram(pieces, ids, fallback);
  const { special } = marksOf(pieces.length, control);
  const found = new Map<string, readonly number[]>(spaces.found);
  if (modelType === MODELS.bpe) {
    // in byte pair encoding, pieces of users never merge
    for (const { piece, type } of pieces) if (type === TYPES.userDefined) found.set(piece, [ids.get(piece)!]);
  }
  return new FileTokenizer({
    kind: 'sentencepiece',
    tokens,
    special,
    control: new Set(control.values()),
    folds: spaces.folds || !hasBytes,
    asDocument: spaces.asDocument,
    rewrite: spaces.rewrite,
    split,
    encodePiece,
    found,
    bytes: hasBytes ? byteIds : [],
    stored: { model: base64(bytes) },
  });
}

/** What `stored()` gave. @throws Error with one sentence if it is damaged */
export function readStoredModel({ model }: Readonly<Record<string, unknown>>): FileTokenizer {
  if (typeof model !== 'string') throw new Error(tokenizerTexts.sentencepiece.modelNotText(show(model)));
  try {
    return readModel(Uint8Array.from(atob(model), (character) => character.charCodeAt(0)));
  } catch (error) {
    if (error instanceof DOMException) throw new Error(tokenizerTexts.sentencepiece.modelNotBase64, { cause: error });
    throw error;
  }
}

function bpe(pieces: readonly Piece[], ids: ReadonlyMap<string, number>, fallback: Fallback) {
  const mergeable = pieces.filter(({ type }) => type === TYPES.normal);
  const symbols = new Map<string, number>();
  for (const { piece } of mergeable) if (Array.from(piece).length === 1) symbols.set(piece, ids.get(piece)!);
  // characters that are no pieces themselves may still be parts of some
  for (const { piece } of mergeable) {
    for (const character of piece) {
      if (!symbols.has(character)) symbols.set(character, pieces.length + symbols.size);
    }
  }
  const normal = new Set(mergeable.map(({ piece }) => piece));
  const symbolOf = (text: string): number | undefined =>
    symbols.get(text) ?? (normal.has(text) ? ids.get(text) : undefined);
  const scores = [...new Set(mergeable.map(({ score }) => score))].sort((a, b) => b - a);
  const rankOf = new Map(scores.map((score, rank) => [score, rank]));
  const ranked = mergeable
    .filter(({ piece }) => Array.from(piece).length > 1)
    .map(({ piece, score }) => [piece, rankOf.get(score)!, ids.get(piece)!] as const);
  return characterLevelEncoder(symbols, pieces.length, pairsOfTokens(ranked, symbolOf), fallback);
}

function unigram(pieces: readonly Piece[], ids: ReadonlyMap<string, number>, fallback: Fallback) {
  const normal = pieces.filter(({ type }) => type === TYPES.normal);
  const scores = normal.map(({ score }) => score);
  const least = scores.reduce((a, b) => Math.min(a, b), Infinity);
  const most = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  const scored = pieces.flatMap(({ piece, score, type }) => {
    const id = ids.get(piece)!;
    if (type === TYPES.normal) return [{ piece, id, score }];
    // a piece of a user beats everything that it could be cut into
    if (type === TYPES.userDefined) return [{ piece, id, score: Math.fround(piece.length * most - 0.1) }];
    return [];
  });
  return unigramEncoder(scored, least, fallback);
}

/** How the model treats spaces and other characters before its pieces are looked for. */
function spacesOf(options: Options, bytes: readonly (number | undefined)[] | undefined) {
  const charsmap = options.get(FIELDS.normalizer.charsmap);
  const rules = charsmap instanceof Uint8Array && charsmap.length > 0 ? readCharsmap(charsmap) : undefined;
  const removes = numberOf(options, FIELDS.normalizer.removesSpaces, 1) === 1;
  const hasPrefix = numberOf(options, FIELDS.normalizer.dummyPrefix, 1) === 1;
  const escapes = numberOf(options, FIELDS.normalizer.escapesSpaces, 1) === 1;
  const normalized = (text: string): string => rules?.(text) ?? text;
  const marked = (text: string): string => (escapes ? text.replaceAll(' ', SPACE_MARK) : text);
  const folds = removes || rules !== undefined;
  const marks = new TextEncoder().encode(SPACE_MARK);
  return {
    folds,
    rewrite: removes
      ? (text: string) => marked(normalized(text).replace(/ +$/, '').replace(/ {2,}/g, ' '))
      : (text: string) => marked(normalized(text)),
    asDocument: (text: string): string => {
      const words = removes ? withoutSpacesBefore(text, normalized) : text;
      return hasPrefix && words !== '' ? ` ${words}` : words;
    },
    // a mark that stands in a text is no space, and must come back
    found: !folds && bytes ? [[SPACE_MARK, Array.from(marks, (byte) => bytes[byte]!)] as const] : [],
  };
}

/** Leaves out what is, or becomes, spaces before the first word. */
function withoutSpacesBefore(text: string, normalized: (text: string) => string): string {
  let at = 0;
  for (const character of text) {
    if (/[^ ]/.test(normalized(character))) break;
    at += character.length;
  }
  return text.slice(at);
}

type Options = ReadonlyMap<number, WireValue>;

function optionsOf(fields: ReturnType<typeof readMessage>, which: number): Options {
  const value = fields.findLast(({ field }) => field === which)?.value;
  return new Map(value instanceof Uint8Array ? readMessage(value).map((one) => [one.field, one.value]) : []);
}

function numberOf(options: Options, field: number, otherwise: number): number {
  const value = options.get(field);
  return typeof value === 'number' ? value : otherwise;
}

function pieceOf(value: WireValue): Piece {
  if (typeof value === 'number') throw new Error(tokenizerTexts.protobuf.pieceIsNumber);
  const fields = new Map(readMessage(value).map((one) => [one.field, one.value]));
  const name = fields.get(FIELDS.piece.piece);
  const score = fields.get(FIELDS.piece.score);
  const piece = name === undefined ? '' : textOf(name);
  if (piece === '') throw new Error(tokenizerTexts.sentencepiece.emptyPiece);
  return {
    piece,
    score: score === undefined ? 0 : floatOf(score),
    type: numberOf(fields, FIELDS.piece.type, TYPES.normal),
  };
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
