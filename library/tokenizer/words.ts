/**
 * What the training of merges works on: each distinct piece once, as a chain of ids, with the pairs of neighbours counted
 * and listed, so that a merge touches only the places where its pair stands.
 */
import { PairTable } from './pairs.ts';
import { enlarged } from './pieces.ts';

const NOWHERE = -1;

/** Distinct pieces of texts as rows of ids. */
export interface CountedPieces {
  /** The ids of all pieces, one piece after another; piece `i` is ids[starts[i], starts[i + 1]). */
  readonly ids: Int32Array;
  readonly starts: ArrayLike<number>;
  /** How often each piece stands in the texts. Shape (pieces) */
  readonly counts: ArrayLike<number>;
  readonly size: number;
}

/**
 * Places are indices into the ids of all pieces. A place holds an id, and stands for the pair of it and the id after it.
 * When two ids merge, the left place takes the new id and the right place leaves the chain.
 */
export class Words {
  /** Left and right id of each pair ever met, and how often it stands in the texts now. Shape (pairCount). */
  left = new Int32Array(4096);
  right = new Int32Array(4096);
  count = new Float64Array(4096);
  /** How many different pairs have been met. */
  pairCount = 0;

  /** The first place of each pair's list. Shape (pairCount). */
  private head = new Int32Array(4096);
  private readonly pairs = new PairTable(4096);
  /** Shapes (places): the chain of ids of each piece … */
  private readonly ids: Int32Array;
  private readonly previous: Int32Array;
  private readonly next: Int32Array;
  private readonly weight: Float64Array;
  /** … and for each pair the list of the places where it stands, with the pair that each place is listed under. */
  private readonly pairAt: Int32Array;
  private readonly before: Int32Array;
  private readonly after: Int32Array;

  constructor({ ids, starts, counts, size }: CountedPieces) {
    const places = starts[size]!;
    this.ids = ids.slice(0, places);
    this.previous = new Int32Array(places).fill(NOWHERE);
    this.next = new Int32Array(places).fill(NOWHERE);
    this.weight = new Float64Array(places);
    this.pairAt = new Int32Array(places).fill(NOWHERE);
    this.before = new Int32Array(places);
    this.after = new Int32Array(places);
    for (let piece = 0; piece < size; piece++) {
      const from = starts[piece]!;
      const to = starts[piece + 1]!;
      for (let place = from; place < to; place++) {
        this.weight[place] = counts[piece]!;
        if (place > from) this.previous[place] = place - 1;
        if (place + 1 < to) this.next[place] = place + 1;
      }
      for (let place = from; place + 1 < to; place++) this.enlist(place);
    }
  }

  /** Puts `id` wherever the pair stands, from left to right. Only pairs with `id` in them gain. */
  merge(pair: number, id: number): void {
    const left = this.left[pair]!;
    const right = this.right[pair]!;
    const places: number[] = [];
    for (let place = this.head[pair]!; place !== NOWHERE; place = this.after[place]!) places.push(place);
    // In a run of one id the pairs overlap, and the leftmost goes first, as in encoding.
    if (left === right) places.sort((a, b) => a - b);
    for (const place of places) {
      if (this.pairAt[place] !== pair) continue;
      const second = this.next[place]!;
      const previous = this.previous[place]!;
      const next = this.next[second]!;
      if (previous !== NOWHERE) this.delist(previous);
      this.delist(place);
      if (next !== NOWHERE) this.delist(second);
      this.ids[place] = id;
      this.next[place] = next;
      if (next !== NOWHERE) {
        this.previous[next] = place;
        this.enlist(place);
      }
      if (previous !== NOWHERE) this.enlist(previous);
    }
  }

  private enlist(place: number): void {
    const pair = this.pairOf(this.ids[place]!, this.ids[this.next[place]!]!);
    const head = this.head[pair]!;
    this.pairAt[place] = pair;
    this.before[place] = NOWHERE;
    this.after[place] = head;
    if (head !== NOWHERE) this.before[head] = place;
    this.head[pair] = place;
    this.count[pair] = this.count[pair]! + this.weight[place]!;
  }

  private delist(place: number): void {
    const pair = this.pairAt[place]!;
    const before = this.before[place]!;
    const after = this.after[place]!;
    if (before === NOWHERE) this.head[pair] = after;
    else this.after[before] = after;
    if (after !== NOWHERE) this.before[after] = before;
    this.pairAt[place] = NOWHERE;
    this.count[pair] = this.count[pair]! - this.weight[place]!;
  }

  private pairOf(left: number, right: number): number {
    const known = this.pairs.get(left, right);
    if (known !== -1) return known;
    const pair = this.pairCount++;
    if (pair === this.left.length) {
      this.left = enlarged(this.left, new Int32Array(pair * 2));
      this.right = enlarged(this.right, new Int32Array(pair * 2));
      this.head = enlarged(this.head, new Int32Array(pair * 2));
      this.count = enlarged(this.count, new Float64Array(pair * 2));
    }
    this.left[pair] = left;
    this.right[pair] = right;
    this.head[pair] = NOWHERE;
    this.pairs.set(left, right, pair);
    return pair;
  }
}
