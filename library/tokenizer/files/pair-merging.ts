/** Merging neighbours by rank, for vocabularies from files: pieces of any length, in time that grows as n log n. */
import { MaxHeap } from '../heap.ts';
import { PairTable } from '../pairs.ts';

/** Two neighbouring symbols, the symbol that they become, and the rank of that: lower ranks merge first, of equal ones the leftmost. */
export interface RankedPair {
  readonly left: number;
  readonly right: number;
  readonly rank: number;
  readonly symbol: number;
}

/** Up to this many symbols, looking through all of them for the first merge is faster than a heap. */
const SHORT = 48;
const NONE = 0x7fffffff;
const NOWHERE = -1;

/** Applies ranked merges to a row of symbols. */
export class PairMerger {
  private readonly table: PairTable;
  private readonly ranks: Int32Array;
  private readonly symbols: Int32Array;

  constructor(pairs: readonly RankedPair[]) {
    this.table = new PairTable(pairs.length);
    this.ranks = Int32Array.from(pairs, ({ rank }) => rank);
    this.symbols = Int32Array.from(pairs, ({ symbol }) => symbol);
    pairs.forEach(({ left, right, rank }, i) => {
      const known = this.table.get(left, right);
      // of a pair that is listed twice, the later rank counts, as in the dictionaries of other libraries
      if (known === -1 || this.ranks[known]! !== rank) this.table.set(left, right, i);
    });
  }

  /** What the symbols become. The row that comes in is used up. */
  merge(row: number[]): number[] {
    return row.length <= SHORT ? this.mergeShort(row) : this.mergeLong(row);
  }

  private rank(left: number, right: number): number {
    const pair = this.table.get(left, right);
    return pair === -1 ? NONE : this.ranks[pair]!;
  }

  private symbol(left: number, right: number): number {
    return this.symbols[this.table.get(left, right)]!;
  }

  private mergeShort(row: number[]): number[] {
    const ranks = row.map((left, i) => (i + 1 < row.length ? this.rank(left, row[i + 1]!) : NONE));
    for (;;) {
      let first = 0;
      for (let i = 1; i < row.length; i++) if (ranks[i]! < ranks[first]!) first = i;
      if (row.length < 2 || ranks[first] === NONE) return row;
      row[first] = this.symbol(row[first]!, row[first + 1]!);
      row.splice(first + 1, 1);
      ranks.splice(first + 1, 1);
      ranks[first] = first + 1 < row.length ? this.rank(row[first]!, row[first + 1]!) : NONE;
      if (first > 0) ranks[first - 1] = this.rank(row[first - 1]!, row[first]!);
    }
  }

  /** Places in a chain; a place that was merged into the one before it leaves the chain. */
  private mergeLong(row: number[]): number[] {
    const next = Int32Array.from(row, (_, i) => (i + 1 < row.length ? i + 1 : NOWHERE));
    const previous = Int32Array.from(row, (_, i) => i - 1);
    const gone = new Uint8Array(row.length);
    const heap = new MaxHeap((place) => place);
    const rankAt = (place: number): number =>
      next[place] === NOWHERE ? NONE : this.rank(row[place]!, row[next[place]!]!);
    const enqueue = (place: number): void => {
      const rank = rankAt(place);
      if (rank !== NONE) heap.push(place, -rank);
    };
    for (let place = 0; place < row.length; place++) enqueue(place);
    while (heap.size > 0) {
      const rank = -heap.topCount;
      const place = heap.pop();
      // the pair that was put in has changed since
      if (gone[place] || rankAt(place) !== rank) continue;
      const second = next[place]!;
      row[place] = this.symbol(row[place]!, row[second]!);
      gone[second] = 1;
      next[place] = next[second]!;
      if (next[place] !== NOWHERE) previous[next[place]!] = place;
      enqueue(place);
      if (previous[place]! !== NOWHERE) enqueue(previous[place]!);
    }
    return row.filter((_, place) => !gone[place]);
  }
}

/**
 * The merges of a vocabulary that ranks tokens instead of pairs: every way in which a token is made of two smaller symbols.
 *
 * @param tokens of each symbol that merging may make: its spelling, and its rank
 * @param symbolOf the symbol of a spelling
 */
export function pairsOfTokens(
  tokens: Iterable<readonly [spelling: string, rank: number, symbol: number]>,
  symbolOf: (spelling: string) => number | undefined,
): RankedPair[] {
  const pairs: RankedPair[] = [];
  for (const [spelling, rank, symbol] of tokens) {
    for (let cut = 1; cut < spelling.length; cut++) {
      const left = symbolOf(spelling.slice(0, cut));
      const right = left === undefined ? undefined : symbolOf(spelling.slice(cut));
      if (left !== undefined && right !== undefined) pairs.push({ left, right, rank, symbol });
    }
  }
  return pairs;
}
