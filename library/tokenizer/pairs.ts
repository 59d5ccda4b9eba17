/** A table from a pair of ids to a number: open addressing over typed arrays, for loops that ask millions of times. */

/** Pairs of ids below 65,536, each with a number that is not negative. */
export class PairTable {
  private keys: Int32Array;
  private values: Int32Array;
  private size = 0;

  /** @param expected about how many pairs will come; the table grows by itself. */
  constructor(expected = 0) {
    let slots = 1024;
    while (slots < expected * 2) slots *= 2;
    this.keys = new Int32Array(slots);
    this.values = new Int32Array(slots).fill(-1);
  }

  /** The pair's number, or -1. */
  get(left: number, right: number): number {
    return this.values[this.slot((left << 16) | right)]!;
  }

  /** Gives the pair a number, in place of any that it had. */
  set(left: number, right: number, value: number): void {
    const key = (left << 16) | right;
    let slot = this.slot(key);
    if (this.values[slot] === -1) {
      if (++this.size * 2 > this.keys.length) {
        this.grow();
        slot = this.slot(key);
      }
      this.keys[slot] = key;
    }
    this.values[slot] = value;
  }

  /** Where the key stands, or the empty slot where it would stand. */
  private slot(key: number): number {
    const { keys, values } = this;
    const mask = keys.length - 1;
    let hash = Math.imul(key ^ (key >>> 15), 0x2c1b3c6d);
    hash ^= hash >>> 13;
    let slot = hash & mask;
    while (values[slot] !== -1 && keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const { keys, values } = this;
    this.keys = new Int32Array(keys.length * 2);
    this.values = new Int32Array(keys.length * 2).fill(-1);
    for (let i = 0; i < keys.length; i++) {
      if (values[i] === -1) continue;
      const slot = this.slot(keys[i]!);
      this.keys[slot] = keys[i]!;
      this.values[slot] = values[i]!;
    }
  }
}
