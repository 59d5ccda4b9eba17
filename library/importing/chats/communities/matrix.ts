/** Matrix rooms as Element exports them in JSON: events with the names of accounts. */
import { isObject, type Reader, text } from '../../reader.ts';
import type { LeftOut, Message } from '../../record.ts';
import { textPieces } from '../../source.ts';
import { jsonItems } from '../../tables/json-scan.ts';
import { importingTexts } from '../../texts.ts';

export const matrix: Reader = {
  title: importingTexts.titles.matrixRoom,
  conversations: true,
  attachments: true,
  detect: ({ text: json }) => /^\s*\{/.test(json) && /"exported_by"\s*:/.test(json) && /"room_name"\s*:/.test(json),
  async *read(source, head, { leftOut, warn }) {
    const names = new Map<string, string>();
    for await (const items of jsonItems(textPieces(source, head, warn), ['messages'], warn)) {
      const batch: Message[] = [];
      for (const { value, fields } of items) {
        const message = messageOf(value, names, text(fields, 'exported_by'));
        if (typeof message === 'string') leftOut(message);
        else batch.push({ ...message, conversation: text(fields, 'room_name') || undefined });
      }
      if (batch.length > 0) yield batch;
    }
  },
};

function messageOf(value: unknown, names: Map<string, string>, exporter: string): Message | LeftOut {
  if (!isObject(value)) return 'damaged';
  const { type, content } = value;
  if (type === 'm.room.member') {
    const account = text(value, 'state_key');
    if (account !== '' && text(content, 'displayname') !== '') names.set(account, text(content, 'displayname'));
    return 'system';
  }
  if (type === 'm.room.encrypted') return 'encrypted';
  if (type !== 'm.room.message' || !isObject(content)) return 'system';
  const kind = text(content, 'msgtype');
  if (kind === '') return 'deleted';
  if (kind === 'm.notice') return 'bot';
  if (kind !== 'm.text' && kind !== 'm.emote') return 'attachment';
  const sender = text(value, 'sender');
  const words = withoutReply(newest(content), content);
  if (words === '') return 'quoted';
  const time = value['origin_server_ts'];
  return {
    kind: 'message',
    author: names.get(sender) ?? sender,
    authorId: [sender, sender.replace(/^@|:.*$/g, '')],
    // Of a name that is shown, others may have the same; an account has only one owner.
    own: exporter.startsWith('@') ? sender === exporter : undefined,
    time: typeof time === 'number' ? time : undefined,
    text: words,
  };
}

/** The words of a message, or the words that replace an earlier version. */
function newest(content: Record<string, unknown>): string {
  return text(content['m.new_content'], 'body') || text(content, 'body');
}

/** An answer quotes what it answers in front, in lines with a mark. */
function withoutReply(words: string, content: Record<string, unknown>): string {
  const relates = content['m.relates_to'];
  if (!isObject(relates) || relates['m.in_reply_to'] === undefined) return words.trim();
  return words.replace(/^(?:>.*(?:\n|$))+/, '').trim();
}
