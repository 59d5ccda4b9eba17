/** Learning a vocabulary from texts: the most frequent pair of neighbouring ids becomes a new id, again and again. */

import { ByteTokenizer, type Merge } from './byte-pairs.ts';
import { MaxHeap } from './heap.ts';
import { enlarged, PieceTable } from './pieces.ts';
import { scanPiece } from './scanner.ts';
import { tokenizerTexts } from './texts/tokenizer-texts.ts';
import { FIRST_BYTE, FIRST_MERGE, MAX_VOCABULARY } from './vocabulary.ts';
import { type CountedPieces, Words } from './words.ts';

/** A pair that stands only once saves one id in one place: not worth an id. */
const LEAST_COUNT = 2;

/** How many merges pass between two calls of `onProgress`. */
const PROGRESS_EVERY = 64;

export interface TrainingOptions {
  /** Ids in all: 260 and one for each merge; 260 ≤ vocabularySize ≤ 65,536. */
  vocabularySize: number;
  /** Told now and then how many merges of how many are learnt. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Learns the merges for the texts, each of them UTF-8 (other bytes are allowed and never merge). Deterministic: equal counts
 * go to the pair with the lowest left id, then the lowest right id. Stops early, with a smaller vocabulary, when no pair
 * stands at least twice. Memory grows with the distinct pieces of the texts (some 40 bytes for each of their bytes).
 *
 * @throws RangeError if the vocabulary size is not a whole number in its range.
 */
export function trainTokenizer(texts: Iterable<Uint8Array>, options: TrainingOptions): ByteTokenizer {
  const { vocabularySize, onProgress } = options;
  if (!Number.isInteger(vocabularySize) || vocabularySize < FIRST_MERGE || vocabularySize > MAX_VOCABULARY) {
    throw new RangeError(tokenizerTexts.ids.badSize(FIRST_MERGE, MAX_VOCABULARY, vocabularySize));
  }
  const merges = learnMerges(countPieces(texts), FIRST_MERGE, vocabularySize, onProgress);
  return new ByteTokenizer(merges);
}

/**
 * Learns more merges for texts that a tokenizer spells out. Its ids stay as they are, and the new ones come behind them; the ids of any
 * text are those of before, with new merges in them (see `baseIds`).
 *
 * @param texts each of them UTF-8
 * @param more ids at most
 */
export function extendTokenizer(tokenizer: ByteTokenizer, texts: Iterable<Uint8Array>, more: number): ByteTokenizer {
  const first = tokenizer.vocabularySize;
  const end = Math.min(MAX_VOCABULARY, first + more);
  const spell = (id: number): string => String.fromCharCode(...tokenizer.tokenBytes(id));
  const spelled = Array.from({ length: first }, (_, id) => (id < FIRST_BYTE ? '' : spell(id)));
  const known = new Set(spelled);
  // another way to spell what an id spells already is not worth an id
  const mayMerge = (left: number, right: number): boolean => {
    const spelling = spelled[left]! + spelled[right]!;
    if (known.has(spelling)) return false;
    known.add(spelling);
    spelled.push(spelling);
    return true;
  };
  const pieces = countPieces(texts, (piece) => tokenizer.encodeBytes(piece));
  const merges = learnMerges(pieces, first, end, undefined, mayMerge);
  return new ByteTokenizer([...tokenizer.merges, ...merges], tokenizer.baseSize);
}

/**
 * The merges of counted pieces, the most frequent pair first; the merge at index `i` makes the id `first + i`.
 *
 * @param end ids of the vocabulary when it is complete
 * @param mayMerge is asked about each pair before it becomes the next id
 */
export function learnMerges(
  pieces: CountedPieces,
  first: number,
  end: number,
  onProgress?: TrainingOptions['onProgress'],
  mayMerge: (left: number, right: number) => boolean = () => true,
): Merge[] {
  const total = end - first;
  const words = new Words(pieces);
  // Ids fit in 16 bits, so this number orders the pairs by left id, then by right id.
  const queue = new MaxHeap((pair) => words.left[pair]! * MAX_VOCABULARY + words.right[pair]!);
  const enqueue = (from: number): void => {
    for (let pair = from; pair < words.pairCount; pair++) {
      if (words.count[pair]! >= LEAST_COUNT) queue.push(pair, words.count[pair]!);
    }
  };
  enqueue(0);
  const merges: Merge[] = [];
  while (merges.length < total && queue.size > 0) {
    // Counts in the queue may be too high, never too low: a pair gains only in the merge that first makes it.
    const queued = queue.topCount;
    const pair = queue.pop();
    const count = words.count[pair]!;
    if (count < queued) {
      if (count >= LEAST_COUNT) queue.push(pair, count);
      continue;
    }
    if (!mayMerge(words.left[pair]!, words.right[pair]!)) continue;
    const met = words.pairCount;
    words.merge(pair, first + merges.length);
    merges.push([words.left[pair]!, words.right[pair]!]);
    enqueue(met);
    if (merges.length % PROGRESS_EVERY === 0) onProgress?.(merges.length, total);
  }
  if (merges.length % PROGRESS_EVERY !== 0 || merges.length === 0) onProgress?.(merges.length, total);
  return merges;
}

/** @param idsOf the ids of a piece; left out: those of its bytes */
function countPieces(texts: Iterable<Uint8Array>, idsOf?: (piece: Uint8Array) => Int32Array): CountedPieces {
  const pieces = new PieceTable(4096);
  let counts = new Float64Array(4096);
  for (const text of texts) {
    for (let at = 0; at < text.length; ) {
      const end = scanPiece(text, at, text.length);
      // a piece of one byte has no pair
      if (end - at > 1) {
        const piece = pieces.add(text, at, end);
        if (piece === counts.length) counts = enlarged(counts, new Float64Array(piece * 2));
        counts[piece] = counts[piece]! + 1;
      }
      at = end;
    }
  }
  const { bytes, starts, size } = pieces;
  if (idsOf) {
    const rows = Array.from({ length: size }, (_, piece) => idsOf(bytes.subarray(starts[piece]!, starts[piece + 1]!)));
    const places = [0];
    for (const row of rows) places.push(places.at(-1)! + row.length);
    const ids = new Int32Array(places.at(-1)!);
    rows.forEach((row, piece) => ids.set(row, places[piece]!));
    return { ids, starts: places, counts, size };
  }
  const ids = Int32Array.from(bytes.subarray(0, starts[size]), (byte) => byte + FIRST_BYTE);
  return { ids, starts, counts, size };
}
