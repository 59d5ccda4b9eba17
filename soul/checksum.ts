/** SHA-256 of a file while it is written, and of a file that lies on disk. */

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import type { Disk } from './disk.ts';
import { soulTexts } from './texts.ts';

export interface FileSum {
  bytes: number;
  /** 64 lower-case hexadecimal digits. */
  sha256: string;
}

/** At most so much is written or read in one go: between two slices others may have a turn. */
export const SLICE_BYTES = 4 * 1024 * 1024;

/** Flushing as we go keeps the last flush short: the caller answers people between slices, not during one. */
const SYNC_EVERY_BYTES = 32 * 1024 * 1024;

/**
 * A new file (mode 0600, must not exist) whose checksum grows as it is written.
 *
 * Everything passes through one buffer of a slice's size. A direct write of shared memory would work too, but then
 * another thread could change it between hashing and writing; so the bytes hashed are the bytes written, always.
 */
export class SummedFile {
  readonly #disk: Disk;
  readonly #fd: number;
  readonly #betweenSlices: () => void;
  readonly #hash = createHash('sha256');
  readonly #buffer = Buffer.allocUnsafeSlow(SLICE_BYTES);
  #filled = 0;
  #written = 0;
  #unsynced = 0;

  constructor(disk: Disk, file: string, betweenSlices: () => void = () => {}) {
    this.#disk = disk;
    this.#betweenSlices = betweenSlices;
    this.#fd = fs.openSync(file, 'wx', 0o600);
  }

  append(bytes: Uint8Array): void {
    let from = 0;
    while (from < bytes.length) {
      const length = Math.min(bytes.length - from, SLICE_BYTES - this.#filled);
      this.#buffer.set(bytes.subarray(from, from + length), this.#filled);
      this.#filled += length;
      from += length;
      if (this.#filled === SLICE_BYTES) this.#flush();
    }
  }

  /** Writes what is left and returns once all of it is on disk. The file stays open until `close`. */
  finish(): FileSum {
    if (this.#filled > 0) this.#flush();
    this.#disk.sync(this.#fd);
    return { bytes: this.#written, sha256: this.#hash.digest('hex') };
  }

  close(): void {
    fs.closeSync(this.#fd);
  }

  #flush(): void {
    const slice = this.#buffer.subarray(0, this.#filled);
    this.#hash.update(slice);
    for (let done = 0; done < slice.length; ) {
      const count = this.#disk.write(this.#fd, slice.subarray(done));
      if (count === 0) throw new Error(soulTexts.disk.wroteNothing);
      done += count;
    }
    this.#written += this.#filled;
    this.#unsynced += this.#filled;
    this.#filled = 0;
    if (this.#unsynced >= SYNC_EVERY_BYTES) {
      this.#disk.sync(this.#fd);
      this.#unsynced = 0;
    }
    this.#betweenSlices();
  }
}

/** Writes one new file with `fill`; on any error it is closed and the error passed on. */
export function writeSummed(
  disk: Disk,
  file: string,
  fill: (to: SummedFile) => void,
  betweenSlices?: () => void,
): FileSum {
  const target = new SummedFile(disk, file, betweenSlices);
  try {
    fill(target);
    return target.finish();
  } finally {
    target.close();
  }
}

/** The checksum of bytes at hand. */
export function sumOf(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The checksum of a file on disk, read once in slices. Throws the system's error if it cannot be read. */
export function sumFile(file: string): FileSum {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafeSlow(SLICE_BYTES);
  const fd = fs.openSync(file, 'r');
  try {
    let bytes = 0;
    for (;;) {
      const count = fs.readSync(fd, buffer, 0, buffer.length, bytes);
      if (count === 0) return { bytes, sha256: hash.digest('hex') };
      hash.update(buffer.subarray(0, count));
      bytes += count;
    }
  } finally {
    fs.closeSync(fd);
  }
}
