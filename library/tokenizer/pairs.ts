/** A table from a pair of ids to a number: open addressing over typed arrays, for loops that ask millions of times. */

/** Pairs of ids below 2³¹, each with a number that is not negative. */
export class PairTable {
  private lefts: Int32Array;
  private rights: Int32Array;
  private values: Int32Array;
  private size = 0;

  /** @param expected about how many pairs will come; the table grows by itself. */
  constructor(expected = 0) {
    let slots = 1024;
    while (slots < expected * 2) slots *= 2;
    this.lefts = new Int32Array(slots);
    this.rights = new Int32Array(slots);
    this.values = new Int32Array(slots).fill(-1);
  }

  /** The pair's number, or -1. */
  get(left: number, right: number): number {
    return this.values[this.slot(left, right)]!;
  }

  /** Gives the pair a number, in place of any that it had. */
  set(left: number, right: number, value: number): void {
    let slot = this.slot(left, right);
    if (this.values[slot] === -1) {
      if (++this.size * 2 > this.values.length) {
        this.grow();
        slot = this.slot(left, right);
      }
      this.lefts[slot] = left;
      this.rights[slot] = right;
    }
    this.values[slot] = value;
  }

  /** Where the pair stands, or the empty slot where it would stand. */
  private slot(left: number, right: number): number {
    const { lefts, rights, values } = this;
    const mask = values.length - 1;
    const key = Math.imul(left, 0x10001) ^ right;
    let hash = Math.imul(key ^ (key >>> 15), 0x2c1b3c6d);
    hash ^= hash >>> 13;
    let slot = hash & mask;
    while (values[slot] !== -1 && (lefts[slot] !== left || rights[slot] !== right)) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const { lefts, rights, values } = this;
    this.lefts = new Int32Array(values.length * 2);
    this.rights = new Int32Array(values.length * 2);
    this.values = new Int32Array(values.length * 2).fill(-1);
    for (let i = 0; i < values.length; i++) {
      if (values[i] === -1) continue;
      const slot = this.slot(lefts[i]!, rights[i]!);
      this.lefts[slot] = lefts[i]!;
      this.rights[slot] = rights[i]!;
      this.values[slot] = values[i]!;
    }
  }
}
