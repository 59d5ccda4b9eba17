/** Claude's data export: `conversations.json`, a list of conversations with their messages in order. */
import { isObject, moment, type Reader, text } from '../../reader.ts';
import type { LeftOut, Message } from '../../record.ts';
import { textPieces } from '../../source.ts';
import { jsonItems } from '../../tables/json-scan.ts';
import { importingTexts } from '../../texts.ts';

export const claude: Reader = {
  title: importingTexts.titles.claude,
  conversations: false,
  archive: true,
  attachments: true,
  detect: ({ name, text: json }) =>
    /\.json$/i.test(name) &&
    /^\s*\[\s*\{/.test(json) &&
    /"chat_messages"\s*:\s*\[/.test(json) &&
    /"uuid"\s*:/.test(json),
  async *read(source, head, { leftOut, warn }) {
    for await (const items of jsonItems(textPieces(source, head, warn), ['[].chat_messages'], warn)) {
      const batch: Message[] = [];
      for (const { value, fields } of items) {
        const message = messageOf(value, text(fields, 'name') || undefined);
        if (typeof message === 'string') leftOut(message);
        else batch.push(message);
      }
      if (batch.length > 0) yield batch;
    }
  },
};

/** Files and long pastes hang on a message in fields of their own, and are not taken for the owner's words. */
function messageOf(value: unknown, conversation: string | undefined): Message | LeftOut {
  if (!isObject(value)) return 'damaged';
  const sender = text(value, 'sender');
  if (sender !== 'human' && sender !== 'assistant') return 'system';
  const parts = Array.isArray(value['content']) ? value['content'] : [];
  const spoken = parts.filter((part) => text(part, 'type') === 'text').map((part) => text(part, 'text'));
  const words = (spoken.length > 0 ? spoken.join('\n') : text(value, 'text')).trim();
  if (words === '') return 'attachment';
  const own = sender === 'human';
  return {
    kind: 'message',
    author: own ? 'human' : 'Claude',
    own,
    time: moment(text(value, 'created_at')),
    conversation,
    text: words,
  };
}
