/** Tables of separated values (RFC 4180 and its dialects) of any size, as rows. csv-parse reads the rows. */
import { type InfoRecord, Parser } from 'csv-parse';
import { importingTexts } from '../texts.ts';
import type { OnDamage } from './json-scan.ts';

/** Bytes of one row; more is a quotation mark that was never closed. */
const LONGEST = 1 << 20;

/** Line ends that let csv-parse look far enough ahead to give out the last row. */
const LAST_LINE_ENDS = '\n'.repeat(8);

/** How a table is written. */
export interface Dialect {
  separator: string;
  /** What stands in front of a quotation mark within quotation marks: another one, or a backslash (MySQL, pandas). */
  escape?: '"' | '\\';
  /** Spaces stand between a separator and a quotation mark, and belong to no value. */
  spaced?: boolean;
  /** Lines end with CR alone, as on old Macs. */
  carriageReturns?: boolean;
}

interface RowWithInfo {
  record: string[];
  info: InfoRecord;
}

/** Takes text in pieces and gives whole rows. */
export class CsvScanner {
  private readonly dialect: Dialect;
  private readonly onDamage: OnDamage;
  private parser: Parser;
  /** Bytes that the parser got since the end of its last row. */
  private pending: Buffer = Buffer.alloc(0);
  /** Bytes that the parser got before them. */
  private taken = 0;
  /** The line at which `pending` begins. */
  private line = 1;
  /** Half of a surrogate pair at the end of a piece. */
  private half = '';
  /** Excel's `sep=;` may still come. */
  private first = true;

  constructor(dialect: Dialect, onDamage: OnDamage) {
    this.dialect = dialect;
    this.onDamage = onDamage;
    this.parser = this.begin();
  }

  push(piece: string): string[][] {
    let text = this.half + piece;
    this.half = /[\ud800-\udbff]$/.exec(text)?.[0] ?? '';
    if (this.half !== '') text = text.slice(0, -1);
    if (this.first) {
      if (text.length < SEPARATOR_LINE && !text.includes('\n') && !this.half) {
        this.half = text;
        return [];
      }
      text = this.withoutSeparatorLine(text);
    }
    return this.take(Buffer.from(text));
  }

  end(): string[][] {
    let text = this.half;
    this.half = '';
    if (this.first) text = this.withoutSeparatorLine(text);
    const rows = this.take(Buffer.from(this.dialect.carriageReturns ? `${text}\r` : text));
    for (const row of this.take(Buffer.from(LAST_LINE_ENDS))) rows.push(row);
    while (this.pending.length > LAST_LINE_ENDS.length) for (const row of this.skipLine()) rows.push(row);
    return rows;
  }

  private withoutSeparatorLine(text: string): string {
    this.first = false;
    const said = separatorLine(text);
    if (said !== undefined) this.line++;
    return said === undefined ? text : text.slice(said.length);
  }

  private begin(): Parser {
    const { separator, carriageReturns, spaced = false } = this.dialect;
    return new Parser({
      delimiter: separator,
      escape: this.dialect.escape ?? '"',
      record_delimiter: carriageReturns ? ['\r'] : ['\r\n', '\n'],
      ltrim: spaced,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      info: true,
    });
  }

  private take(bytes: Buffer): string[][] {
    const rows = this.read(bytes);
    while (this.pending.length > LONGEST) for (const row of this.skipLine()) rows.push(row);
    return rows;
  }

  private read(bytes: Buffer): string[][] {
    const rows: string[][] = [];
    if (bytes.length === 0) return rows;
    this.pending = Buffer.concat([this.pending, bytes]);
    // All that is written is read at once, so nothing is left waiting in the stream.
    this.parser.write(bytes);
    let consumed = 0;
    for (let row = this.next(); row !== null; row = this.next()) {
      const written = consumed;
      consumed = row.info.bytes - this.taken;
      const raw = (): string => this.pending.toString('utf8', written, consumed);
      const fields = row.record.map((field) => (field.startsWith('"') ? unquoted(field, raw()) : field));
      if (fields.length > 1 || fields[0] !== '') rows.push(fields);
    }
    this.drop(consumed);
    return rows;
  }

  private next(): RowWithInfo | null {
    return this.parser.read() as RowWithInfo | null;
  }

  private drop(bytes: number): void {
    const end = this.dialect.carriageReturns ? 0x0d : 0x0a;
    for (let at = this.pending.indexOf(end); at !== -1 && at < bytes; at = this.pending.indexOf(end, at + 1))
      this.line++;
    this.pending = this.pending.subarray(bytes);
    this.taken += bytes;
  }

  /** Leaves out the line whose quotation mark is never closed, and reads again what stands behind it. */
  private skipLine(): string[][] {
    const end = this.pending.indexOf(this.dialect.carriageReturns ? '\r' : '\n');
    this.onDamage(importingTexts.table.openQuotation(this.line));
    const rest = end === -1 ? Buffer.alloc(0) : Buffer.from(this.pending.subarray(end + 1));
    this.line++;
    this.parser.destroy();
    this.parser = this.begin();
    this.pending = Buffer.alloc(0);
    this.taken = 0;
    return this.read(rest);
  }
}

/** Of a field with spaces behind its quotation marks, which csv-parse leaves in place, what they are around. */
function unquoted(field: string, row: string): string {
  const inside = /^"(.*)" +$/s.exec(field)?.[1];
  const quoted = inside !== undefined && row.includes(`"${inside.replaceAll('"', '""')}" `);
  return quoted ? inside : field;
}

/** Characters of such a line, at most. */
const SEPARATOR_LINE = 12;

/** The line with which Excel is told what separates the values: `sep=;`. */
function separatorLine(text: string): string | undefined {
  return /^"?sep=[^\r\n]"?(?:\r\n|\n|\r)/i.exec(text)?.[0];
}

/** How a table is written, from its beginning. */
export function dialectOf(head: string): Dialect {
  const said = separatorLine(head);
  const table = said === undefined ? head : head.slice(said.length);
  const separator = said === undefined ? separatorOf(table) : /sep=(.)/is.exec(said)![1]!;
  const dialect: Dialect = { separator };
  if (hasBackslashes(table, separator)) dialect.escape = '\\';
  if (table.split(/[\r\n]/, 50).some((line) => line.includes(`${separator} "`))) dialect.spaced = true;
  if (!head.includes('\n') && head.includes('\r')) dialect.carriageReturns = true;
  return dialect;
}

/** The character that separates the values of a table, from its first line. */
function separatorOf(table: string): string {
  const line = table.split(/[\r\n]/, 1)[0]!.replace(/"(?:[^"]|"")*"/g, '');
  const counts = [',', ';', '\t', '|'].map((mark) => [line.split(mark).length, mark] as const);
  return counts.reduce((best, now) => (now[0] > best[0] ? now : best))[1];
}

/** Whether quotation marks within a value have a backslash in front; one at the end of a value is the value's own. */
function hasBackslashes(table: string, separator: string): boolean {
  let escaped = 0;
  for (const { index } of table.matchAll(/\\"/g)) {
    const next = table[index + 2];
    if (next !== undefined && next !== separator && next !== '\r' && next !== '\n') escaped++;
  }
  const doubled = table.match(/[^",;\t|\r\n]""(?=[^"])/g)?.length ?? 0;
  return escaped > doubled;
}
