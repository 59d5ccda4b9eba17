/** Tables with a column of words, and perhaps one of who wrote them and one of when. */

import { type Authorship, fileName, moment, type Reader } from '../reader.ts';
import type { ImportRecord, Message, Telling } from '../record.ts';
import { type Head, type Source, textPieces } from '../source.ts';
import { importingTexts } from '../texts.ts';
import { type Columns, columnsOf, isOwn, peopleIn } from './columns.ts';
import { CsvScanner, dialectOf } from './csv-scan.ts';
import { MergedRows } from './merged-rows.ts';
import { isOwnPost, isRetweet, postWords } from './posts.ts';

export const csv: Reader = {
  title: importingTexts.titles.table,
  conversations: false,
  detect: (head) => /\.(?:csv|tsv)$/.test(fileName(head)) && head.encoding !== undefined,
  async *read(source, head, { leftOut, warn }) {
    const senders = new MergedRows();
    const tally: Tally = { rows: 1, cut: 0, firstCut: 0 };
    for await (const table of tableRows(source, head, warn)) {
      const batch: ImportRecord[] = [];
      for (const row of table.rows) {
        tally.rows++;
        countCut(row, table, tally);
        const record = isTwoRows(row, table, senders) ? 'damaged' : recordOf(row, table);
        if (record !== 'damaged') for (const at of table.columns.authors) senders.add(row[at] ?? '');
        if (typeof record === 'string') leftOut(record);
        else batch.push(record);
      }
      yield batch;
    }
    tellCut(tally, warn);
  },
  async authorship(source, head): Promise<Authorship> {
    let fields: readonly string[] = [];
    let talk = false;
    for await (const { rows, columns, header } of tableRows(source, head, () => undefined)) {
      fields = header;
      talk = columns.talk || columns.authors.length > 0;
      for (const row of rows) {
        const { author, own } = senderOf(row, columns);
        if (author !== '' || own !== undefined) return { named: true, talk, fields };
      }
    }
    return { named: false, talk, fields };
  },
};

/** Some rows below the header. */
interface Table {
  rows: string[][];
  header: readonly string[];
  columns: Columns;
  separator: string;
}

async function* tableRows(source: Source, head: Head, warn: Telling['warn']): AsyncGenerator<Table> {
  const dialect = dialectOf(head.text);
  const scanner = new CsvScanner(dialect, warn);
  let table: Omit<Table, 'rows'> | undefined;
  const below = (rows: string[][]): Table[] => {
    const header = table === undefined ? rows.shift() : undefined;
    if (header !== undefined) table = { header, columns: columnsWithWords(header), separator: dialect.separator };
    return rows.length > 0 ? [{ ...table!, rows }] : [];
  };
  for await (const piece of textPieces(source, head, warn)) yield* below(scanner.push(piece));
  yield* below(scanner.end());
}

function recordOf(row: readonly string[], table: Table): Message | 'attachment' | 'forwarded' {
  const { columns } = table;
  const words = wordsOf(row, table);
  if (words === '') return 'attachment';
  const post = { words, shared: columns.shared.map((at) => row[at]), answers: row[columns.answers] };
  if (isRetweet(post, columns)) return 'forwarded';
  const time = moment(row[columns.time] ?? '');
  const conversation = row[columns.place]?.trim() || undefined;
  return { kind: 'message', ...senderOf(row, columns), time, conversation, text: postWords(post) };
}

/** Whether a row goes on with another one, whose sender stands in the right place or in the words. */
function isTwoRows(row: readonly string[], { header, columns, separator }: Table, senders: MergedRows): boolean {
  const last = header.length - 1;
  if (senders.isIn(row[columns.words[0]!] ?? '', separator)) return true;
  // Words hold commas, and hardly any of the other separators.
  if (separator !== ',' && columns.authors.length > 0 && last > 0 && row.length >= header.length + last) return true;
  return (
    row.length > header.length &&
    columns.authors.some((at) => [last + at, last + at + 1].some((place) => senders.has(row[place])))
  );
}

function senderOf(row: readonly string[], columns: Columns): Pick<Message, 'author' | 'authorId' | 'own'> {
  const [author = '', ...others] = columns.authors.flatMap((at) => peopleIn(row[at]));
  const own = isOwn(row[columns.own], row[columns.direction]) ?? isOwnPost(columns);
  return { author, authorId: others.length > 0 ? others : undefined, own };
}

/** The words of a row. In the last column they may hold separators, although no quotation marks stand around them. */
function wordsOf(row: readonly string[], { header, columns, separator }: Table): string {
  const words = columns.words[0]!;
  if (words !== header.length - 1) return row[words]?.trim() ?? '';
  const last = row.findLastIndex((value) => value !== '');
  return row
    .slice(words, last + 1)
    .join(separator)
    .trim();
}

/** Rows with more values than the table has columns, whose words may be cut. Rows count from the header, which is 1. */
interface Tally {
  rows: number;
  cut: number;
  firstCut: number;
}

function countCut(row: readonly string[], { header, columns }: Table, tally: Tally): void {
  if (columns.words[0] === header.length - 1 || !row.slice(header.length).some((value) => value !== '')) return;
  tally.firstCut ||= tally.rows;
  tally.cut++;
}

function tellCut({ cut, firstCut }: Tally, warn: Telling['warn']): void {
  if (cut === 0) return;
  const where = cut === 1 ? `row ${firstCut}` : importingTexts.table.cutRows(cut, firstCut);
  warn(importingTexts.table.tooManyValues(where));
}

function columnsWithWords(header: readonly string[]): Columns {
  const columns = columnsOf(header);
  if (columns.words.length > 0) return columns;
  throw new Error(importingTexts.table.noWordsColumn(header.slice(0, 12).join(', ')));
}
