/** Telegram Desktop's machine-readable export: `result.json`, of one chat or of the whole account. */

import { isObject, type Reader, text } from '../../reader.ts';
import type { ImportRecord, LeftOut } from '../../record.ts';
import { textPieces } from '../../source.ts';
import { jsonItems } from '../../tables/json-scan.ts';
import { importingTexts } from '../../texts.ts';

const LISTS = ['messages', 'chats.list[].messages', 'left_chats.list[].messages'];

export const telegram: Reader = {
  title: importingTexts.titles.telegram,
  conversations: true,
  attachments: true,
  detect: ({ text: json }) =>
    /^\s*\{/.test(json) &&
    /"(?:messages|list)"\s*:\s*\[/.test(json) &&
    /"(?:date_unixtime|from_id|actor_id|text_entities)"\s*:|"type"\s*:\s*"(?:personal_chat|bot_chat|saved_messages|(?:private|public)_\w+)"/.test(
      json,
    ),
  async *read(source, head, { leftOut, warn }) {
    for await (const items of jsonItems(textPieces(source, head, warn), LISTS, warn)) {
      const batch: ImportRecord[] = [];
      for (const { value, fields } of items) {
        const why = whyNot(value);
        if (why !== undefined) {
          leftOut(why);
          continue;
        }
        const id = text(value, 'from_id');
        const owner = fields['personal_information'];
        const chat = text(fields, 'name') || (text(fields, 'type') === 'saved_messages' ? 'Saved Messages' : '');
        const seconds = Number(text(value, 'date_unixtime'));
        batch.push({
          kind: 'message',
          author: text(value, 'from') || 'Deleted Account',
          authorId: id,
          own: isObject(owner) && typeof owner['user_id'] === 'number' ? id === `user${owner['user_id']}` : undefined,
          // Old exports have only the time of the computer's own zone.
          time: seconds > 0 ? seconds * 1000 : optional(Date.parse(`${text(value, 'date')}Z`)),
          conversation: chat || undefined,
          text: wordsOf(value),
        });
      }
      if (batch.length > 0) yield batch;
    }
  },
};

function whyNot(message: unknown): LeftOut | undefined {
  if (!isObject(message)) return 'damaged';
  if (message['type'] !== 'message') return 'system';
  if (message['forwarded_from'] !== undefined || message['saved_from'] !== undefined) return 'forwarded';
  if (message['via_bot'] !== undefined) return 'bot';
  return wordsOf(message) === '' ? 'attachment' : undefined;
}

/** A text is a string, or a list of strings and of objects that are bold, links and the like. */
function wordsOf(message: unknown): string {
  const written = isObject(message) ? message['text'] : undefined;
  const parts = Array.isArray(written)
    ? written
    : written === undefined && isObject(message)
      ? message['text_entities']
      : [written];
  if (!Array.isArray(parts)) return '';
  return parts
    .map((part) => (typeof part === 'string' ? part : text(part, 'text')))
    .join('')
    .trim();
}

function optional(time: number): number | undefined {
  return Number.isNaN(time) ? undefined : time;
}
