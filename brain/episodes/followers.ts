/** Which tokens followed a context, and how often. */
import type { Contexts, Range } from './contexts.ts';

/** How often each token stood behind one context. */
export interface Followers {
  /** how often the context was seen with a token behind it */
  readonly total: number;
  /** the tokens, ascending */
  readonly ids: ArrayLike<number>;
  /** how often each of them */
  readonly counts: ArrayLike<number>;
}

/** Ranges of fewer places are counted whenever they are asked for; what was counted of larger ones is kept. */
const SMALL = 64;
/** Contexts whose followers are kept, at most. */
const MOST_KEPT = 4096;

/** Counts followers; keeps those of frequent contexts until the texts change. */
export class FollowerCounter {
  readonly contexts: Contexts;
  /** how often each token was met in the range that is being counted */
  private readonly met: Int32Array;
  private readonly kept = new Map<number, Followers>();
  private change: number;

  constructor(contexts: Contexts) {
    this.contexts = contexts;
    this.met = new Int32Array(contexts.vocabulary);
    this.change = contexts.change;
  }

  /** Followers of the last 1, 2, … tokens of a context, for as many as are found; `length` as for `Contexts.find`. */
  behind(ids: ArrayLike<number>, length = ids.length): Followers[] {
    if (this.change !== this.contexts.change) this.kept.clear();
    this.change = this.contexts.change;
    return this.contexts.find(ids, length).map((range, i) => this.of(range, i + 1));
  }

  /** @param length tokens of the context whose places these are */
  private of(range: Range, length: number): Followers {
    if (range.to - range.from < SMALL) return this.count(range);
    const key = range.from * 8 + length;
    const known = this.kept.get(key);
    if (known) return known;
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    const followers = this.count(range);
    this.kept.set(key, followers);
    return followers;
  }

  private count({ from, to }: Range): Followers {
    const { contexts, met } = this;
    const found: number[] = [];
    for (let i = from; i < to; i++) {
      const token = contexts.tokenAt(i);
      if (met[token]++ === 0) found.push(token);
    }
    const ids = Uint16Array.from(found).sort();
    const counts = new Int32Array(ids.length);
    for (let i = 0; i < ids.length; i++) {
      counts[i] = met[ids[i]];
      met[ids[i]] = 0;
    }
    return { total: to - from, ids, counts };
  }
}

/** How often a token is among followers. */
export function countOf({ ids, counts }: Followers, token: number): number {
  let [low, high] = [0, ids.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ids[middle] < token) low = middle + 1;
    else high = middle;
  }
  return ids[low] === token ? counts[low] : 0;
}

/** Followers of one context in two collections of texts, as if they were one collection. */
export function together(a: Followers, b: Followers): Followers {
  const ids: number[] = [];
  const counts: number[] = [];
  for (let i = 0, j = 0; i < a.ids.length || j < b.ids.length; ) {
    const id = Math.min(a.ids[i] ?? Number.POSITIVE_INFINITY, b.ids[j] ?? Number.POSITIVE_INFINITY);
    let count = 0;
    if (a.ids[i] === id) count += a.counts[i++];
    if (b.ids[j] === id) count += b.counts[j++];
    ids.push(id);
    counts.push(count);
  }
  return { total: a.total + b.total, ids, counts };
}
