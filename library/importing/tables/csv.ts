/** Tables with a column of words, and perhaps one of who wrote them and one of when. */

import { fileName, moment, type Reader } from '../reader.ts';
import type { ImportRecord } from '../record.ts';
import { textPieces } from '../source.ts';
import { CsvScanner, dialectOf } from './csv-scan.ts';

const WORDS = [
  'text',
  'body',
  'content',
  'contents',
  'message',
  'comment',
  'post',
  'note',
  'entry',
  'full_text',
  'comment text',
  'words',
];
const AUTHORS = ['author', 'from', 'sender', 'sender name', 'speaker', 'user', 'username', 'name'];
const TIMES = ['time', 'timestamp', 'date', 'datetime', 'created_at', 'message date', 'created'];
const PLACES = ['conversation', 'channel', 'chat', 'thread', 'chat session'];

export const csv: Reader = {
  title: 'a table',
  conversations: false,
  detect: (head) => /\.(?:csv|tsv)$/.test(fileName(head)) && head.encoding !== undefined,
  async *read(source, head, { leftOut, warn }) {
    const dialect = dialectOf(head.text);
    const scanner = new CsvScanner(dialect, warn);
    let columns: Columns | undefined;
    let rows = 0;
    let cut = 0;
    let firstCut = 0;
    const records = (found: string[][]): ImportRecord[] => {
      const batch: ImportRecord[] = [];
      for (const row of found) {
        rows++;
        if (columns === undefined) {
          columns = columnsOf(row);
          continue;
        }
        const text = wordsOf(row, columns, dialect.separator);
        if (columns.words !== columns.count - 1 && row.slice(columns.count).some((value) => value !== '')) {
          firstCut ||= rows;
          cut++;
        }
        if (text === '') {
          leftOut('attachment');
          continue;
        }
        const author = row[columns.author]?.trim() ?? '';
        const conversation = row[columns.place]?.trim() || undefined;
        batch.push({ kind: 'message', author, time: moment(row[columns.time] ?? ''), conversation, text });
      }
      return batch;
    };
    for await (const piece of textPieces(source, head, warn)) yield records(scanner.push(piece));
    yield records(scanner.end());
    if (cut > 0) {
      const where = cut === 1 ? `row ${firstCut}` : `${cut} rows, of which row ${firstCut} is the first`;
      warn(
        `has more values than columns in ${where}: a separator without quotation marks around its value may have cut the words.`,
      );
    }
  },
};

/** The words of a row. In the last column they may hold separators, although no quotation marks stand around them. */
function wordsOf(row: readonly string[], { words, count }: Columns, separator: string): string {
  if (words !== count - 1) return row[words]?.trim() ?? '';
  const last = row.findLastIndex((value) => value !== '');
  return row
    .slice(words, last + 1)
    .join(separator)
    .trim();
}

/** Which column is which; -1: there is none. */
interface Columns {
  count: number;
  words: number;
  author: number;
  time: number;
  place: number;
}

function columnsOf(row: readonly string[]): Columns {
  const names = row.map((name) => name.trim().toLowerCase());
  const find = (known: readonly string[]): number =>
    known.map((name) => names.indexOf(name)).find((at) => at !== -1) ?? -1;
  const words = find(WORDS);
  if (words === -1) {
    throw new Error(
      `it should have a column of words with one of the names ${WORDS.join(', ')}, but has ${names.slice(0, 12).join(', ')}; rename the right one`,
    );
  }
  return { count: row.length, words, author: find(AUTHORS), time: find(TIMES), place: find(PLACES) };
}
