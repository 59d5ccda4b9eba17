/** The ids of short words, found by eight bytes at once: most of a text is words that came before. */
import { CLASS_OF_BYTE, LETTER, NOT_ASCII } from './classes.ts';

const SPACE_BYTE = 0x20;
/** Most letters of such a word. */
const LETTERS = 8;
/** Bytes that are looked at: the space, the letters, and what follows. */
export const LOOKED_AT = LETTERS + 2;
/** Words that are kept. Each has one slot where it may stand, and the last that came stands there. */
const SLOTS = 1 << 15;
/** Numbers of a slot: the letters, how many they are with the space, and the id, or −1 − the place of several. */
const STRIDE = 4;
/** Ids of a word, its space included. */
const MOST_IDS = LETTERS + 1;

/** The lowest n bytes of a word of four. */
const LOWEST = Int32Array.of(0, 0xff, 0xffff, 0xffffff, -1);
/** Whether a letter or a mark may go on behind a letter. */
const MAY_GO_ON = CLASS_OF_BYTE.map((kind) => (kind === LETTER || kind === NOT_ASCII ? 1 : 0));

/** The highest bit of each byte that is no ASCII letter. */
function otherBytes(word: number): number {
  const low = (word | 0x20202020) & 0x7f7f7f7f;
  // 0x61 + 0x1f and 0x7b + 0x05 reach the highest bit
  return ((low + 0x05050505) | ~(low + 0x1f1f1f1f) | word) & 0x80808080;
}

/** How many bytes stand before the first marked one: 4 where none is. */
const bytesBefore = (marks: number): number => (32 - Math.clz32(~marks & (marks - 1))) >> 3;

/** Words of ASCII letters, with the one space before them, that are pieces by the pattern. Not a branch of it depends on their lengths. */
export class ShortWords {
  /** Where the word ends that was looked for last; where it began if it is none. */
  end = 0;
  private readonly slots = new Int32Array(SLOTS * STRIDE);
  private readonly several = new Int32Array(SLOTS * MOST_IDS);
  private low = 0;
  private high = 0;
  private size = 0;
  private slot = 0;

  /**
   * Writes the ids of the word that begins at `at`. @param view of the same bytes; there are `LOOKED_AT` from `at` on
   * @returns how many there are; 0 if it is not known. Then it may be kept, if `end` is behind `at`.
   */
  find(bytes: Uint8Array, view: DataView, at: number, ids: Int32Array, length: number): number {
    const letters = at + (bytes[at] === SPACE_BYTE ? 1 : 0);
    let low = view.getInt32(letters, true);
    let high = view.getInt32(letters + 4, true);
    const first = bytesBefore(otherBytes(low));
    const second = (first >> 2) * bytesBefore(otherBytes(high));
    const size = first + second;
    const end = letters + size;
    if (size === 0 || MAY_GO_ON[bytes[end]!] === 1) {
      this.end = at;
      return 0;
    }
    this.end = end;
    low &= LOWEST[first]!;
    high &= LOWEST[second]!;
    const hash = Math.imul(low, 0x9e3779b1) ^ Math.imul(high + end - at, 0x85ebca6b);
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const { slots } = this;
    const from = slot * STRIDE;
    if (((slots[from]! ^ low) | (slots[from + 1]! ^ high) | (slots[from + 2]! ^ (end - at))) === 0) {
      const id = slots[from + 3]!;
      if (id >= 0) {
        ids[length] = id;
        return 1;
      }
      const count = -id;
      for (let i = 0; i < count; i++) ids[length + i] = this.several[slot * MOST_IDS + i]!;
      return count;
    }
    this.low = low;
    this.high = high;
    this.size = end - at;
    this.slot = slot;
    return 0;
  }

  /** Keeps the ids of the word that was not known. */
  keep(ids: Int32Array, from: number, count: number): void {
    const { slots, slot } = this;
    slots[slot * STRIDE] = this.low;
    slots[slot * STRIDE + 1] = this.high;
    slots[slot * STRIDE + 2] = this.size;
    slots[slot * STRIDE + 3] = count === 1 ? ids[from]! : -count;
    for (let i = 0; i < count; i++) this.several[slot * MOST_IDS + i] = ids[from + i]!;
  }
}
