/** Google Chat in Takeout: a folder for each group or person, with `messages.json` and who is in it. */
import { fileName, isObject, type Reader, text } from '../../reader.ts';
import type { LeftOut, Message } from '../../record.ts';
import { jsonBeside, type Source, textPieces } from '../../source.ts';
import { jsonItems } from '../../tables/json-scan.ts';
import { importingTexts } from '../../texts.ts';
import { momentIn, timeOf } from '../dates.ts';

export const googleChat: Reader = {
  title: importingTexts.titles.googleChat,
  conversations: true,
  attachments: true,
  archive: true,
  detect: (head) =>
    fileName(head) === 'messages.json' &&
    /^\s*\{\s*"messages"\s*:\s*\[/.test(head.text) &&
    /"creator"\s*:\s*\{/.test(head.text) &&
    /"(?:created_date|topic_id|message_id)"\s*:/.test(head.text),
  async *read(source, head, { leftOut, warn }) {
    const conversation = await nameOf(source);
    for await (const items of jsonItems(textPieces(source, head, warn), ['messages'], warn)) {
      const batch: Message[] = [];
      for (const { value } of items) {
        const message = messageOf(value, conversation);
        if (typeof message === 'string') leftOut(message);
        else batch.push(message);
      }
      if (batch.length > 0) yield batch;
    }
  },
};

function messageOf(value: unknown, conversation: string | undefined): Message | LeftOut {
  if (!isObject(value)) return 'damaged';
  if (value['message_state'] === 'DELETED') return 'deleted';
  const { creator } = value;
  if (text(creator, 'user_type') === 'Bot') return 'bot';
  const words = text(value, 'text').trim();
  if (words === '') return 'attachment';
  const names = [text(creator, 'name'), text(creator, 'email')].filter((name) => name !== '');
  const moment = momentIn(text(value, 'created_date'));
  return {
    kind: 'message',
    author: names[0] ?? '',
    authorId: names.slice(1),
    time: moment && timeOf(moment, 'year first'),
    conversation,
    text: words,
  };
}

/** The group's name, or that of the folder. */
async function nameOf(source: Source): Promise<string | undefined> {
  const name = text(await jsonBeside(source, 'group_info.json'), 'name');
  return name || source.name.split('/').at(-2);
}
