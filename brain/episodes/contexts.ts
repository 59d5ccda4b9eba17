/** All places of remembered texts, sorted by the tokens before them. */
import { comparePlaces, keyOf, ORDER, sortPlaces } from './sorting.ts';

/** A text as ids. */
export interface Text {
  readonly id: string;
  readonly ids: ArrayLike<number>;
  /** tokens of it that stand before `ids` and are not there, since no memory holds them; left out: none */
  readonly before?: number | undefined;
  /** Shape (ids): 1 where a token may be foreseen; left out: all may */
  readonly learn?: ArrayLike<number> | undefined;
}

/** The places from `from` up to `to` of the sorted order. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Where a text stands among all. */
interface Stretch {
  /** of its first token; `end` stands before it */
  readonly from: number;
  readonly length: number;
}

/** Arrays grow by this factor, at least to this many elements, when there is no space left. */
const GROWTH = 1.25;
const SMALLEST = 256;
/** If more than this share of all places is new, all are sorted again: that is faster than searching where each new one belongs. */
const RESORTED = 0.05;

/**
 * Texts as ids, and every place of them whose token may be foreseen, sorted by the last token before it, those with equal ones by the
 * token before that, and so on, up to ORDER tokens: a suffix array of bounded depth, read from right to left. All places that follow the
 * same k ≤ ORDER tokens are one range of it, and the ranges of longer contexts lie inside those of shorter ones.
 *
 * A context never reaches across `end`, nor into another text. A text that was removed leaves no trace, neither tokens nor places.
 * It takes 8 bytes a token. Ids are below 65,536.
 */
export class Contexts {
  readonly vocabulary: number;
  private readonly end: number;
  private readonly texts = new Map<string, Stretch>();
  /** all texts, each behind an `end` */
  private tokens = new Uint16Array(0);
  private length = 0;
  /** places in the order of what stands before them, and the token at each */
  private sorted = new Int32Array(0);
  private following = new Uint16Array(0);
  private count = 0;
  /** how often each token stands at a place */
  private readonly frequencies: Int32Array;
  /** how many places stand behind each token, and where they begin in the sorted order */
  private readonly behind: Int32Array;
  private readonly starts: Int32Array;
  private startsAreOld = false;
  /** how often texts were added or removed: what was counted before the last time does not hold any more */
  change = 0;

  /** @param vocabulary ids are below it; @param end the id that no context reaches across */
  constructor(vocabulary: number, end: number) {
    if (vocabulary > 1 << 16)
      throw new RangeError(`episodes hold ids below 65,536, but the vocabulary has ${vocabulary} tokens`);
    this.vocabulary = vocabulary;
    this.end = end;
    this.frequencies = new Int32Array(vocabulary);
    this.behind = new Int32Array(vocabulary);
    this.starts = new Int32Array(vocabulary + 1);
  }

  /** Tokens of all texts. */
  get size(): number {
    return this.length - this.texts.size;
  }

  /** Places whose token may be foreseen from at least one token before it. */
  get places(): number {
    return this.count;
  }

