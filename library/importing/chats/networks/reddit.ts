/** Reddit's data request: tables of one's comments, posts and drafts, of private messages and of chats, among many of other things. */

import { fileName, moment, type Reader } from '../../reader.ts';
import type { LeftOut, Message } from '../../record.ts';
import { readWhole, type Source } from '../../source.ts';
import { headersIn, namedRows, type Row } from '../../tables/named-rows.ts';
import { importingTexts } from '../../texts.ts';

/** Columns that no other table has together. */
const COLUMNS = {
  comments: ['permalink', 'subreddit', 'link', 'body'],
  posts: ['permalink', 'subreddit', 'title', 'body'],
  messages: ['thread_id', 'from', 'to', 'body'],
  chats: ['message_id', 'channel_url', 'username', 'message'],
  drafts: ['send_replies', 'spoiler', 'title', 'body'],
  announcements: ['announcement_id', 'subject', 'body'],
} as const;

type Kind = keyof typeof COLUMNS;

const KINDS = Object.keys(COLUMNS) as Kind[];

export const reddit: Reader = {
  title: importingTexts.titles.reddit,
  conversations: false,
  archive: true,
  detect: (head) => fileName(head).endsWith('.csv') && kindOf(headersIn(head)[0]!) !== undefined,
  async *read(source, head, telling) {
    const kind = kindOf(headersIn(head)[0]!)!;
    const account = kind === 'messages' || kind === 'chats' ? await accountOf(source) : undefined;
    yield* namedRows(source, head, telling, (row) => messageOf(row, kind, account));
  },
};

function kindOf(columns: readonly string[]): Kind | undefined {
  return KINDS.find((kind) => COLUMNS[kind].every((column) => columns.includes(column)));
}

function messageOf(row: Row, kind: Kind, account: string | undefined): Message | LeftOut {
  // What Reddit itself tells everybody.
  if (kind === 'announcements') return 'system';
  const body = row('body') || row('message');
  if (/^\[(?:deleted|removed)[^\]]*\]$/.test(body) || /^\[(?:deleted|removed)/.test(row('title'))) return 'deleted';
  const titled = kind === 'posts' || kind === 'drafts';
  const text = titled ? [row('title'), body].filter((part) => part !== '').join('\n\n') : body;
  if (text === '') return 'attachment';
  const author = kind === 'messages' ? row('from') : kind === 'chats' ? row('username') : '';
  const isTalk = kind === 'messages' || kind === 'chats';
  const told = account === undefined || author === '' ? undefined : author.toLowerCase() === account;
  return {
    kind: 'message',
    author,
    own: isTalk ? told : true,
    time: moment(row('date') || row('created_at') || row('created')),
    conversation: isTalk ? row('thread_id') || row('channel_name') || row('channel_url') || undefined : undefined,
    text,
  };
}

/** The name of the account in small letters, from the statistics beside. */
async function accountOf(source: Source): Promise<string | undefined> {
  const statistics = await source.beside('statistics.csv');
  if (statistics === undefined || statistics.size > 1 << 20) return undefined;
  const text = Buffer.from(await readWhole(statistics, 1 << 20)).toString('utf8');
  return /^"?account name"?,"?([\w-]{2,30})"?\r?$/im.exec(text)?.[1]?.toLowerCase();
}
