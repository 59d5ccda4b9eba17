/** Learning a model of SentencePiece's kind from texts: characters that merge, with bytes for characters that are rare. */
import { SPACE_MARK } from '../files/character-level.ts';
import type { FileTokenizer } from '../files/file-tokenizer.ts';
import { writeMessage } from '../files/protobuf.ts';
import { FIELDS, MODELS, readModel, TYPES } from '../files/sentencepiece.ts';
import { learnMerges, type TrainingOptions } from '../train.ts';
import { MAX_VOCABULARY } from '../vocabulary.ts';
import type { CountedPieces } from '../words.ts';

/** Of all characters of the texts, this share gets pieces of its own; the rest are spelt in bytes. */
const COVERAGE = 0.9995;
/** No piece is longer than this many characters. */
const LONGEST_WORD = 32;
/** `<unk>`, `<s>`, `</s>` and the bytes stand before all pieces that are learnt. */
const FIRST_PIECE = 3 + 256;

/** Words with the space before them, single digits, runs of other characters: pieces never reach from one to the next. */
const WORDS = /▁?\p{L}[\p{L}\p{M}]*|▁?\p{N}|▁?[^▁\p{L}\p{N}]+|▁/gu;

/** As `trainTokenizer`, in the form of SentencePiece: the result can be written as a `.model` that other programs read. */
export function learnPieces(texts: Iterable<Uint8Array>, options: TrainingOptions): FileTokenizer {
  const counts = countWords(texts);
  const characters = coveredCharacters(counts);
  const vocabularySize = Math.min(options.vocabularySize, MAX_VOCABULARY) - 2;
  const firstMerge = FIRST_PIECE + characters.length;
  const ids = new Map(characters.map((character, i) => [character, FIRST_PIECE + i]));
  const merges = learnMerges(rowsOf(counts, ids), firstMerge, Math.max(firstMerge, vocabularySize), options.onProgress);
  const spellings = new Map([...ids].map(([character, id]) => [id, character]));
  const learnt = merges.map(([left, right], i) => {
    const piece = spellings.get(left)! + spellings.get(right)!;
    spellings.set(firstMerge + i, piece);
    return piece;
  });
  // two merges may spell one piece
  return readModel(writeModel([...new Set(learnt)], characters));
}

/** Distinct words, with spaces as marks, and how often each stands in the texts. */
function countWords(texts: Iterable<Uint8Array>): Map<string, number> {
  const counts = new Map<string, number>();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for (const text of texts) {
    for (const [word] of decoder.decode(text).replaceAll(' ', SPACE_MARK).matchAll(WORDS)) {
      // an endless word teaches nothing
      if (word.length <= LONGEST_WORD) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return counts;
}

/** The characters that most of the texts consist of, the most frequent ones first. */
function coveredCharacters(words: ReadonlyMap<string, number>): string[] {
  const counts = new Map<string, number>([[SPACE_MARK, 1]]);
  for (const [word, times] of words) {
    for (const character of word) counts.set(character, (counts.get(character) ?? 0) + times);
  }
  counts.delete('\ufffd');
  const all = [...counts].sort(([a, times], [b, others]) => others - times || a.codePointAt(0)! - b.codePointAt(0)!);
  let left = COVERAGE * all.reduce((sum, [, times]) => sum + times, 0);
  const covered = all.filter(([character, times]) => {
    const isCovered = left > 0 || character === SPACE_MARK;
    left -= times;
    return isCovered;
  });
  return covered.map(([character]) => character);
}

function rowsOf(words: ReadonlyMap<string, number>, ids: ReadonlyMap<string, number>): CountedPieces {
  const all: number[] = [];
  const starts = [0];
  const counts: number[] = [];
  for (const [word, times] of words) {
    const row = Array.from(word, (character) => ids.get(character));
    if (row.length < 2 || row.includes(undefined)) continue;
    for (const id of row) all.push(id!);
    starts.push(all.length);
    counts.push(times);
  }
  return { ids: Int32Array.from(all), starts, counts, size: counts.length };
}

/** A `.model`: the pieces of several characters in the order in which they were learnt, then the characters. */
function writeModel(learnt: readonly string[], characters: readonly string[]): Uint8Array {
  const piece = (name: string, score: number, type: number): Uint8Array =>
    writeMessage([
      [FIELDS.piece.piece, name],
      [FIELDS.piece.score, { float: score }],
      ...(type === TYPES.normal ? [] : [[FIELDS.piece.type, type] as const]),
    ]);
  const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
  const pieces = [
    piece('<unk>', 0, TYPES.unknown),
    piece('<s>', 0, TYPES.control),
    piece('</s>', 0, TYPES.control),
    ...bytes.map((name) => piece(name, 0, TYPES.byte)),
    ...[...learnt, ...characters].map((name, i) => piece(name, -i, TYPES.normal)),
  ];
  return writeMessage([
    ...pieces.map((content) => [FIELDS.model.pieces, content] as const),
    [
      FIELDS.model.trainer,
      writeMessage([
        [FIELDS.trainer.modelType, MODELS.bpe],
        [FIELDS.trainer.byteFallback, 1],
      ]),
    ],
    [
      FIELDS.model.normalizer,
      writeMessage([
        [FIELDS.normalizer.name, 'identity'],
        [FIELDS.normalizer.dummyPrefix, 1],
        [FIELDS.normalizer.removesSpaces, 0],
        [FIELDS.normalizer.escapesSpaces, 1],
      ]),
    ],
  ]);
}
