/** Mattermost's bulk export: JSON lines of users, channels and posts, with the answers inside the posts. */
import { isObject, type Reader, text } from '../../reader.ts';
import type { LeftOut, Message } from '../../record.ts';
import { lineBatches, textPieces } from '../../source.ts';
import { importingTexts } from '../../texts.ts';

export const mattermost: Reader = {
  title: importingTexts.titles.mattermost,
  conversations: true,
  attachments: true,
  detect: ({ name, text: json }) =>
    /\.(?:jsonl|json|ndjson)$/i.test(name) &&
    /^\s*\{\s*"type"\s*:\s*"(?:version|emoji|team|channel|user|post|direct_channel|direct_post)"\s*,/.test(json) &&
    /"(?:version|post|direct_post|team|user|channel)"\s*:\s*(?:\d|\{)/.test(json),
  async *read(source, head, { leftOut, warn }) {
    const addresses = new Map<string, string>();
    let number = 0;
    for await (const lines of lineBatches(textPieces(source, head, warn))) {
      const batch: Message[] = [];
      for (const line of lines) {
        number++;
        if (line.trim() === '') continue;
        let value: unknown;
        try {
          value = JSON.parse(line);
        } catch {
          leftOut('damaged');
          warn(importingTexts.lines.badJson(number));
          continue;
        }
        for (const message of messagesOf(value, addresses)) {
          if (typeof message === 'string') leftOut(message);
          else batch.push(message);
        }
      }
      if (batch.length > 0) yield batch;
    }
  },
};

/** What a line says: a post and its answers; nothing where it is about something else. */
function messagesOf(value: unknown, addresses: Map<string, string>): (Message | LeftOut)[] {
  const type = text(value, 'type');
  const inside = isObject(value) ? value[type] : undefined;
  if (!isObject(inside)) return [];
  if (type === 'user') addresses.set(text(inside, 'username'), text(inside, 'email'));
  if (type !== 'post' && type !== 'direct_post') return [];
  const members = inside['channel_members'];
  const conversation =
    type === 'post'
      ? [text(inside, 'team'), text(inside, 'channel')].filter((part) => part !== '').join(' - ')
      : (Array.isArray(members) ? members : []).filter((member) => typeof member === 'string').join(', ');
  const replies = Array.isArray(inside['replies']) ? inside['replies'] : [];
  return [inside, ...replies].map((post) => messageOf(post, conversation, addresses));
}

function messageOf(post: unknown, conversation: string, addresses: ReadonlyMap<string, string>): Message | LeftOut {
  if (!isObject(post)) return 'damaged';
  if (text(post, 'type').startsWith('system_')) return 'system';
  const props = post['props'];
  if (isObject(props) && ['from_bot', 'from_webhook'].some((key) => String(props[key]) === 'true')) return 'bot';
  const words = text(post, 'message').trim();
  if (words === '') return 'attachment';
  const author = text(post, 'user');
  const time = post['create_at'];
  return {
    kind: 'message',
    author,
    authorId: addresses.get(author) || undefined,
    time: typeof time === 'number' ? time : undefined,
    conversation: conversation || undefined,
    text: words,
  };
}
