/** Which passages were ever given out for learning: kept so that none of them is held out later. */
import { closeSync, openSync, readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { AtomicFile } from '../files/atomic-file.ts';
import { heldOutTexts } from './texts.ts';

/** Numbers of the file that are looked at together: of each block, the first is in memory. */
const BLOCK = 512;
/** Numbers that are read and written at once. */
const STRETCH = 1 << 16;
/** Numbers in memory from which on they should be saved. */
const MANY = 1 << 20;

/**
 * A set of passage numbers (`Known.hash`), kept in a file of ascending 64-bit floats: 8 bytes a passage, which is about a
 * tenth of the text. Only what was added since the last save is in memory, and one number of each block of the file. It only ever
 * grows, since what was learnt once stays learnt when its file is gone.
 */
export class SeenSet {
  /** The file should have been there, or was no ascending list of numbers; what it knew is lost. False again once saved. */
  damaged: boolean;
  private readonly path: string;
  private handle: number | undefined;
  /** Numbers in the file, and the first of each block. */
  private saved = 0;
  private firsts: number[] = [];
  /** Ascending, none of them in the file. */
  private fresh = new Float64Array(0);
  private readonly block = new Float64Array(BLOCK);
  private read = -1;

  private constructor(path: string, damaged: boolean) {
    this.path = path;
    this.damaged = damaged;
  }

  /**
   * @param expected whether the file must be there.
   * @throws what the file system throws, but not for a file that is missing.
   */
  static async open(path: string, expected: boolean): Promise<SeenSet> {
    const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (file === undefined) return new SeenSet(path, expected);
    try {
      const { size } = await file.stat();
      const firsts: number[] = [];
      let last = -1;
      let count = 0;
      for await (const numbers of numbersOf(file, Math.floor(size / 8))) {
        for (const number of numbers) {
          if (!(number > last)) return new SeenSet(path, true);
          if (count++ % BLOCK === 0) firsts.push(number);
          last = number;
        }
      }
      if (size % 8 !== 0) return new SeenSet(path, true);
      const set = new SeenSet(path, false);
      set.take(firsts, count);
      return set;
    } finally {
      await file.close();
    }
  }

  get size(): number {
    return this.saved + this.fresh.length;
  }

  /** Whether it should be saved before more is added: memory would grow with the library. What is not whole is saved at the end alone. */
  get isFull(): boolean {
    return this.fresh.length >= MANY && !this.damaged;
  }

  has(hash: number): boolean {
    return this.fresh[firstFrom(this.fresh, hash)] === hash || this.isSaved(hash);
  }

  add(hashes: readonly number[] | Float64Array): void {
    const sorted = Float64Array.from(hashes).sort();
    const merged = new Float64Array(this.fresh.length + sorted.length);
    let length = 0;
    let i = 0;
    let j = 0;
    while (i < this.fresh.length || j < sorted.length) {
      const isOld = j === sorted.length || (i < this.fresh.length && this.fresh[i]! <= sorted[j]!);
      const value = isOld ? this.fresh[i++]! : sorted[j++]!;
      if (length > 0 && merged[length - 1] === value) continue;
      if (isOld || !this.isSaved(value)) merged[length++] = value;
    }
    this.fresh = merged.slice(0, length);
  }

  /** Writes the file if anything was added, or nothing was ever written. @throws what the file system throws. */
  async save(): Promise<void> {
    if (this.fresh.length === 0 && this.saved > 0 && !this.damaged) return;
    const old = this.handle === undefined ? undefined : await open(this.path, 'r');
    const file = await AtomicFile.create(this.path);
    const firsts: number[] = [];
    let count = 0;
    try {
      for await (const numbers of merged(old ? numbersOf(old, this.saved) : [], this.fresh)) {
        for (let i = (BLOCK - (count % BLOCK)) % BLOCK; i < numbers.length; i += BLOCK) firsts.push(numbers[i]!);
        count += numbers.length;
        await file.append(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
      }
      await old?.close();
      // some systems replace no file that is open
      this.close();
      await file.finish();
    } catch (error) {
      await old?.close().catch(() => undefined);
      await file.discard();
      if (old) this.take(this.firsts, this.saved);
      throw error;
    }
    this.take(firsts, count);
    this.fresh = new Float64Array(0);
    this.damaged = false;
  }

  private take(firsts: number[], count: number): void {
    this.close();
    this.handle = openSync(this.path, 'r');
    this.firsts = firsts;
    this.saved = count;
    this.read = -1;
  }

  private close(): void {
    if (this.handle !== undefined) closeSync(this.handle);
    this.handle = undefined;
  }

  private isSaved(hash: number): boolean {
    const block = firstFrom(this.firsts, hash);
    if (this.firsts[block] === hash) return true;
    if (block === 0) return false;
    if (this.read !== block - 1) {
      this.block.fill(Number.POSITIVE_INFINITY);
      readSync(this.handle!, this.block, 0, BLOCK * 8, (block - 1) * BLOCK * 8);
      this.read = block - 1;
    }
    return this.block[firstFrom(this.block, hash)] === hash;
  }
}

/** The first place of ascending numbers where one is at least this. */
function firstFrom(numbers: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

async function* numbersOf(file: FileHandle, count: number): AsyncGenerator<Float64Array> {
  for (let at = 0; at < count; ) {
    const numbers = new Float64Array(Math.min(STRETCH, count - at));
    const { bytesRead } = await file.read(numbers, 0, numbers.byteLength, at * 8);
    const whole = bytesRead >> 3;
    if (whole === 0) throw new Error(heldOutTexts.givenLinesCut);
    yield numbers.subarray(0, whole);
    at += whole;
  }
}

/** Two ascending lists without a common number, as one. */
async function* merged(
  parts: AsyncIterable<Float64Array> | Iterable<Float64Array>,
  others: Float64Array,
): AsyncGenerator<Float64Array> {
  let next = 0;
  for await (const part of parts) {
    const to = firstFrom(others, part.at(-1)!);
    const joined = new Float64Array(part.length + to - next);
    for (let i = 0, at = 0; at < joined.length; at++) {
      joined[at] = i === part.length || (next < to && others[next]! < part[i]!) ? others[next++]! : part[i++]!;
    }
    yield joined;
  }
  for (; next < others.length; next += STRETCH) yield others.slice(next, next + STRETCH);
}
