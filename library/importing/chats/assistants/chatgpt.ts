/** ChatGPT's data export: `conversations.json`, where each conversation is a tree of messages, and one of its ways was the last. */
import { isObject, type Reader, text } from '../../reader.ts';
import type { ImportRecord, Message } from '../../record.ts';
import { textPieces } from '../../source.ts';
import { jsonItems } from '../../tables/json-scan.ts';
import { importingTexts } from '../../texts.ts';

export const chatgpt: Reader = {
  title: importingTexts.titles.chatgpt,
  conversations: false,
  archive: true,
  attachments: true,
  detect: ({ name, text: json }) =>
    /\.json$/i.test(name) &&
    /^\s*\[\s*\{/.test(json) &&
    /"mapping"\s*:\s*\{/.test(json) &&
    /"(?:current_node|create_time)"\s*:/.test(json),
  async *read(source, head, { leftOut, warn }) {
    for await (const items of jsonItems(textPieces(source, head, warn), [''], warn)) {
      const batch: ImportRecord[] = [];
      for (const { value } of items) {
        if (!isObject(value) || !isObject(value['mapping'])) {
          leftOut('damaged');
          continue;
        }
        const conversation = text(value, 'title') || text(value, 'conversation_id') || undefined;
        for (const node of lastWay(value['mapping'], text(value, 'current_node'))) {
          const message = messageOf(node, conversation);
          if (message === undefined) leftOut('system');
          else batch.push(message);
        }
      }
      if (batch.length > 0) yield batch;
    }
  },
};

/** The messages from the first to the last: edited and regenerated messages lie on other branches. */
function lastWay(mapping: Record<string, unknown>, last: string): unknown[] {
  const way: unknown[] = [];
  const seen = new Set<string>();
  for (let id = last || Object.keys(mapping).at(-1)!; id !== '' && id !== undefined && !seen.has(id); ) {
    seen.add(id);
    const node = mapping[id];
    if (isObject(node) && isObject(node['message'])) way.push(node['message']);
    id = text(node, 'parent');
  }
  return way.reverse();
}

function messageOf(message: unknown, conversation: string | undefined): Message | undefined {
  if (!isObject(message)) return undefined;
  const role = text(message['author'], 'role');
  const { content } = message;
  const type = text(content, 'content_type');
  if ((role !== 'user' && role !== 'assistant') || (type !== 'text' && type !== 'multimodal_text')) return undefined;
  const metadata = message['metadata'];
  // What somebody told it about themselves once and for all stands in front of every conversation.
  if (
    isObject(metadata) &&
    (metadata['is_user_system_message'] === true || metadata['is_visually_hidden_from_conversation'] === true)
  )
    return undefined;
  const parts = isObject(content) && Array.isArray(content['parts']) ? content['parts'] : [];
  const words = parts
    .filter((part) => typeof part === 'string')
    .join('\n')
    .trim();
  if (words === '') return undefined;
  const seconds = message['create_time'];
  const own = role === 'user';
  return {
    kind: 'message',
    author: own ? 'user' : 'ChatGPT',
    own,
    time: typeof seconds === 'number' ? seconds * 1000 : undefined,
    conversation,
    text: words,
  };
}
