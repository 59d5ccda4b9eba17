/** A file that is written from its first byte to its last, and the files of one export. */
import { type FileHandle, open } from 'node:fs/promises';
import { type ElementType, elementBytes, encodeElements } from './elements.ts';

/** One tensor of a file: its numbers are read when its turn comes, so that one tensor at a time is in memory. */
export interface TensorOut {
  readonly name: string;
  /** rows before columns */
  readonly shape: readonly number[];
  readonly type: ElementType;
  read(): Float32Array;
}

/** One file of an export, whose size is known before it is written. */
export interface PlannedFile {
  readonly name: string;
  readonly bytes: number;
  write(file: OutputFile): Promise<void>;
}

export const tensorBytes = ({ shape, type }: Pick<TensorOut, 'shape' | 'type'>): number =>
  elementBytes(
    type,
    shape.reduce((product, size) => product * size, 1),
  );

export function textFile(name: string, text: string): PlannedFile {
  const bytes = new TextEncoder().encode(text);
  return { name, bytes: bytes.length, write: (file) => file.append(bytes) };
}

export const jsonFile = (name: string, value: unknown): PlannedFile =>
  textFile(name, `${JSON.stringify(value, null, 2)}\n`);

/** Numbers that are encoded at once: a multiple of the block of q8_0. */
const SLICE = 1 << 20;

/** A new file (0600). */
export class OutputFile {
  readonly #handle: FileHandle;
  readonly #onBytes: (bytes: number) => void;

  private constructor(handle: FileHandle, onBytes: (bytes: number) => void) {
    this.#handle = handle;
    this.#onBytes = onBytes;
  }

  /** Writes one file and returns when it is on the disk. @param onBytes called after each piece; it may throw to break off */
  static async write(path: string, fill: PlannedFile['write'], onBytes: (bytes: number) => void): Promise<void> {
    const handle = await open(path, 'wx', 0o600);
    try {
      await fill(new OutputFile(handle, onBytes));
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  async append(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; )
      done += (await this.#handle.write(bytes, done, bytes.length - done)).bytesWritten;
    this.#onBytes(bytes.length);
  }

  async appendTensor(tensor: TensorOut): Promise<void> {
    const numbers = tensor.read();
    for (let at = 0; at < numbers.length; at += SLICE)
      await this.append(encodeElements(tensor.type, numbers.subarray(at, at + SLICE)));
  }
}
