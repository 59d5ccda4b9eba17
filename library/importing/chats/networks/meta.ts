/** What Facebook, Messenger and Instagram give out as JSON: conversations, posts, comments. */

import { fileName, isObject, type Reader, text } from '../../reader.ts';
import type { ImportRecord, LeftOut, Message, Telling } from '../../record.ts';
import { type Head, type Source, stem, textPieces } from '../../source.ts';
import { jsonItems } from '../../tables/json-scan.ts';
import { importingTexts } from '../../texts.ts';
import { oldestFirst } from '../oldest-first.ts';
import { isRemark, lastForms, mended } from './meta-words.ts';

const LISTS = ['', 'messages', 'comments_v2', 'comments_media_comments', 'ig_reels_media', 'ig_archived_post_media'];

export const meta: Reader = {
  title: importingTexts.titles.meta,
  conversations: true,
  archive: true,
  attachments: true,
  detect: (head) => kindOf(head) !== undefined,
  read: (source, head, telling) => {
    const batches = records(source, head, telling);
    return kindOf(head) === 'messages' ? lastForms(oldestFirst(batches), () => telling.leftOut('edited')) : batches;
  },
};

async function* records(source: Source, head: Head, { leftOut, warn }: Telling): AsyncGenerator<ImportRecord[]> {
  const kind = kindOf(head)!;
  const conversation = kind === 'messages' ? undefined : kind;
  for await (const items of jsonItems(textPieces(source, head, warn), LISTS, warn)) {
    const batch: ImportRecord[] = [];
    for (const { value, list, fields } of items) {
      const record =
        list === 'messages'
          ? isEncrypted(value)
            ? encryptedOf(value, text(fields, 'threadName') || stem(source.name))
            : messageOf(value, source.name)
          : list === ''
            ? (postOf(value) ?? commentOf(value))
            : (commentOf(value) ?? postOf(value));
      if (record === undefined) leftOut('system');
      else if (typeof record === 'string') leftOut(record);
      else batch.push(conversation === undefined ? record : { ...record, conversation });
    }
    if (batch.length > 0) yield batch;
  }
}

function kindOf(head: Head): 'messages' | 'comments' | 'posts' | undefined {
  const { text: json } = head;
  if (/^\s*\{\s*"participants"\s*:/.test(json) && /"(?:sender_name|messages)"\s*:/.test(json)) return 'messages';
  if (/^\s*\{\s*"(?:threadName|messages)"\s*:/.test(json) && /"senderName"\s*:/.test(json)) return 'messages';
  if (/^\s*\{\s*"comments_(?:v2|media_comments)"\s*:/.test(json)) return 'comments';
  if (/^\s*\[/.test(json) && /"string_map_data"\s*:\s*\{\s*"Comment"/.test(json)) return 'comments';
  const posts = /(?:^|_)posts?(?:_|\b)|^reels|^stories/.test(fileName(head).replace(/\.json$/, ''));
  if (posts && /^\s*(?:\[|\{\s*"ig_\w+"\s*:)/.test(json) && /"(?:timestamp|creation_timestamp)"\s*:\s*\d/.test(json))
    return 'posts';
  return undefined;
}

function messageOf(value: unknown, name: string): Message | LeftOut {
  if (!isObject(value)) return 'damaged';
  if (value['is_unsent'] === true) return 'deleted';
  const words = mended(text(value, 'content')).trim();
  if (
    value['call_duration'] !== undefined ||
    (value['type'] !== undefined && !['Generic', 'Share'].includes(text(value, 'type')))
  ) {
    return 'system';
  }
  if (words === '') return 'attachment';
  const author = mended(text(value, 'sender_name')) || 'Facebook user';
  if (isRemark(words, author, value)) return 'system';
  const time = value['timestamp_ms'];
  return {
    kind: 'message',
    author,
    time: typeof time === 'number' ? time : undefined,
    conversation: folderOf(name),
    text: words,
  };
}

/** Chats that are encrypted from end to end are given out in a form of their own, whose letters are right as they are. */
function isEncrypted(value: unknown): value is Record<string, unknown> {
  return isObject(value) && typeof value['senderName'] === 'string';
}

/** @param thread the conversation's name with a number behind: `Ann Bell_12` */
function encryptedOf(value: Record<string, unknown>, thread: string): Message | LeftOut {
  if (value['isUnsent'] === true) return 'deleted';
  if (!TYPED.has(text(value, 'type') || 'text')) return 'system';
  const words = text(value, 'text').trim();
  if (words === '') return 'attachment';
  const author = text(value, 'senderName') || 'Facebook user';
  if (isRemark(words, author, value)) return 'system';
  const time = value['timestamp'];
  return {
    kind: 'message',
    author,
    time: typeof time === 'number' ? time : undefined,
    conversation: thread.replace(/_\d+$/, '') || undefined,
    text: words,
  };
}

/** What people send; calls, polls and what cannot be shown have types of their own. */
const TYPED = new Set(['text', 'link', 'media']);

/** `inbox/annb_1234567890/message_1.json`: the folder names the conversation; all its numbered files are one. */
function folderOf(name: string): string | undefined {
  return (
    name
      .split('/')
      .at(-2)
      ?.replace(/_\d{5,}$/, '') || undefined
  );
}

function postOf(value: unknown): Message | LeftOut | undefined {
  if (!isObject(value)) return 'damaged';
  const data = Array.isArray(value['data']) ? value['data'] : [];
  const media = Array.isArray(value['media']) ? value['media'] : 'uri' in value ? [value] : [];
  const seconds =
    value['timestamp'] ??
    value['creation_timestamp'] ??
    (isObject(media[0]) ? media[0]['creation_timestamp'] : undefined);
  if (
    typeof seconds !== 'number' ||
    'string_map_data' in value ||
    data.some((part) => isObject(part) && 'comment' in part)
  )
    return undefined;
  // On Instagram the words stand with the post, or with its only picture; Facebook's "title" only says what happened.
  const title = media.length > 0 ? text(value, 'title') || text(media[0], 'title') : '';
  const words = mended(data.map((part) => text(part, 'post')).find((post) => post !== '') ?? title).trim();
  if (words === '') return 'attachment';
  return { kind: 'message', author: '', own: true, time: seconds * 1000, text: words };
}

function commentOf(value: unknown): Message | LeftOut | undefined {
  if (!isObject(value)) return 'damaged';
  const data = Array.isArray(value['data']) ? value['data'] : [];
  const comment: unknown = isObject(data[0]) ? data[0]['comment'] : undefined;
  const map = value['string_map_data'];
  const words = mended(isObject(map) ? text(map['Comment'], 'value') : text(comment, 'comment')).trim();
  if (!isObject(map) && comment === undefined) return 'timestamp' in value ? 'attachment' : undefined;
  if (words === '') return 'attachment';
  const seconds = isObject(map) && isObject(map['Time']) ? map['Time']['timestamp'] : value['timestamp'];
  return {
    kind: 'message',
    author: '',
    own: true,
    time: typeof seconds === 'number' ? seconds * 1000 : undefined,
    text: words,
  };
}
