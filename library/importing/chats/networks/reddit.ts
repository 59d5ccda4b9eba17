/** Reddit's data request: one table of one's comments, one of one's posts, one of private messages. */

import { fileName, moment, type Reader } from '../../reader.ts';
import type { ImportRecord, Message } from '../../record.ts';
import { textPieces } from '../../source.ts';
import { CsvScanner } from '../../tables/csv-scan.ts';

type Kind = 'comments' | 'posts' | 'messages';

/** Columns that no other table has together. */
const COLUMNS: Readonly<Record<Kind, readonly string[]>> = {
  comments: ['permalink', 'subreddit', 'link', 'body'],
  posts: ['permalink', 'subreddit', 'title', 'body'],
  messages: ['thread_id', 'from', 'to', 'body'],
};

const KINDS = Object.keys(COLUMNS) as Kind[];

export const reddit: Reader = {
  title: "Reddit's data",
  conversations: false,
  detect: (head) => fileName(head).endsWith('.csv') && kindOf(columnsOf(head.text)) !== undefined,
  async *read(source, head, { leftOut, warn }) {
    const scanner = new CsvScanner({ separator: ',' }, warn);
    let columns: string[] | undefined;
    const records = (rows: string[][]): ImportRecord[] => {
      const batch: ImportRecord[] = [];
      for (const row of rows) {
        if (columns === undefined) {
          columns = row.map((column) => column.trim().toLowerCase());
          continue;
        }
        const message = messageOf(columns, row);
        if (message === 'deleted' || message === 'attachment') leftOut(message);
        else batch.push(message);
      }
      return batch;
    };
    for await (const piece of textPieces(source, head, warn)) yield records(scanner.push(piece));
    yield records(scanner.end());
  },
};

function columnsOf(text: string): string[] {
  return text.split('\n', 1)[0]!.trim().toLowerCase().split(',');
}

function kindOf(columns: readonly string[]): Kind | undefined {
  return KINDS.find((kind) => COLUMNS[kind].every((column) => columns.includes(column)));
}

function messageOf(columns: readonly string[], row: readonly string[]): Message | 'deleted' | 'attachment' {
  const of = (column: string): string => row[columns.indexOf(column)]?.trim() ?? '';
  const kind = kindOf(columns)!;
  const body = of('body');
  if (/^\[(?:deleted|removed)[^\]]*\]$/.test(body) || /^\[(?:deleted|removed)/.test(of('title'))) return 'deleted';
  const text = kind === 'posts' ? [of('title'), body].filter((part) => part !== '').join('\n\n') : body;
  if (text === '') return 'attachment';
  return {
    kind: 'message',
    author: kind === 'messages' ? of('from') : '',
    own: kind === 'messages' ? undefined : true,
    time: moment(of('date')),
    text,
  };
}
