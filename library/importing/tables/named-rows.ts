/** Tables of a known export: rows whose values are asked for by the names of their columns. */
import type { LeftOut, Message, Telling } from '../record.ts';
import { type Head, type Source, textPieces } from '../source.ts';
import { CsvScanner } from './csv-scan.ts';
import { MergedRows } from './merged-rows.ts';

/** A value of a row by its column in small letters; '' if there is none. */
export type Row = (column: string) => string;

/**
 * What the rows of a table with commas say.
 * @param isHeader whether a row names the columns: what stands above is passed over
 */
export async function* namedRows(
  source: Source,
  head: Head,
  { leftOut, warn }: Telling,
  messageOf: (row: Row) => Message | LeftOut,
  isHeader: (columns: readonly string[]) => boolean = () => true,
): AsyncGenerator<Message[]> {
  const scanner = new CsvScanner({ separator: ',' }, warn);
  const senders = new MergedRows();
  let columns: ReadonlyMap<string, number> | undefined;
  const read = (rows: string[][]): Message[] => {
    const batch: Message[] = [];
    for (const row of rows) {
      if (columns === undefined) {
        const names = row.map(columnName);
        if (isHeader(names)) columns = new Map(names.map((name, at) => [name, at]));
        continue;
      }
      const places = columns;
      const message = messageOf((column) => row[places.get(column) ?? -1]?.trim() ?? '');
      if (typeof message !== 'string' && senders.isIn(message.text, ',')) {
        leftOut('damaged');
        continue;
      }
      if (typeof message !== 'string') senders.add(message.author);
      if (typeof message === 'string') leftOut(message);
      else batch.push(message);
    }
    return batch;
  };
  for await (const piece of textPieces(source, head, warn)) yield read(scanner.push(piece));
  yield read(scanner.end());
}

/** The columns that the first lines of a table name. @param lines how many of them are looked at */
export function headersIn({ text }: Head, lines = 1): string[][] {
  return text
    .split('\n', lines)
    .map((line) => line.split(',').map((column) => columnName(column.replace(/^\s*"|"\s*$/g, ''))));
}

function columnName(written: string): string {
  return written
    .replace(/^\ufeff/, '')
    .trim()
    .toLowerCase();
}
