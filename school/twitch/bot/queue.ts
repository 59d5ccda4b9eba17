/** A bounded, fair queue: one place per person, the person served longest ago first, stale entries dropped. */
import { BoundedMap } from '../../../library/files/bounded-map.ts';

export interface Waiting {
  readonly userId: string;
  /** arrival time in milliseconds */
  readonly at: number;
}

export type DropReason = 'stale' | 'full' | 'again';

/** Number of people whose last answer is remembered for fairness. */
const REMEMBERED = 1000;

export class FairQueue<T extends Waiting> {
  private readonly most: number;
  private readonly staleAfter: number;
  private readonly onDrop: (reason: DropReason, item: T) => void;
  private items: T[] = [];
  /** the time each person was last served, oldest first */
  private readonly served = new BoundedMap<string, number>(REMEMBERED);

  /** @param staleAfter milliseconds after which a waiting entry is dropped */
  constructor(most: number, staleAfter: number, onDrop: (reason: DropReason, item: T) => void) {
    this.most = most;
    this.staleAfter = staleAfter;
    this.onDrop = onDrop;
  }

  get length(): number {
    return this.items.length;
  }

  /** The reason why an entry of this person would be rejected now, or undefined. */
  refuses(userId: string, now: number): DropReason | undefined {
    this.dropStale(now);
    if (this.items.some((item) => item.userId === userId)) return 'again';
    if (this.items.length < this.most) return undefined;
    return this.lastOf(this.favoured()) <= this.lastOf({ userId }) ? 'full' : undefined;
  }

  /**
   * Adds an entry. A person who already waits keeps the place and the older entry. In a full queue, a person who was served longer
   * ago replaces the one who was served last.
   * @returns whether the entry was added
   */
  push(item: T, now: number): boolean {
    const why = this.refuses(item.userId, now);
    if (why !== undefined) {
      this.onDrop(why, item);
      return false;
    }
    if (this.items.length >= this.most) {
      const favoured = this.favoured();
      this.items.splice(this.items.indexOf(favoured), 1);
      this.onDrop('full', favoured);
    }
    this.items.push(item);
    return true;
  }

  /** Removes and returns the next entry; undefined if the queue is empty. */
  shift(now: number): T | undefined {
    this.dropStale(now);
    if (this.items.length === 0) return undefined;
    const next = this.items.reduce((a, b) => (this.lastOf(b) < this.lastOf(a) ? b : a));
    this.items.splice(this.items.indexOf(next), 1);
    this.served.set(next.userId, now);
    return next;
  }

  /** Removes entries that must not be answered, without a message; returns them. */
  remove(which: (item: T) => boolean): T[] {
    const out = this.items.filter(which);
    this.items = this.items.filter((item) => !which(item));
    return out;
  }

  /** Deletes the time a person was last served. */
  forget(userId: string): void {
    this.served.delete(userId);
  }

  private lastOf({ userId }: { readonly userId: string }): number {
    return this.served.get(userId) ?? Number.NEGATIVE_INFINITY;
  }

  /** The waiting person who was served last; among equals, the one who arrived last. */
  private favoured(): T {
    return this.items.reduce((a, b) => (this.lastOf(b) >= this.lastOf(a) ? b : a));
  }

  /** Drops stale entries. */
  dropStale(now: number): void {
    const stale = this.remove(({ at }) => now - at > this.staleAfter);
    for (const item of stale) this.onDrop('stale', item);
  }
}
