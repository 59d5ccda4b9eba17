/** Slack exports: a folder of days for each channel, with who is who in `users.json` above. */

import { isObject, type Reader, text } from '../../reader.ts';
import type { ImportRecord, LeftOut } from '../../record.ts';
import { jsonBeside, type Source, textPieces } from '../../source.ts';
import { jsonItems } from '../../tables/json-scan.ts';
import { importingTexts } from '../../texts.ts';

/** Kinds of messages that a person wrote all the same. */
const SPOKEN = new Set(['', 'thread_broadcast', 'me_message', 'file_share', 'file_comment', 'reply_broadcast']);

export const slack: Reader = {
  title: importingTexts.titles.slack,
  conversations: true,
  archive: true,
  detect: ({ name, text: json }) =>
    /(?:^|\/)\d{4}-\d\d-\d\d\.json$/.test(name) &&
    /^\s*\[/.test(json) &&
    (/"ts"\s*:\s*"\d{9,}\.\d+"/.test(json) || /^\s*\[\s*\]/.test(json)),
  async *read(source, head, { leftOut, warn }) {
    const names = await namesOf(source);
    const conversation = channelOf(source.name);
    for await (const items of jsonItems(textPieces(source, head, warn), [''], warn)) {
      const batch: ImportRecord[] = [];
      for (const { value } of items) {
        const why = whyNot(value);
        if (why !== undefined) {
          leftOut(why);
          continue;
        }
        const { id, profile, words } = spoken(value as Record<string, unknown>);
        const named = text(profile, 'display_name') || text(profile, 'real_name') || id;
        batch.push({
          kind: 'message',
          author: names.get(id) || named,
          authorId: [text(profile, 'name'), id].filter((name) => name !== ''),
          time: Math.round(Number(text(value, 'ts')) * 1000) || undefined,
          conversation,
          text: slackWords(words, names),
        });
      }
      if (batch.length > 0) yield batch;
    }
  },
};

/** Who said what. Old exports have a comment on a file, with its writer, in a field of its own, and tell of it in other words. */
function spoken(message: Record<string, unknown>): { id: string; profile: unknown; words: string } {
  const { comment } = message;
  if (text(message, 'subtype') === 'file_comment') {
    return { id: text(comment, 'user'), profile: undefined, words: text(comment, 'comment') };
  }
  return { id: text(message, 'user'), profile: message['user_profile'], words: text(message, 'text') };
}

function whyNot(message: unknown): LeftOut | undefined {
  if (!isObject(message)) return 'damaged';
  const subtype = text(message, 'subtype');
  if (subtype === 'tombstone') return 'deleted';
  const nameless = text(message, 'user') === '' && text(message, 'username') !== '';
  if (subtype === 'bot_message' || message['bot_id'] !== undefined || nameless) return 'bot';
  if (message['type'] !== 'message' || !SPOKEN.has(subtype)) return 'system';
  // Old exports announce a file in words of their own: <@U1> uploaded a file: …
  if (subtype === 'file_share' && /^<@\w+(?:\|[^>]*)?> (?:uploaded|shared|commented)/.test(text(message, 'text')))
    return 'attachment';
  return spoken(message).words.trim() === '' ? 'attachment' : undefined;
}

/** Slack's notation as words: `<@U1>` is a name in one word, `<https://a.b|words>` its words, and `&lt;` is `<`. */
export function slackWords(written: string, names: ReadonlyMap<string, string>): string {
  return written
    .replace(/<([^<>]*)>/g, (_whole, inside: string) => {
      const [target = '', label] = inside.split('|', 2);
      if (target.startsWith('@')) return `@${(names.get(target.slice(1)) ?? label ?? 'someone').replace(/\s+/g, '_')}`;
      if (target.startsWith('#')) return `#${label ?? 'channel'}`;
      if (target.startsWith('!')) return label ?? `@${target.slice(1).replace(/\^.*$/, '')}`;
      return label ?? target.replace(/^mailto:/, '');
    })
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
}

/** The folder's name: `general`, or of a direct message its number. */
function channelOf(name: string): string | undefined {
  return name.split('/').at(-2);
}

async function namesOf(source: Source): Promise<ReadonlyMap<string, string>> {
  const users = await jsonBeside(source, '../users.json');
  const names = new Map<string, string>();
  for (const user of Array.isArray(users) ? users : []) {
    const profile = isObject(user) ? user['profile'] : undefined;
    const name =
      text(profile, 'display_name') || text(profile, 'real_name') || text(user, 'real_name') || text(user, 'name');
    names.set(text(user, 'id'), name);
  }
  return names;
}
