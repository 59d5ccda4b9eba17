/** Skype's export: `messages.json` with all conversations, which says whose account it is. */
import { decodeHTML } from 'entities';
import { isObject, moment, type Reader, text } from '../../reader.ts';
import type { LeftOut, Message } from '../../record.ts';
import { textPieces } from '../../source.ts';
import { jsonItems } from '../../tables/json-scan.ts';
import { importingTexts } from '../../texts.ts';
import { oldestFirst } from '../oldest-first.ts';

export const skype: Reader = {
  title: importingTexts.titles.skype,
  conversations: true,
  attachments: true,
  detect: ({ text: json }) => /^\s*\{\s*"userId"\s*:/.test(json) && /"MessageList"\s*:\s*\[/.test(json),
  async *read(source, head, { leftOut, warn }) {
    async function* batches(): AsyncGenerator<Message[]> {
      for await (const items of jsonItems(textPieces(source, head, warn), ['conversations[].MessageList'], warn)) {
        const batch: Message[] = [];
        for (const { value, fields } of items) {
          const message = messageOf(value, text(fields, 'userId'), text(fields, 'displayName') || text(fields, 'id'));
          if (typeof message === 'string') leftOut(message);
          else batch.push(message);
        }
        if (batch.length > 0) yield batch;
      }
    }
    yield* oldestFirst(batches());
  },
};

function messageOf(value: unknown, owner: string, conversation: string): Message | LeftOut {
  if (!isObject(value)) return 'damaged';
  const type = text(value, 'messagetype');
  if (type !== 'RichText' && type !== 'Text') return type.startsWith('RichText/') ? 'attachment' : 'system';
  const properties = value['properties'];
  if (isObject(properties) && properties['deletetime'] !== undefined && properties['deletetime'] !== null)
    return 'deleted';
  const words = wordsOf(text(value, 'content'));
  if (words === '') return 'attachment';
  const from = text(value, 'from');
  return {
    kind: 'message',
    author: text(value, 'displayName') || from.replace(/^\d+:/, ''),
    authorId: [from, from.replace(/^\d+:(?:live:)?/, '')],
    own: owner === '' || from === '' ? undefined : from === owner,
    time: moment(text(value, 'originalarrivaltime')),
    conversation: conversation || undefined,
    text: words,
  };
}

/** Without quoted messages, and without Skype's own tags. */
function wordsOf(content: string): string {
  const plain = content
    .replace(/<quote\b[^>]*>[\s\S]*?<\/quote>|<URIObject\b[^>]*>[\s\S]*?<\/URIObject>/g, '')
    .replace(/<\/?(?:e_m|ss|c_i|a|b|i|s|u|pre|at)\b[^>]*>/g, '');
  return decodeHTML(plain).trim();
}
