/** The archive of an X (Twitter) account: JavaScript files that hold one JSON list each. */

import { fileName, isObject, moment, type Reader, text } from '../../reader.ts';
import type { ImportRecord, LeftOut, Message, Telling } from '../../record.ts';
import { type Head, readHead, type Source, textPieces } from '../../source.ts';
import { jsonItems } from '../../tables/json-scan.ts';
import { importingTexts } from '../../texts.ts';
import { oldestFirst } from '../oldest-first.ts';

/** `window.YTD.tweets.part0 = [`; before 2022 `tweet`. What was deleted, liked or shown is not read. */
const BEGINNING = /^\s*window\.YTD\.(tweets?|community_tweet|note_tweet|direct_messages(?:_group)?)\.part\d+\s*=/;

const LISTS = ['', '[].dmConversation.messages'];

export const twitter: Reader = {
  title: importingTexts.titles.twitter,
  conversations: true,
  archive: true,
  attachments: true,
  detect: (head) => fileName(head).endsWith('.js') && BEGINNING.test(head.text),
  read: (source, head, telling) => {
    const batches = records(source, head, telling);
    return BEGINNING.exec(head.text)![1]!.startsWith('direct') ? oldestFirst(batches) : batches;
  },
};

async function* records(source: Source, head: Head, { leftOut, warn }: Telling): AsyncGenerator<ImportRecord[]> {
  const part = BEGINNING.exec(head.text)![1]!;
  const direct = part.startsWith('direct_messages');
  const owner = direct ? await accountOf(source) : undefined;
  const notes = part.startsWith('tweet') && (await source.beside('note-tweet.js')) !== undefined;
  const json = withoutBeginning(textPieces(source, head, warn));
  for await (const items of jsonItems(json, direct ? LISTS.slice(1) : LISTS.slice(0, 1), warn)) {
    const batch: ImportRecord[] = [];
    for (const { value, fields } of items) {
      const record = direct
        ? directOf(value, fields, owner)
        : part === 'note_tweet'
          ? noteOf(value)
          : tweetOf(value, notes);
      if (typeof record === 'string') leftOut(record);
      else batch.push(record);
    }
    if (batch.length > 0) yield batch;
  }
}

async function* withoutBeginning(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let begun = false;
  for await (const piece of pieces) {
    yield begun ? piece : piece.slice(piece.indexOf('=') + 1);
    begun = true;
  }
}

function tweetOf(value: unknown, notes: boolean): Message | LeftOut {
  const tweet = isObject(value) ? (value['tweet'] ?? value) : undefined;
  if (!isObject(tweet)) return 'damaged';
  const written = text(tweet, 'full_text') || text(tweet, 'text');
  if (/^RT @\w+: /.test(written) || tweet['retweeted_status'] !== undefined) return 'forwarded';
  // Its whole text is in note-tweet.js.
  if (notes && /… https:\/\/t\.co\/\w+$/.test(written)) return 'forwarded';
  const words = wordsOf(written, text(tweet, 'in_reply_to_status_id_str') !== '');
  if (words === '') return 'attachment';
  return { kind: 'message', author: '', own: true, time: moment(text(tweet, 'created_at')), text: words };
}

function noteOf(value: unknown): Message | LeftOut {
  const note = isObject(value) ? value['noteTweet'] : undefined;
  if (!isObject(note)) return 'damaged';
  const core = note['core'];
  const words = wordsOf(text(core, 'text') || text(note['noteTweetResults'], 'text'), false);
  if (words === '') return 'attachment';
  return { kind: 'message', author: '', own: true, time: moment(text(note, 'createdAt')), text: words };
}

function directOf(
  value: unknown,
  fields: Readonly<Record<string, unknown>>,
  owner: string | undefined,
): Message | LeftOut {
  const message = isObject(value) ? value['messageCreate'] : undefined;
  if (!isObject(message)) return isObject(value) ? 'system' : 'damaged';
  const words = wordsOf(text(message, 'text'), false);
  if (words === '') return 'attachment';
  const sender = text(message, 'senderId');
  const conversation = typeof fields['conversationId'] === 'string' ? fields['conversationId'] : undefined;
  const own = owner === undefined ? undefined : sender === owner;
  return { kind: 'message', author: sender, own, time: moment(text(message, 'createdAt')), conversation, text: words };
}

/** Without the entities that X writes, the addressees in front of an answer, and the short links of pictures at the end. */
function wordsOf(written: string, answer: boolean): string {
  const decoded = written.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  return (answer ? decoded.replace(/^(?:@\w{1,15}\s+)+/, '') : decoded)
    .replace(/(?:\s*https:\/\/t\.co\/\w+)+$/, '')
    .trim();
}

/** The number of the account, from `account.js` beside. */
async function accountOf(source: Source): Promise<string | undefined> {
  const account = await source.beside('account.js');
  if (account === undefined) return undefined;
  return /"accountId"\s*:\s*"(\d+)"/.exec((await readHead(account)).text)?.[1];
}
