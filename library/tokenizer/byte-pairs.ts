/** Byte pair encoding by a list of merges: our own kind. */
import { Merger } from './merging.ts';
import { MAX_PIECE_BYTES, PATTERN } from './pattern.ts';
import { enlarged, PieceTable } from './pieces.ts';
import { isAlone, scanPiece } from './scanner.ts';
import { LOOKED_AT, ShortWords } from './short-words.ts';
import { hashOf, SpelledTokenizer, type Spellings } from './spelled.ts';
import { tokenizerTexts } from './texts/tokenizer-texts.ts';
import { FIRST_BYTE, FIRST_MERGE, MAX_VOCABULARY, SPECIAL, type SpecialIds } from './vocabulary.ts';

/** Left and right id of a merge; the merge at index `i` has the id `FIRST_MERGE + i`. */
export type Merge = readonly [left: number, right: number];

/** Distinct pieces whose ids are remembered. Beyond it the memory starts afresh, so it stays a few megabytes. */
const REMEMBERED = 60_000;

const encoder = new TextEncoder();

/** The tokenizer of a list of merges. */
export class ByteTokenizer extends SpelledTokenizer {
  readonly kind = 'bpe';
  readonly special: SpecialIds = SPECIAL;
  readonly control: ReadonlySet<number> = new Set(Object.values(SPECIAL));
  /** The merges in the order in which they were learnt. */
  readonly merges: readonly Merge[];
  readonly hash: string;
  /** Ids that it had before it learnt more: the same for ever, so that what is told by them does not change. */
  readonly baseSize: number;
  private readonly merger: Merger;
  private readonly words = new ShortWords();
  /** Where ids are written before it is known how many there are. */
  private room = new Int32Array(1 << 15);
  /** The ids of remembered piece `i` are idsOfPieces[idStarts[i], idStarts[i + 1]). */
  private readonly pieces = new PieceTable(4096);
  private readonly idStarts = new Int32Array(REMEMBERED + 1);
  private idsOfPieces = new Int32Array(1 << 15);

  /** @throws RangeError if a merge is not possible or not useful: see the sentence. */
  constructor(merges: readonly Merge[], baseSize = FIRST_MERGE + merges.length) {
    super(spell(merges));
    if (!Number.isInteger(baseSize) || baseSize < FIRST_MERGE || baseSize > FIRST_MERGE + merges.length)
      throw new RangeError(tokenizerTexts.ids.badBase(FIRST_MERGE, FIRST_MERGE + merges.length, baseSize));
    this.baseSize = baseSize;
    this.merges = Object.freeze(merges.map(([left, right]) => Object.freeze([left, right] as const)));
    this.merger = new Merger(merges);
    this.hash = hashOf([PATTERN, merges]);
  }

  encode(text: string): Int32Array {
    return this.encodeBytes(encoder.encode(text));
  }

  override encodeBytes(bytes: Uint8Array): Int32Array {
    const end = bytes.length;
    const { words } = this;
    const view = new DataView(bytes.buffer, bytes.byteOffset, end);
    const lastWord = end - LOOKED_AT;
    let ids = this.room;
    let length = 0;
    for (let at = 0; at < end; ) {
      if (length + MAX_PIECE_BYTES > ids.length) this.room = ids = enlarged(ids, new Int32Array(ids.length * 2));
      let isWord = false;
      if (at <= lastWord) {
        const count = words.find(bytes, view, at, ids, length);
        if (count > 0) {
          length += count;
          at = words.end;
          continue;
        }
        isWord = words.end > at;
        if (!isWord && isAlone(bytes[at]!, bytes[at + 1]!)) {
          ids[length++] = bytes[at++]! + FIRST_BYTE;
          continue;
        }
      }
      const pieceEnd = isWord ? words.end : scanPiece(bytes, at, end);
      const count = this.encodePiece(bytes, at, pieceEnd, ids, length);
      if (isWord) words.keep(ids, length, count);
      length += count;
      at = pieceEnd;
    }
    return ids.slice(0, length);
  }

  /** Writes the ids of a piece and returns how many there are. */
  private encodePiece(bytes: Uint8Array, at: number, end: number, ids: Int32Array, length: number): number {
    if (end - at === 1) {
      ids[length] = bytes[at]! + FIRST_BYTE;
      return 1;
    }
    const { pieces, idStarts } = this;
    if (pieces.size === REMEMBERED) pieces.clear();
    const known = pieces.size;
    const piece = pieces.add(bytes, at, end);
    if (piece === known) {
      const count = this.merger.merge(bytes, at, end, ids, length);
      this.remember(piece, ids, length, count);
      return count;
    }
    const [from, to] = [idStarts[piece]!, idStarts[piece + 1]!];
    for (let i = from; i < to; i++) ids[length + i - from] = this.idsOfPieces[i]!;
    return to - from;
  }

  stored(): object {
    const { merges, baseSize, vocabularySize } = this;
    return { pattern: PATTERN, merges, ...(baseSize < vocabularySize ? { baseSize } : {}) };
  }

  /** The ids that stood for the same bytes before it learnt more. */
  baseIds(id: number): readonly number[] {
    if (id < this.baseSize) return [id];
    return this.merges[id - FIRST_MERGE]!.flatMap((part) => this.baseIds(part));
  }

  private remember(piece: number, ids: Int32Array, from: number, count: number): void {
    const at = this.idStarts[piece]!;
    if (at + count > this.idsOfPieces.length) {
      this.idsOfPieces = enlarged(this.idsOfPieces, new Int32Array((at + count) * 2));
    }
    for (let i = 0; i < count; i++) this.idsOfPieces[at + i] = ids[from + i]!;
    this.idStarts[piece + 1] = at + count;
  }
}

/**
 * The bytes of all tokens one after another, with their offsets. Shapes (bytes), (vocabularySize + 1).
 * Refuses what no training makes: two tokens that spell the same bytes could not both stand in an exported vocabulary.
 */
function spell(merges: readonly Merge[]): Spellings {
  const vocabularySize = FIRST_MERGE + merges.length;
  if (vocabularySize > MAX_VOCABULARY) {
    throw new RangeError(tokenizerTexts.ids.tooMany(MAX_VOCABULARY, vocabularySize));
  }
  const offsets = new Int32Array(vocabularySize + 1);
  const bytes: number[] = [];
  for (let byte = 0; byte < 256; byte++) offsets[FIRST_BYTE + byte + 1] = bytes.push(byte);
  const spellings = new Set<string>();
  merges.forEach(([left, right], rank) => {
    const id = FIRST_MERGE + rank;
    const earlier = (part: number): boolean => Number.isInteger(part) && part >= FIRST_BYTE && part < id;
    if (!earlier(left) || !earlier(right)) {
      throw new RangeError(tokenizerTexts.ids.badMerge(rank, FIRST_BYTE, id - 1, left, right));
    }
    const from = bytes.length;
    for (const part of [left, right]) {
      for (let i = offsets[part]!; i < offsets[part + 1]!; i++) bytes.push(bytes[i]!);
    }
    offsets[id + 1] = bytes.length;
    if (bytes.length - from > MAX_PIECE_BYTES) {
      throw new RangeError(tokenizerTexts.ids.longMerge(rank, bytes.length - from, MAX_PIECE_BYTES));
    }
    const spelling = String.fromCharCode(...bytes.slice(from));
    if (spellings.has(spelling)) {
      throw new RangeError(tokenizerTexts.ids.sameBytes(rank, left, right));
    }
    spellings.add(spelling);
  });
  return { bytes: Uint8Array.from(bytes), offsets };
}
