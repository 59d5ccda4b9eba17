/** Google Hangouts in Takeout: all conversations in one `Hangouts.json`, which says which of the people its owner is. */
import { isObject, type Reader, text } from '../../reader.ts';
import type { LeftOut, Message } from '../../record.ts';
import { textPieces } from '../../source.ts';
import { jsonItems } from '../../tables/json-scan.ts';
import { importingTexts } from '../../texts.ts';

/** As it is since 2017, and as it was before. */
const LISTS = ['conversations[].events', 'conversation_state[].conversation_state.event'];

export const hangouts: Reader = {
  title: importingTexts.titles.hangouts,
  conversations: true,
  archive: true,
  detect: ({ text: json }) =>
    /^\s*\{\s*(?:"continuation_end_timestamp"[^,]*,\s*)?"conversation(?:s|_state)"\s*:\s*\[/.test(json) &&
    /"(?:self_conversation_state|participant_data|chat_message)"\s*:/.test(json),
  async *read(source, head, { leftOut, warn }) {
    for await (const items of jsonItems(textPieces(source, head, warn), LISTS, warn)) {
      const batch: Message[] = [];
      for (const { value, fields } of items) {
        const message = messageOf(value, conversationOf(fields['conversation']));
        if (typeof message === 'string') leftOut(message);
        else batch.push(message);
      }
      if (batch.length > 0) yield batch;
    }
  },
};

interface Conversation {
  name: string | undefined;
  people: ReadonlyMap<string, string>;
  self: string;
}

const known = new WeakMap<object, Conversation>();

function conversationOf(value: unknown): Conversation {
  if (!isObject(value)) return { name: undefined, people: new Map(), self: '' };
  let found = known.get(value);
  if (found === undefined) known.set(value, (found = read(value)));
  return found;
}

function read(value: Record<string, unknown>): Conversation {
  const inside = isObject(value['conversation']) ? value['conversation'] : value;
  const people = new Map<string, string>();
  const data = inside['participant_data'];
  for (const person of Array.isArray(data) ? data : []) {
    if (isObject(person)) people.set(text(person['id'], 'gaia_id'), text(person, 'fallback_name'));
  }
  const state = inside['self_conversation_state'];
  const readState = isObject(state) ? state['self_read_state'] : undefined;
  const self = isObject(readState) ? text(readState['participant_id'], 'gaia_id') : '';
  const others = [...people].flatMap(([id, name]) => (id === self || name === '' ? [] : [name]));
  return { name: text(inside, 'name') || others.slice(0, 4).join(', ') || undefined, people, self };
}

function messageOf(value: unknown, { name, people, self }: Conversation): Message | LeftOut {
  if (!isObject(value)) return 'damaged';
  const { chat_message: said } = value;
  if (!isObject(said)) return 'system';
  const words = wordsOf(said['message_content']);
  if (words === '') return 'attachment';
  const id = text(value['sender_id'], 'gaia_id');
  const microseconds = Number(text(value, 'timestamp'));
  return {
    kind: 'message',
    author: people.get(id) || id,
    authorId: id,
    own: self === '' ? undefined : id === self,
    time: microseconds > 0 ? microseconds / 1000 : undefined,
    conversation: name,
    text: words,
  };
}

function wordsOf(content: unknown): string {
  const segments = isObject(content) ? content['segment'] : undefined;
  if (!Array.isArray(segments)) return '';
  return segments
    .map((segment) => (text(segment, 'type') === 'LINE_BREAK' ? '\n' : text(segment, 'text')))
    .join('')
    .trim();
}
