/** Tables of comma-separated values (RFC 4180) of any size, as rows. */
import type { OnDamage } from './json-scan.ts';

/** Characters of one field; more is a quotation mark that was never closed. */
const LONGEST = 1 << 20;

/** Takes text in pieces and gives whole rows. */
export class CsvScanner {
  private readonly separator: string;
  private readonly onDamage: OnDamage;
  private buffer = '';
  private ended = false;
  /** Lines before the buffer. */
  private line = 1;

  constructor(separator: string, onDamage: OnDamage) {
    this.separator = separator;
    this.onDamage = onDamage;
  }

  push(piece: string): string[][] {
    this.buffer += piece;
    return this.rows();
  }

  end(): string[][] {
    this.ended = true;
    return this.rows();
  }

  private rows(): string[][] {
    const rows: string[][] = [];
    let start = 0;
    while (start < this.buffer.length) {
      const row = this.row(start);
      if (row === undefined) break;
      if (row.fields !== undefined && !(row.fields.length === 1 && row.fields[0] === '')) rows.push(row.fields);
      for (let at = this.buffer.indexOf('\n', start); at !== -1 && at < row.end; at = this.buffer.indexOf('\n', at + 1))
        this.line++;
      start = row.end;
    }
    this.buffer = this.buffer.slice(start);
    return rows;
  }

  /** The row that begins at `start`, or nothing if it does not end in the buffer. */
  private row(start: number): { fields: string[] | undefined; end: number } | undefined {
    const { buffer, separator } = this;
    const fields: string[] = [];
    let at = start;
    for (;;) {
      let field = '';
      if (buffer[at] === '"') {
        const from = at;
        at++;
        for (;;) {
          const quote = buffer.indexOf('"', at);
          if (quote === -1 || quote - from > LONGEST) {
            if (quote === -1 && !this.ended && buffer.length - from <= LONGEST) return undefined;
            return this.skip(start);
          }
          // Whether it is the first of two can be said only when the next is there.
          if (quote + 1 >= buffer.length && !this.ended) return undefined;
          field += buffer.slice(at, quote);
          at = quote + 1;
          if (buffer[at] !== '"') break;
          field += '"';
          at++;
        }
      }
      let end = at;
      while (end < buffer.length && buffer[end] !== separator && buffer[end] !== '\n') end++;
      if (end >= buffer.length && !this.ended) return buffer.length - start > LONGEST ? this.skip(start) : undefined;
      field += buffer.slice(at, end);
      at = end + 1;
      if (buffer[end] === separator) {
        fields.push(field);
        continue;
      }
      fields.push(field.endsWith('\r') ? field.slice(0, -1) : field);
      return { fields, end: Math.min(at, buffer.length) };
    }
  }

  /** Leaves out a line whose quotation mark is never closed. */
  private skip(start: number): { fields: undefined; end: number } {
    const end = this.buffer.indexOf('\n', start) + 1 || this.buffer.length;
    this.onDamage(
      `is damaged at line ${this.line}: a quotation mark is not closed; the line is left out, and the rest is read.`,
    );
    return { fields: undefined, end };
  }
}

/** The character that separates the values of a table, from its first line. */
export function separatorOf(head: string): string {
  const line = head.split('\n', 1)[0]!;
  const counts = [',', ';', '\t'].map((mark) => [line.split(mark).length, mark] as const);
  return counts.reduce((best, now) => (now[0] > best[0] ? now : best))[1];
}
