/** A table of distinct pieces (byte strings), each with a number in order of arrival. Encoding and training share it. */

/** 32-bit hash of bytes[start, end): FNV-1a with a final mix, since the table uses the low bits. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash ^ (hash >>> 15);
}

/** Distinct byte strings, numbered 0, 1, 2, … Their bytes lie one after another in `bytes`. */
export class PieceTable {
  /** The bytes of all pieces; piece `i` is bytes[starts[i], starts[i + 1]). */
  bytes: Uint8Array;
  /** Where each piece begins, and at index `size` where the last one ends. */
  starts: Int32Array;
  /** How many pieces there are. */
  size = 0;
  private hashes: Int32Array;
  /** Slot → piece + 1; 0 is empty. At most half of the slots are used. */
  private slots: Int32Array;

  /** @param capacity pieces to make room for at first; the table grows by itself. */
  constructor(capacity: number) {
    let slots = 1024;
    while (slots < capacity * 2) slots *= 2;
    this.slots = new Int32Array(slots);
    this.hashes = new Int32Array(slots / 2);
    this.starts = new Int32Array(slots / 2 + 1);
    this.bytes = new Uint8Array(slots * 4);
  }

  /** Number of the piece source[start, end), which is added if it is new: then the number is the `size` from before. */
  add(source: Uint8Array, start: number, end: number): number {
    const hash = hashOf(source, start, end);
    const { slots, hashes, starts, bytes } = this;
    const mask = slots.length - 1;
    const length = end - start;
    let slot = hash & mask;
    for (let entry = slots[slot]!; entry !== 0; entry = slots[slot]!) {
      const piece = entry - 1;
      if (hashes[piece] === hash) {
        const from = starts[piece]!;
        if (starts[piece + 1]! - from === length) {
          let i = 0;
          while (i < length && bytes[from + i] === source[start + i]) i++;
          if (i === length) return piece;
        }
      }
      slot = (slot + 1) & mask;
    }
    return this.insert(source, start, end, hash, slot);
  }

  /** Forgets all pieces and keeps the memory. */
  clear(): void {
    this.slots.fill(0);
    this.size = 0;
  }

  private insert(source: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const piece = this.size++;
    const from = this.starts[piece]!;
    const to = from + end - start;
    if (to > this.bytes.length) this.bytes = enlarged(this.bytes, new Uint8Array(Math.max(to, this.bytes.length * 2)));
    this.bytes.set(source.subarray(start, end), from);
    this.starts[piece + 1] = to;
    this.hashes[piece] = hash;
    this.slots[slot] = piece + 1;
    if (this.size === this.hashes.length) this.grow();
    return piece;
  }

  private grow(): void {
    const slots = this.slots.length * 2;
    this.hashes = enlarged(this.hashes, new Int32Array(slots / 2));
    this.starts = enlarged(this.starts, new Int32Array(slots / 2 + 1));
    this.slots = new Int32Array(slots);
    for (let piece = 0; piece < this.size; piece++) {
      let slot = this.hashes[piece]! & (slots - 1);
      while (this.slots[slot] !== 0) slot = (slot + 1) & (slots - 1);
      this.slots[slot] = piece + 1;
    }
  }
}

/** Copies `from` into the larger `to`. */
export function enlarged<T extends Int32Array | Uint8Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
