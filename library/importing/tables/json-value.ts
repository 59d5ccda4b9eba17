/** Finding where a JSON value ends, in a text of which more may come. */

/** Looks through one value after another. What was looked through once is not looked through again. */
export class ValueEnd {
  /** Where the value begins; -1: there is none. */
  start = -1;
  /** As far as it was looked through. */
  at = 0;
  private depth = 0;
  private inString = false;

  begin(at: number): void {
    this.start = at;
    this.at = at;
    this.depth = 0;
    this.inString = false;
  }

  over(): void {
    this.start = -1;
  }

  /** Records that characters were removed at the front. */
  shift(by: number): void {
    if (this.start < 0) return;
    this.start -= by;
    this.at -= by;
  }

  /** Index behind the value, or -1 if it goes on beyond the text. */
  find(text: string): number {
    while (this.at < text.length) {
      if (this.inString) {
        const quote = this.endOfString(text);
        if (quote === -1) return -1;
        this.at = quote + 1;
        this.inString = false;
        if (this.depth === 0) return this.at;
        continue;
      }
      const code = text.charCodeAt(this.at);
      if (code === QUOTE) this.inString = true;
      else if (code === OPEN_OBJECT || code === OPEN_LIST) this.depth++;
      else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
        // One that closes what is around the value ends it as well.
        if (this.depth === 0) return this.at;
        if (--this.depth === 0) return ++this.at;
      } else if (this.depth === 0 && (code === COMMA || isSpace(code))) return this.at;
      this.at++;
    }
    return -1;
  }

  /** Index of the quotation mark that ends the string, or -1. */
  private endOfString(text: string): number {
    for (let from = this.at; ; ) {
      const quote = text.indexOf('"', from);
      const end = quote === -1 ? text.length : quote;
      let slashes = 0;
      while (end - slashes - 1 > this.start && text.charCodeAt(end - slashes - 1) === BACKSLASH) slashes++;
      if (quote === -1) {
        // Backslashes at the end may belong to a mark in the next piece.
        this.at = Math.max(this.at, end - slashes);
        return -1;
      }
      if (slashes % 2 === 0) return quote;
      from = quote + 1;
    }
  }
}

export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const COMMA = 0x2c;
