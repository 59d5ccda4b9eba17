/** The library as one endless ring of tokens: where a token stands, and copying stretches out of it. */

import { batchTexts } from './texts.ts';
import type { LearnMarks, TokenText } from './token-text.ts';

/** A text of the library as ids, in memory or on the disk. */
export interface StreamFile {
  name: string;
  tokens: TokenText;
  /** Which of its tokens are learnt; absent: all are. */
  learn?: LearnMarks | undefined;
  /** Questions and answers, of which the baby's answers are learnt. */
  answers?: boolean | undefined;
}

/** A place in the library by the name of its file, so that it outlives changes of other files. */
export interface Place {
  file: string;
  /** Index of a token in the file. */
  offset: number;
}

/** Texts laid end to end, the first behind the last. Positions are whole numbers; all that differ by `length` are the same. */
export class TokenRing {
  readonly files: readonly StreamFile[];
  /** Tokens in all. */
  readonly length: number;
  /** Position of the first token of each file, and `length` at the end. */
  private readonly starts: number[];

  /** @throws RangeError unless the files have different names and at least 2 tokens in all. */
  constructor(files: readonly StreamFile[]) {
    this.files = files.filter(({ tokens }) => tokens.length > 0);
    this.starts = [0];
    for (const { tokens } of this.files) this.starts.push(this.starts.at(-1)! + tokens.length);
    this.length = this.starts.at(-1)!;
    const names = new Set(this.files.map(({ name }) => name));
    if (names.size !== this.files.length) {
      const twice = this.files.find(({ name }, i) => this.files.findIndex((other) => other.name === name) !== i)!;
      throw new RangeError(batchTexts.nameTwice(twice.name));
    }
    if (this.length < 2) {
      throw new RangeError(batchTexts.tooFewTokens(this.length));
    }
  }

  /** The same position within 0 ≤ position < length. */
  wrap(position: number): number {
    const rest = position % this.length;
    return rest < 0 ? rest + this.length : rest;
  }

  placeOf(position: number): Place {
    const at = this.wrap(position);
    const index = this.fileAt(at);
    return { file: this.files[index]!.name, offset: at - this.starts[index]! };
  }

  /** Position of a place. `exact` is false if the file is gone (then: the next one) or shorter (then: its end). */
  positionOf({ file, offset }: Place): { position: number; exact: boolean } {
    const index = this.files.findIndex(({ name }) => name === file);
    if (index === -1) {
      const next = this.files.findIndex(({ name }) => name > file);
      return { position: next === -1 ? 0 : this.starts[next]!, exact: false };
    }
    const last = this.files[index]!.tokens.length - 1;
    return { position: this.starts[index]! + Math.min(offset, last), exact: offset <= last };
  }

  /**
   * Copies `count` tokens from a position on into `target` at `at`, around the ring as often as it takes.
   * @param onRead told how many tokens came from which file.
   */
  copy(
    position: number,
    count: number,
    target: Int32Array,
    at: number,
    onRead?: (file: string, n: number) => void,
  ): void {
    this.visit(position, count, ({ name, tokens }, offset, n, done) => {
      target.set(tokens.subarray(offset, offset + n), at + done);
      onRead?.(name, n);
    });
  }

  /** Copies which of `count` tokens from a position on are learnt. */
  copyLearn(position: number, count: number, target: Uint8Array, at: number): void {
    this.visit(position, count, ({ learn }, offset, n, done) => {
      if (learn) target.set(learn.subarray(offset, offset + n), at + done);
      else target.fill(1, at + done, at + done + n);
    });
  }

  /** Goes over `count` tokens from a position on, stretch by stretch, each in one file. */
  visit(
    position: number,
    count: number,
    stretch: (file: StreamFile, offset: number, n: number, done: number) => void,
  ): void {
    let from = this.wrap(position);
    let index = this.fileAt(from);
    for (let done = 0; done < count; ) {
      const file = this.files[index]!;
      const offset = from - this.starts[index]!;
      const n = Math.min(count - done, file.tokens.length - offset);
      stretch(file, offset, n, done);
      done += n;
      index = (index + 1) % this.files.length;
      from = this.starts[index]!;
    }
  }

  /** Index of the file that holds a position within the ring. */
  private fileAt(position: number): number {
    let low = 0;
    let high = this.files.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.starts[middle]! <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