  /** Bytes that it takes now. */
  get bytes(): number {
    const arrays = [this.tokens, this.sorted, this.following, this.frequencies, this.behind, this.starts];
    return arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  has(id: string): boolean {
    return this.texts.has(id);
  }

  /** How often a token stands at a place. */
  frequency(token: number): number {
    return this.frequencies[token];
  }

  /** The token at a place of the sorted order. */
  tokenAt(index: number): number {
    return this.following[index];
  }

  /** Appends texts. @throws RangeError if there is a text of one of these ids */
  add(texts: readonly Text[]): void {
    for (const { id } of texts)
      if (this.texts.has(id)) throw new RangeError(`there is a text ${JSON.stringify(id)} already`);
    const needed = texts.reduce((sum, { ids }) => sum + 1 + ids.length, this.length);
    this.tokens = withSpace(this.tokens, this.length, needed);
    const places = new Int32Array(needed - this.length);
    let count = 0;
    for (const { id, ids, learn } of texts) {
      const from = this.length + 1;
      this.tokens[from - 1] = this.end;
      for (let i = 0; i < ids.length; i++) {
        this.tokens[from + i] = ids[i];
        if ((!learn || learn[i]) && this.tokens[from + i - 1] !== this.end) places[count++] = from + i;
      }
      this.length = from + ids.length;
      this.texts.set(id, { from, length: ids.length });
    }
    const added = places.subarray(0, count);
    this.sorted = withSpace(this.sorted, this.count, this.count + count);
    this.following = withSpace(this.following, this.count, this.count + count);
    if (count > RESORTED * this.count) this.sortAll(added);
    else this.insert(added);
    for (const place of added) this.countPlace(place, 1);
    this.change++;
  }

  /** Removes the texts of these ids that are there. @returns how many those were */
  remove(ids: Iterable<string>): number {
    const gone = new Set([...ids].filter((id) => this.texts.has(id)));
    if (gone.size === 0) return 0;
    const gaps = [...gone].map((id) => this.texts.get(id) as Stretch).sort((a, b) => a.from - b.from);
    const starts = gaps.map(({ from }) => from);
    /** tokens that go before the n-th gap, the `end` before each text too */
    const before = [0];
    for (const { length } of gaps) before.push((before.at(-1) as number) + length + 1);
    let kept = 0;
    for (let i = 0; i < this.count; i++) {
      const place = this.sorted[i];
      const n = firstAbove(starts, place);
      if (n > 0 && place < gaps[n - 1].from + gaps[n - 1].length) {
        this.countPlace(place, -1);
        continue;
      }
      this.sorted[kept] = place - before[n];
      this.following[kept++] = this.following[i];
    }
    this.sorted.fill(0, kept, this.count);
    this.following.fill(0, kept, this.count);
    this.count = kept;
    gaps.forEach(({ from, length }, n) => {
      const next = gaps[n + 1]?.from ?? this.length + 1;
      this.tokens.copyWithin(from - 1 - before[n], from + length, next - 1);
    });
    this.tokens.fill(0, this.length - (before.at(-1) as number), this.length);
    this.length -= before.at(-1) as number;
    for (const id of gone) this.texts.delete(id);
    for (const [id, { from, length }] of this.texts)
      this.texts.set(id, { from: from - before[firstAbove(starts, from)], length });
    this.change++;
    return gone.size;
  }

  /**
   * The places that follow the last 1, 2, … tokens of a context, for as many tokens as are found anywhere, the longest last.
   * @param length of the context within `ids`; what stands behind it is not looked at
   */
  find(ids: ArrayLike<number>, length = ids.length): Range[] {
    const ranges: Range[] = [];
    for (let k = 1; k <= Math.min(ORDER, length); k++) {
      const token = ids[length - k];
      if (token === this.end) break;
      const range = k === 1 ? this.rangeBehind(token) : this.narrow(ranges[k - 2], k, token);
      if (range.from === range.to) break;
      ranges.push(range);
    }
    return ranges;
  }

  private rangeBehind(token: number): Range {
    if (this.startsAreOld) {
      for (let id = 0; id < this.vocabulary; id++) this.starts[id + 1] = this.starts[id] + this.behind[id];
      this.startsAreOld = false;
    }
    return { from: this.starts[token], to: this.starts[token + 1] };
  }

  /** The places of a range whose k-th token before them is this one. */
  private narrow({ from, to }: Range, k: number, token: number): Range {
    const first = this.search(from, to, k, token + 1);
    return { from: first, to: this.search(first, to, k, token + 2) };
  }

  /** The first place of a range whose k-th key is at least this one. */
  private search(from: number, to: number, k: number, key: number): number {
    let [low, high] = [from, to];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (keyOf(this.tokens, this.sorted[middle], k, this.end) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private countPlace(place: number, by: 1 | -1): void {
    this.frequencies[this.tokens[place]] += by;
    this.behind[this.tokens[place - 1]] += by;
    this.startsAreOld = true;
  }

  private sortAll(places: Int32Array): void {
    this.sorted.set(places, this.count);
    this.count += places.length;
    sortPlaces(this.sorted.subarray(0, this.count), this.tokens, this.end, this.vocabulary);
    for (let i = 0; i < this.count; i++) this.following[i] = this.tokens[this.sorted[i]];
  }

  /** Puts each new place where it belongs, the last first, so that all others move once. */
  private insert(places: Int32Array): void {
    const found = Array.from(places, (place) => ({ place, at: this.indexOf(place) }));
    found.sort((a, b) => a.at - b.at || comparePlaces(a.place, b.place, this.tokens, this.end));
    let to = this.count + places.length;
    let from = this.count;
    for (const { place, at } of found.reverse()) {
      this.sorted.copyWithin(to - (from - at), at, from);
      this.following.copyWithin(to - (from - at), at, from);
      to -= from - at + 1;
      from = at;
      this.sorted[to] = place;
      this.following[to] = this.tokens[place];
    }
    this.count += places.length;
  }

  /** Where a new place belongs. */
  private indexOf(place: number): number {
    let { from: low, to: high } = this.rangeBehind(this.tokens[place - 1]);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (comparePlaces(this.sorted[middle], place, this.tokens, this.end) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** How many of these ascending numbers are at most `value`. */
function firstAbove(numbers: readonly number[], value: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The same elements, in an array of this capacity. */
function withSpace<A extends Uint16Array | Int32Array>(array: A, used: number, needed: number): A {
  if (needed <= array.length) return array;
  const size = Math.max(SMALLEST, Math.ceil(needed), Math.ceil(used * GROWTH));
  const larger = new (array.constructor as new (size: number) => A)(size);
  larger.set(array.subarray(0, used) as never);
  return larger;
}
