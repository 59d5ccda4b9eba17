/** Encoding of one piece: byte pair encoding (Sennrich et al. 2016, https://arxiv.org/abs/1508.07909) over bytes. */
import { PairTable } from './pairs.ts';
import { MAX_PIECE_BYTES } from './pattern.ts';
import { FIRST_BYTE, FIRST_MERGE } from './vocabulary.ts';

/** No merge: larger than any id. */
const NONE = 0x7fffffff;

/** Applies merges to pieces of at most `MAX_PIECE_BYTES` bytes. */
export class Merger {
  private readonly table: PairTable;
  private readonly ids = new Int32Array(MAX_PIECE_BYTES);
  /** merged[i]: the id that ids[i] and ids[i + 1] merge into, or NONE. Lower ids were learnt earlier and go first. */
  private readonly merged = new Int32Array(MAX_PIECE_BYTES);

  constructor(merges: readonly (readonly [number, number])[]) {
    this.table = new PairTable(merges.length);
    merges.forEach(([left, right], rank) => {
      this.table.set(left, right, FIRST_MERGE + rank);
    });
  }

  /** Writes the ids of the piece bytes[start, end) to `out` from `at` on and returns how many there are. */
  merge(bytes: Uint8Array, start: number, end: number, out: Int32Array, at: number): number {
    const { ids, merged } = this;
    let length = end - start;
    for (let i = 0; i < length; i++) ids[i] = bytes[start + i]! + FIRST_BYTE;
    for (let i = 0; i + 1 < length; i++) merged[i] = this.lookup(ids[i]!, ids[i + 1]!);
    // The piece is short, so looking through all of it for the earliest merge is faster than keeping a heap.
    while (length > 1) {
      let first = 0;
      let lowest = merged[0]!;
      for (let i = 1; i + 1 < length; i++) {
        if (merged[i]! < lowest) {
          lowest = merged[i]!;
          first = i;
        }
      }
      if (lowest === NONE) break;
      ids[first] = lowest;
      length--;
      for (let i = first + 1; i < length; i++) {
        ids[i] = ids[i + 1]!;
        merged[i] = merged[i + 1]!;
      }
      if (first > 0) merged[first - 1] = this.lookup(ids[first - 1]!, lowest);
      if (first + 1 < length) merged[first] = this.lookup(lowest, ids[first + 1]!);
    }
    for (let i = 0; i < length; i++) out[at + i] = ids[i]!;
    return length;
  }

  private lookup(left: number, right: number): number {
    const id = this.table.get(left, right);
    return id === -1 ? NONE : id;
  }
}
