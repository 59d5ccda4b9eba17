/** A bounded and fair queue: one place for each person, whoever was served least lately first, nothing stale. */

export interface Waiting {
  readonly userId: string;
  /** when it came, in milliseconds */
  readonly at: number;
}

export type DropReason = 'stale' | 'full' | 'again';

/** How many people's last answers are remembered for fairness. */
const REMEMBERED = 1000;

export class FairQueue<T extends Waiting> {
  private readonly most: number;
  private readonly staleAfter: number;
  private readonly onDrop: (reason: DropReason, item: T) => void;
  private items: T[] = [];
  /** when each person was last served, in the order of those times */
  private readonly served = new Map<string, number>();

  /** @param staleAfter milliseconds after which something that waits is dropped */
  constructor(most: number, staleAfter: number, onDrop: (reason: DropReason, item: T) => void) {
    this.most = most;
    this.staleAfter = staleAfter;
    this.onDrop = onDrop;
  }

  get length(): number {
    return this.items.length;
  }

  /** Why something of a person would not be taken in now; undefined if it would. */
  refuses(userId: string, now: number): DropReason | undefined {
    this.dropStale(now);
    if (this.items.some((item) => item.userId === userId)) return 'again';
    if (this.items.length < this.most) return undefined;
    return this.lastOf(this.favoured()) <= this.lastOf({ userId }) ? 'full' : undefined;
  }

  /**
   * Takes something in. A person who waits already keeps the place and the older wish; when all places are taken, a person who was
   * served less lately takes the place of the one who was served last.
   * @returns whether it waits now
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

  /** The next one, whose turn it is; undefined when none waits. */
  shift(now: number): T | undefined {
    this.dropStale(now);
    if (this.items.length === 0) return undefined;
    const next = this.items.reduce((a, b) => (this.lastOf(b) < this.lastOf(a) ? b : a));
    this.items.splice(this.items.indexOf(next), 1);
    this.served.delete(next.userId);
    this.served.set(next.userId, now);
    for (const oldest of this.served.keys()) {
      if (this.served.size <= REMEMBERED) break;
      this.served.delete(oldest);
    }
    return next;
  }

  /** Takes out without a word what must not be answered any more; returns it. */
  remove(which: (item: T) => boolean): T[] {
    const out = this.items.filter(which);
    this.items = this.items.filter((item) => !which(item));
    return out;
  }

  /** Forgets when a person was served. */
  forget(userId: string): void {
    this.served.delete(userId);
  }

  private lastOf({ userId }: { readonly userId: string }): number {
    return this.served.get(userId) ?? Number.NEGATIVE_INFINITY;
  }

  /** Who was served most lately; of those served alike, the one who came last. */
  private favoured(): T {
    return this.items.reduce((a, b) => (this.lastOf(b) >= this.lastOf(a) ? b : a));
  }

  /** Drops what has waited for too long. */
  dropStale(now: number): void {
    const stale = this.remove(({ at }) => now - at > this.staleAfter);
    for (const item of stale) this.onDrop('stale', item);
  }
}
