/** Numbers in the order in which they came, of which only some are in memory. */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enlarged } from '../tokenizer/pieces.ts';
import { heldOutTexts } from './texts.ts';

/** Numbers that are in memory. */
const HELD = 1 << 17;

export class NumberSpool {
  private held = new Float64Array(256);
  private count = 0;
  private spooled = 0;
  private file: number | undefined;

  /** @throws what the file system throws */
  push(number: number): void {
    if (this.count === HELD) {
      this.file ??= nameless();
      const bytes = new Uint8Array(this.held.buffer);
      for (let at = 0; at < bytes.length; ) at += writeSync(this.file, bytes, at);
      this.spooled += HELD;
      this.count = 0;
    }
    if (this.count === this.held.length) this.held = enlarged(this.held, new Float64Array(2 * this.count));
    this.held[this.count++] = number;
  }

  get length(): number {
    return this.spooled + this.count;
  }

  /** How many numbers are as is asked, each as often as it came. @throws what the file system throws */
  countOf(isOne: (number: number) => boolean): number {
    let found = 0;
    const look = (numbers: Float64Array): void => {
      for (const number of numbers) if (isOne(number)) found++;
    };
    const part = new Float64Array(this.spooled > 0 ? HELD : 0);
    for (let at = 0; at < this.spooled; at += HELD) {
      const bytes = new Uint8Array(part.buffer);
      for (let done = 0; done < bytes.length; ) {
        const read = readSync(this.file!, bytes, done, bytes.length - done, at * 8 + done);
        if (read === 0) throw new Error(heldOutTexts.temporaryFileCut);
        done += read;
      }
      look(part);
    }
    look(this.held.subarray(0, this.count));
    return found;
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }
}

/** A file of the owner alone that is gone when it is closed, also if the process is killed. */
function nameless(): number {
  const folder = mkdtempSync(join(tmpdir(), 'baby-'));
  try {
    return openSync(join(folder, 'numbers'), 'wx+', 0o600);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
