/** The kinds of tokenizers in two tables: how a stored one is read back, and how one is made of the library's texts. */
import { ByteTokenizer } from '../byte-pairs.ts';
import { listOf, recordOf } from '../files/json.ts';
import { readStoredModel } from '../files/sentencepiece.ts';
import { readRanks } from '../files/tiktoken.ts';
import { readTokenizerJson } from '../files/tokenizer-json.ts';
import { TrimmedTokenizer } from '../files/trimmed.ts';
import { tokenizerTexts } from '../texts/tokenizer-texts.ts';
import type { Tokenizer, TokenizerKind } from '../tokenizer.ts';
import { type TrainingOptions, trainTokenizer } from '../train.ts';
import { AsciiTokenizer } from './ascii.ts';
import { CharacterTokenizer, charactersOf, readCharacters } from './characters.ts';
import { learnPieces } from './learnt-pieces.ts';
import { readMerges } from './merges.ts';

type Data = Readonly<Record<string, unknown>>;

/** What `stored()` gave, as a tokenizer again. Each throws an Error with one sentence for data that it cannot use. */
export const FILE_READERS = {
  bpe: readMerges,
  char: readCharacters,
  ascii: () => new AsciiTokenizer(),
  huggingface: ({ tokenizer }) => readTokenizerJson(recordOf(tokenizer, '"tokenizer"')),
  sentencepiece: readStoredModel,
  tiktoken: readRanks,
  trimmed: readTrimmed,
} satisfies Record<TokenizerKind, (data: Data) => Tokenizer>;

/** A kind that a newborn can be given. */
export interface LearnableKind {
  /** What its ids stand for, as the help says it. */
  readonly summary: string;
  /** Whether `vocabularySize` counts; other kinds have as many ids as they have characters. */
  readonly isSized: boolean;
  learn(texts: Iterable<Uint8Array>, options: TrainingOptions): Tokenizer;
}

/** Kinds that are made of the library's texts. */
export const LEARNABLE_KINDS = {
  bpe: { summary: tokenizerTexts.kinds.bpe, isSized: true, learn: trainTokenizer },
  char: {
    summary: tokenizerTexts.kinds.characters,
    isSized: false,
    learn: (texts) => new CharacterTokenizer(charactersOf(texts)),
  },
  byte: { summary: tokenizerTexts.kinds.bytes, isSized: false, learn: () => new ByteTokenizer([]) },
  sentencepiece: {
    summary: tokenizerTexts.kinds.sentencepiece,
    isSized: true,
    learn: learnPieces,
  },
  ascii: {
    summary: tokenizerTexts.kinds.ascii,
    isSized: false,
    learn: () => new AsciiTokenizer(),
  },
} satisfies Record<string, LearnableKind>;

export type LearnableName = keyof typeof LEARNABLE_KINDS;

export const LEARNABLE_NAMES = Object.keys(LEARNABLE_KINDS) as [LearnableName, ...LearnableName[]];

function readTrimmed({ whole, originals }: Data): TrimmedTokenizer {
  const data = recordOf(whole, '"whole"');
  const { kind } = data;
  if (typeof kind !== 'string' || !Object.hasOwn(FILE_READERS, kind))
    throw new Error(tokenizerTexts.kinds.unknownWhole);
  const ids = listOf(originals, '"originals"') as readonly number[];
  return new TrimmedTokenizer(FILE_READERS[kind as TokenizerKind](data), ids);
}
