/** Tables with a column of words, and perhaps one of who wrote them and one of when. */

import { fileName, moment, type Reader } from '../reader.ts';
import type { ImportRecord } from '../record.ts';
import { textPieces } from '../source.ts';
import { CsvScanner, separatorOf } from './csv-scan.ts';

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
    const scanner = new CsvScanner(separatorOf(head.text), warn);
    let columns: Columns | undefined;
    const records = (rows: string[][]): ImportRecord[] => {
      const batch: ImportRecord[] = [];
      for (const row of rows) {
        if (columns === undefined) {
          columns = columnsOf(row);
          continue;
        }
        const text = row[columns.words]?.trim() ?? '';
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
  },
};

/** Which column is which; -1: there is none. */
interface Columns {
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
  return { words, author: find(AUTHORS), time: find(TIMES), place: find(PLACES) };
}
