/** Reading files of other programs, of which nothing is trusted: no count or length is believed before it was compared with the file. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { fileTexts } from './texts/files.ts';

/** What is wrong with a file: its message is a clause behind `<file> cannot be used: `. */
export class FormatError extends Error {}

const WINDOW = 1 << 20;
const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A file that is read from its first byte on, little-endian. */
export class FileReader {
  readonly size: number;
  /** of the byte that is read next */
  at = 0;
  readonly #fd: number;
  #window: Uint8Array = new Uint8Array(0);
  #windowStart = 0;

  constructor(path: string) {
    this.#fd = openSync(path, 'r');
    this.size = fstatSync(this.#fd).size;
  }

  close(): void {
    closeSync(this.#fd);
  }

  get left(): number {
    return this.size - this.at;
  }

  /** The next bytes; in memory that the next call may use again. @throws FormatError where the file ends before */
  bytes(length: number): Uint8Array {
    if (length > this.left) throw new FormatError(fileTexts.endsInHeader(this.size));
    const from = this.at - this.#windowStart;
    this.at += length;
    if (from >= 0 && from + length <= this.#window.length) return this.#window.subarray(from, from + length);
    this.#windowStart = this.at - length;
    this.#window = this.readAt(this.#windowStart, Math.min(Math.max(length, WINDOW), this.size - this.#windowStart));
    return this.#window.subarray(0, length);
  }

  /** Bytes from anywhere, in memory of their own. @throws FormatError where the file ends before */
  readAt(position: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const count = readSync(this.#fd, bytes, done, Math.min(length - done, 1 << 28), position + done);
      if (count === 0) throw new FormatError(fileTexts.endsInData(position + done));
      done += count;
    }
    return bytes;
  }

  view(length: number): DataView {
    const bytes = this.bytes(length);
    return new DataView(bytes.buffer, bytes.byteOffset, length);
  }

  u32(): number {
    return this.view(4).getUint32(0, true);
  }

  /** @param what the number counts, for the sentence where it is none that a file can hold */
  u64(what: string): number {
    const value = this.view(8).getBigUint64(0, true);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new FormatError(fileTexts.tooLargeNumber(what, value));
    return Number(value);
  }

  /** A text with its length in front. */
  string(most: number): string {
    const length = this.u64(fileTexts.lengthOfText);
    if (length > Math.min(most, this.left)) throw new FormatError(fileTexts.tooLongText(length));
    try {
      return text.decode(this.bytes(length));
    } catch (error) {
      throw new FormatError(fileTexts.notUtf8, { cause: error });
    }
  }
}
