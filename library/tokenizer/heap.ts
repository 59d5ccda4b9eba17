/** The queue of the training: which pair comes next. */

/**
 * A binary heap of numbered items with a count each. The largest count comes first, and of equal counts the item with the
 * lowest `order`, so that the outcome never depends on the order of arrival.
 */
export class MaxHeap {
  private readonly items: number[] = [];
  private readonly counts: number[] = [];
  private readonly order: (item: number) => number;

  /** @param order a number for each item, different for different items. */
  constructor(order: (item: number) => number) {
    this.order = order;
  }

  get size(): number {
    return this.items.length;
  }

  /** The count with which the first item was pushed; 0 if there is none. */
  get topCount(): number {
    return this.counts[0] ?? 0;
  }

  push(item: number, count: number): void {
    const { items, counts } = this;
    let at = items.length;
    items.push(item);
    counts.push(count);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.before(item, count, parent)) break;
      items[at] = items[parent]!;
      counts[at] = counts[parent]!;
      at = parent;
    }
    items[at] = item;
    counts[at] = count;
  }

  /** Takes the first item out; -1 if there is none. */
  pop(): number {
    const { items, counts } = this;
    if (items.length === 0) return -1;
    const first = items[0]!;
    const item = items.pop()!;
    const count = counts.pop()!;
    const length = items.length;
    if (length === 0) return first;
    let at = 0;
    for (let child = 1; child < length; child = 2 * at + 1) {
      if (child + 1 < length && this.before(items[child + 1]!, counts[child + 1]!, child)) child++;
      if (this.before(item, count, child)) break;
      items[at] = items[child]!;
      counts[at] = counts[child]!;
      at = child;
    }
    items[at] = item;
    counts[at] = count;
    return first;
  }

  private before(item: number, count: number, at: number): boolean {
    const other = this.counts[at]!;
    return count !== other ? count > other : this.order(item) < this.order(this.items[at]!);
  }
}
