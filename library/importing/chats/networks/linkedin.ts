/** LinkedIn's data export: tables of messages, posts, comments, invitations and recommendations, among many of other things. */

import { fileName, moment, type Reader } from '../../reader.ts';
import type { LeftOut, Message } from '../../record.ts';
import { headersIn, namedRows, type Row } from '../../tables/named-rows.ts';
import { importingTexts } from '../../texts.ts';

/** Columns that no other table has together. */
const COLUMNS = {
  messages: ['conversation id', 'from', 'sender profile url', 'content'],
  posts: ['sharelink', 'sharecommentary'],
  comments: ['date', 'link', 'message'],
  invitations: ['from', 'to', 'sent at', 'message', 'direction'],
  recommendations: ['first name', 'last name', 'job title', 'text', 'creation date'],
} as const;

type Kind = keyof typeof COLUMNS;

const KINDS = Object.keys(COLUMNS) as Kind[];

/** Lines above the names of columns in some of the tables. */
const PREFACE = 6;

export const linkedin: Reader = {
  title: importingTexts.titles.linkedin,
  conversations: false,
  archive: true,
  detect: (head) =>
    fileName(head).endsWith('.csv') && headersIn(head, PREFACE).some((columns) => kindOf(columns) !== undefined),
  async *read(source, head, telling) {
    const kind = headersIn(head, PREFACE).flatMap((columns) => kindOf(columns) ?? [])[0]!;
    const own = kind !== 'recommendations' || /given/.test(fileName(head));
    yield* namedRows(
      source,
      head,
      telling,
      (row) => messageOf(row, kind, own),
      (columns) => kindOf(columns) === kind,
    );
  },
};

function kindOf(columns: readonly string[]): Kind | undefined {
  const known = KINDS.find((kind) => COLUMNS[kind].every((column) => columns.includes(column)));
  // Other tables have such columns as well, and more.
  return known === 'comments' && columns.length !== COLUMNS.comments.length ? undefined : known;
}

function messageOf(row: Row, kind: Kind, own: boolean): Message | LeftOut {
  const words = plain(row('content') || row('sharecommentary') || row('message') || row('text'));
  if (words === '') return 'attachment';
  if (/^yes$/i.test(row('is message draft'))) return 'system';
  const time = moment(row('date') || row('sent at') || row('creation date').replace(/, \d\d:\d\d [AP]M$/, ''));
  switch (kind) {
    case 'messages':
      return {
        kind: 'message',
        author: row('from'),
        authorId: row('sender profile url') || undefined,
        time,
        conversation: row('conversation title') || row('conversation id') || undefined,
        text: words,
      };
    case 'invitations':
      return { kind: 'message', author: row('from'), own: /^outgoing$/i.test(row('direction')), time, text: words };
    case 'recommendations':
      return {
        kind: 'message',
        author: own ? '' : `${row('first name')} ${row('last name')}`.trim(),
        own,
        time,
        text: words,
      };
    default:
      return { kind: 'message', author: '', own: true, time, text: words };
  }
}

/** Words without LinkedIn's tags, and without the quotation marks that it puts around each line. */
function plain(written: string): string {
  const lines = written.replace(/"\r?\n"/g, '\n').replace(/(?:<br\s*\/?>|<\/p>)\s*/gi, '\n');
  return (/^</.test(lines) ? lines.replace(/<[^<>]{1,300}>/g, '') : lines).replace(/\n{3,}/g, '\n\n').trim();
}
