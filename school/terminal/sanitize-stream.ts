/** Speech as it comes, made safe for a terminal. */
import { printable } from '../../library/notices/printable.ts';

/**
 * Cleans a text that comes in pieces: what `push` returns, joined, is `printable` of the whole. It works because a piece that comes later
 * never changes what of its line is shown already; so a line is cleaned again with each piece, and only its new part is returned.
 */
export class SpokenText {
  /** The current line as it came. */
  #line = '';
  /** Characters of the cleaned line that were given out. */
  #given = 0;
  #last = '';

  push(delta: string): string {
    let out = '';
    const lines = (this.#line + delta).split('\n');
    lines.forEach((line, index) => {
      out += printable(line).slice(this.#given);
      if (index < lines.length - 1) {
        out += '\n';
        this.#given = 0;
      } else this.#given = printable(line).length;
    });
    this.#line = lines.at(-1)!;
    if (out) this.#last = out.at(-1)!;
    return out;
  }

  /** A line end, if the text is not at the beginning of a line. */
  end(): string {
    return this.#last === '' || this.#last === '\n' ? '' : '\n';
  }
}
