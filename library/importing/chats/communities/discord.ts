/** Discord channels as DiscordChatExporter writes them in JSON: one file is one channel, thread or conversation. */

import { isObject, moment, type Reader, text } from '../../reader.ts';
import type { ImportRecord, LeftOut } from '../../record.ts';
import { textPieces } from '../../source.ts';
import { jsonItems } from '../../tables/json-scan.ts';
import { importingTexts } from '../../texts.ts';

export const discord: Reader = {
  title: importingTexts.titles.discordChannel,
  conversations: true,
  attachments: true,
  detect: ({ text: json }) =>
    /^\s*\{\s*"guild"\s*:/.test(json) && /"channel"\s*:/.test(json) && /"messages"\s*:/.test(json),
  async *read(source, head, { leftOut, warn }) {
    for await (const items of jsonItems(textPieces(source, head, warn), ['messages'], warn)) {
      const batch: ImportRecord[] = [];
      for (const { value, fields } of items) {
        const why = whyNot(value);
        if (why !== undefined) {
          leftOut(why);
          continue;
        }
        const author = (value as Record<string, unknown>)['author'];
        const guild = text(fields['guild'], 'name');
        const channel = text(fields['channel'], 'name');
        batch.push({
          kind: 'message',
          author: text(author, 'nickname') || text(author, 'name') || text(author, 'id'),
          authorId: text(author, 'name'),
          time: moment(text(value, 'timestamp')),
          conversation: [guild, channel].filter((part) => part !== '').join(' - ') || undefined,
          text: discordWords(text(value, 'content')),
        });
      }
      if (batch.length > 0) yield batch;
    }
  },
};

function whyNot(message: unknown): LeftOut | undefined {
  if (!isObject(message)) return 'damaged';
  const { type, author, content } = message;
  if (type !== 'Default' && type !== 'Reply' && type !== 'ThreadStarterMessage' && type !== undefined) return 'system';
  if (isObject(author) && author['isBot'] === true) return 'bot';
  if (message['forwardedMessage'] !== undefined && content === '') return 'forwarded';
  return typeof content !== 'string' || discordWords(content) === '' ? 'attachment' : undefined;
}

/** Discord's own notation as words: `<:wave:123>` is `:wave:`, `<@123>` somebody. */
export function discordWords(content: string): string {
  return content
    .replace(/<a?(:\w{2,32}:)\d{15,21}>/g, '$1')
    .replace(/<@[!&]?\d{15,21}>/g, '@someone')
    .replace(/<#\d{15,21}>/g, '#channel')
    .replace(/<t:\d{1,14}(?::\w)?>/g, '')
    .trim();
}
