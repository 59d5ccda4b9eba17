/** Cutting a stream of bytes into lines. */
import { apiTexts } from '../texts.ts';

/** A line grew beyond what was agreed. */
export class LineTooLong extends Error {}

/** Gathers chunks and gives out whole lines, without their ends; a line of more than `longest` bytes throws. */
export class LineSplitter {
  readonly #longest: number;
  #kept: Buffer[] = [];
  #length = 0;

  constructor(longest: number) {
    this.#longest = longest;
  }

  /** The lines that this chunk completes. @throws LineTooLong, after which the splitter is of no more use */
  *push(chunk: Buffer): Generator<string> {
    for (let from = 0; from < chunk.length; ) {
      const end = chunk.indexOf(10, from);
      const piece = chunk.subarray(from, end < 0 ? chunk.length : end);
      this.#length += piece.length;
      if (this.#length > this.#longest) {
        this.#kept = [];
        throw new LineTooLong(apiTexts.line.tooLong(this.#longest));
      }
      this.#kept.push(piece);
      if (end < 0) return;
      const line = Buffer.concat(this.#kept).toString('utf8');
      this.#kept = [];
      this.#length = 0;
      from = end + 1;
      yield line;
    }
  }
}
