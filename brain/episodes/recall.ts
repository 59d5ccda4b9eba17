/** What remembered texts foresee: after what was just said, what came next before? */
import { countOf, type FollowerCounter, type Followers, together } from './followers.ts';
import { ORDER } from './sorting.ts';

/** What is remembered at one place of a text. */
export interface Recollection {
  /** what followed its last 1, 2, … tokens, for as many as were met before */
  readonly orders: readonly Followers[];
  /** the same by collection, in the order of the collections */
  readonly parts: readonly (readonly Followers[])[];
}

/**
 * Foresees the next token from several collections of texts as if they were one, by Witten–Bell back-off (Witten & Bell 1991, method C):
 * p_k(w) = (c_k(w) + T_k·p_{k−1}(w)) / (N_k + T_k), where N_k is how often the last k tokens were seen before, T_k in how many ways they
 * went on, c_k(w) how often with w; p_0 is how often a token stands anywhere, smoothed in the same way by an even share for each.
 *
 * All counts are sums over texts, in no order: what a text that was removed had added is gone to the last bit.
 */
export class Recall {
  readonly counters: readonly FollowerCounter[];
  /** p_0, made when it is needed after a change */
  private readonly base: Float64Array;
  private changes: readonly number[] = [];

  constructor(counters: readonly FollowerCounter[], vocabulary: number) {
    this.counters = counters;
    this.base = new Float64Array(vocabulary);
  }

  /** Whether there is anything to remember. */
  get isEmpty(): boolean {
    return this.counters.every(({ contexts }) => contexts.places === 0);
  }

  /** Looks up what stands at the end of `ids`; `length` as for `Contexts.find`. */
  at(ids: ArrayLike<number>, length = ids.length): Recollection {
    const parts = this.counters.map((counter) => counter.behind(ids, length));
    if (parts.length === 1) return { orders: parts[0], parts };
    const orders: Followers[] = [];
    for (let k = 0; k < ORDER; k++) {
      const found = parts.flatMap((followers) => followers[k] ?? []);
      if (found.length === 0) break;
      orders.push(found.reduce(together));
    }
    return { orders, parts };
  }

  /** What would be remembered if this token had not stood here once: of a place of a text that is among the collections itself. */
  without({ orders }: Recollection, token: number): Recollection {
    const others: Followers[] = [];
    for (const { total, ids, counts } of orders) {
      if (total <= 1) break;
      const fewer = Array.from(ids, (id, i) => (id === token ? counts[i] - 1 : counts[i]));
      const kept = Array.from(ids).filter((_, i) => fewer[i] > 0);
      others.push({ total: total - 1, ids: kept, counts: fewer.filter((count) => count > 0) });
    }
    return { orders: others, parts: [others] };
  }

  /** The probability of one token. */
  probability({ orders }: Recollection, token: number): number {
    let p = this.anywhere()[token];
    for (const followers of orders) {
      const { total, ids } = followers;
      p = (countOf(followers, token) + ids.length * p) / (total + ids.length);
    }
    return p;
  }

  /** The probabilities of all tokens. Shape of `into`: (V). */
  distribution({ orders }: Recollection, into: Float64Array): void {
    into.set(this.anywhere());
    for (const { total, ids, counts } of orders) {
      const below = ids.length / (total + ids.length);
      for (let id = 0; id < into.length; id++) into[id] *= below;
      for (let i = 0; i < ids.length; i++) into[ids[i]] += counts[i] / (total + ids.length);
    }
  }

  /** How much each collection has to do with a token being foreseen: shares that are together 1, or all 0. */
  shares({ orders, parts }: Recollection, token: number): number[] {
    const shares = parts.map(() => 0);
    let weight = 1;
    for (let k = orders.length - 1; k >= 0; k--) {
      const { total, ids } = orders[k];
      parts.forEach((followers, i) => {
        if (followers[k]) shares[i] += (weight * countOf(followers[k], token)) / (total + ids.length);
      });
      weight *= ids.length / (total + ids.length);
    }
    const sum = shares.reduce((all, share) => all + share, 0);
    return sum > 0 ? shares.map((share) => share / sum) : shares;
  }

  /** p_0 */
  private anywhere(): Float64Array {
    const { base } = this;
    const collections = this.counters.map(({ contexts }) => contexts);
    if (this.changes.length > 0 && collections.every(({ change }, i) => change === this.changes[i])) return base;
    this.changes = collections.map(({ change }) => change);
    let [total, kinds] = [0, 0];
    base.fill(0);
    for (const contexts of collections) for (let id = 0; id < base.length; id++) base[id] += contexts.frequency(id);
    for (let id = 0; id < base.length; id++) {
      total += base[id];
      if (base[id] > 0) kinds++;
    }
    for (let id = 0; id < base.length; id++)
      base[id] = total > 0 ? (base[id] + kinds / base.length) / (total + kinds) : 1 / base.length;
    return base;
  }
}
