/** Which passages were ever given out for learning: kept so that none of them is held out later. */
import { readFile } from 'node:fs/promises';
import { writeAtomically } from '../files/atomic-file.ts';

/**
 * A set of passage numbers (`Known.hash`), kept in a file of ascending 64-bit floats: 8 bytes a passage, which is about a
 * tenth of the text. It only ever grows, since what was learnt once stays learnt when its file is gone.
 */
export class SeenSet {
  /** The file should have been there, or was no ascending list of numbers; what it knew is lost. False again once saved. */
  damaged: boolean;
  private readonly path: string;
  private hashes: Float64Array;
  private saved: number;

  private constructor(path: string, hashes: Float64Array, damaged: boolean) {
    this.path = path;
    this.hashes = hashes;
    this.saved = hashes.length;
    this.damaged = damaged;
  }

  /**
   * @param expected whether the file must be there.
   * @throws what the file system throws, but not for a file that is missing.
   */
  static async open(path: string, expected: boolean): Promise<SeenSet> {
    const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (bytes === undefined) return new SeenSet(path, new Float64Array(0), expected);
    const hashes = new Float64Array(bytes.length >> 3);
    Buffer.from(hashes.buffer).set(bytes.subarray(0, hashes.byteLength));
    const sound = bytes.length % 8 === 0 && hashes.every((hash, i) => hash >= 0 && (i === 0 || hash > hashes[i - 1]!));
    return new SeenSet(path, sound ? hashes : new Float64Array(0), !sound);
  }

  get size(): number {
    return this.hashes.length;
  }

  has(hash: number): boolean {
    let low = 0;
    let high = this.hashes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.hashes[middle]! < hash) low = middle + 1;
      else high = middle;
    }
    return this.hashes[low] === hash;
  }

  add(hashes: readonly number[]): void {
    const fresh = Float64Array.from(hashes).sort();
    const merged = new Float64Array(this.hashes.length + fresh.length);
    let length = 0;
    let i = 0;
    let j = 0;
    while (i < this.hashes.length || j < fresh.length) {
      const fromOld = j === fresh.length || (i < this.hashes.length && this.hashes[i]! <= fresh[j]!);
      const value = fromOld ? this.hashes[i++]! : fresh[j++]!;
      if (length === 0 || merged[length - 1] !== value) merged[length++] = value;
    }
    if (length > this.hashes.length) this.hashes = merged.slice(0, length);
  }

  /** Writes the file if anything was added, or nothing was ever written. @throws what the file system throws. */
  async save(): Promise<void> {
    if (this.hashes.length === this.saved && this.hashes.length > 0 && !this.damaged) return;
    await writeAtomically(this.path, new Uint8Array(this.hashes.buffer));
    this.saved = this.hashes.length;
    this.damaged = false;
  }
}
