/** Exports of every kind with two people's words, damaged at will by a seeded generator: nobody may get the other's words. */
import { Rewriter } from '../../../library/cleaning/rewriter.ts';
import { DEFAULT_RULES } from '../../../library/cleaning/rules.ts';
import { StandIns } from '../../../library/cleaning/stand-ins.ts';
import { formatOf } from '../../../library/importing/formats.ts';
import { importCollection } from '../../../library/importing/importing.ts';
import { Owner, OwnerUnknown } from '../../../library/importing/owner.ts';
import { readHead } from '../../../library/importing/source.ts';
import { memorySource } from './read.ts';

/** What only others say, in every one of their messages. */
export const SECRET = 'zqx';

interface Said {
  own: boolean;
  name: string;
  words: string;
  at: number;
}

/** Who speaks: Mara, Jonas, Tove. */
const ORDER = 'MJTMMJTJMTMJJTMTJM';

const SAID: readonly Said[] = Array.from(ORDER, (letter, i) => {
  const own = letter === 'J';
  const name = own ? 'Jonas Brandt' : letter === 'M' ? 'Mara Lind' : 'Tove Berg';
  return { own, name, words: own ? `my boat number ${i} is blue` : `${SECRET} the harbour ${i} ${SECRET}`, at: i };
});

const two = (number: number): string => String(number).padStart(2, '0');
const lines = (form: (said: Said) => string): string => `${SAID.map(form).join('\n')}\n`;
const json = (make: (said: Said) => unknown, around: (list: unknown[]) => unknown = (list) => list): string =>
  JSON.stringify(around(SAID.map(make)), undefined, 1);
const seconds = (at: number): number => 1710536645 + at * 60;
const nick = (name: string): string => name.split(' ')[0]!.toLowerCase();

/** By the name of a file: an export of each kind. */
export const EXPORTS: Readonly<Record<string, string>> = {
  'WhatsApp Chat with Mara.txt': lines(({ name, words, at }) => `15.03.24, 21:${two(at)} - ${name}: ${words}`),
  '_chat.txt': lines(({ name, words, at }) => `[3/15/24, 9:${two(at)}:05\u202fPM] ${name}: ${words}`),
  'old.txt': lines(({ name, words, at }) => `2016-06-27, 8:${two(at)}:08 AM: ${name}: ${words}`),
  'talk.txt': lines(({ name, words }) => `${name}: ${words}`),
  'pidgin.txt': lines(({ name, words, at }) => `(21:${two(at)}:05) ${name}: ${words}`),
  'saved.txt': lines(({ name, words, at }) => `${name}, [15.03.24 21:${two(at)}]\n${words}\n`),
  '#harbour.log': `--- Log opened Fri Mar 15 21:00:00 2024\n${lines(({ name, words, at }) => `21:${two(at)} <${nick(name)}> ${words}`)}`,
  'chat.md': lines(({ own, name, words, at }) => `[2024-03-15 21:${two(at)}:05] ${own ? 'Me' : name}: ${words}  `),
  'Mara (_id3).txt': lines(({ name, words, at }) => `[Mar 15, 2024 21:${two(at)}:05] <${name}> ${words}`),
  'meeting.txt': lines(({ name, words, at }) => `21:${two(at)}:05\t From ${name} to Everyone:\n\t${words}`),
  '[LINE] Mara.txt': `[LINE] Chat history with Mara\nSaved on: 2024/03/16 10:00\n\n2024/03/15(Fri)\n${lines(({ name, words, at }) => `21:${two(at)}\t${name}\t${words}`)}`,
  'KakaoTalk_Chat_Mara.txt': `마라 님과 카카오톡 대화\n저장한 날짜 : 2024년 3월 16일 오전 10:00\n\n--------------- 2024년 3월 15일 금요일 ---------------\n${lines(({ name, words, at }) => `[${name}] [오후 9:${two(at)}] ${words}`)}`,
  'harbour.txt': `${'='.repeat(62)}\nGuild: Harbour\nChannel: general\n${'='.repeat(62)}\n\n${lines(({ name, words, at }) => `[15/03/2024 21:${two(at)}] ${name}\n${words}\n`)}`,
  'imessage.txt': lines(
    ({ own, name, words, at }) => `May 17, 2022  5:${two(at)}:42 PM\n${own ? 'Me' : name}\n${words}\n`,
  ),
  'list.json': json(({ name, words, at }) => ({ sender: name, text: words, time: seconds(at) })),
  'list.jsonl': lines(({ name, words, at }) => JSON.stringify({ author: { name }, content: words, time: seconds(at) })),
  'table.csv': `date,author,text\n${lines(({ name, words, at }) => `2024-03-15 21:${two(at)},${name},"${words}"`)}`,
  'table.tsv': `when\tnickname\tmessage\n${lines(({ name, words, at }) => `21:${two(at)}\t${name}\t${words}`)}`,
  'discord.json': json(
    ({ name, words }) => ({
      type: 'Default',
      timestamp: '2024-03-15T21:04:05+00:00',
      content: words,
      author: { id: nick(name), name, nickname: name, isBot: false },
    }),
    (messages) => ({ guild: { name: 'G' }, channel: { name: 'talk' }, messages }),
  ),
  'result.json': json(
    ({ name, words, at }) => ({
      id: at,
      type: 'message',
      date_unixtime: String(seconds(at)),
      from: name,
      from_id: `user${nick(name)}`,
      text: words,
    }),
    (messages) => ({ name: 'Mara', type: 'personal_chat', id: 1, messages }),
  ),
  'general/2024-03-15.json': json(({ name, words, at }) => ({
    type: 'message',
    user: name,
    text: words,
    ts: `${seconds(at)}.000100`,
  })),
  'inbox/mara_123456/message_1.json': json(
    ({ name, words, at }) => ({ sender_name: name, timestamp_ms: seconds(at) * 1000, content: words }),
    (messages) => ({ participants: [{ name: 'Mara Lind' }, { name: 'Jonas Brandt' }], messages, title: 'Mara' }),
  ),
  'Groups/DM 1/messages.json': json(
    ({ name, words }) => ({
      creator: { name, email: `${nick(name)}@example.net`, user_type: 'Human' },
      created_date: 'Friday, March 15, 2024 at 9:04:05 PM UTC',
      text: words,
      topic_id: 'a',
    }),
    (messages) => ({ messages }),
  ),
  'matrix.json': json(
    ({ name, words, at }) => ({
      type: 'm.room.message',
      sender: `@${nick(name)}:x.org`,
      content: { msgtype: 'm.text', body: words },
      origin_server_ts: seconds(at) * 1000,
    }),
    (messages) => ({ room_name: 'Harbour', exported_by: '@jonas:x.org', messages }),
  ),
  'import.jsonl': `{"type":"version","version":1}\n${lines(({ name, words, at }) => JSON.stringify({ type: 'post', post: { team: 't', channel: 'c', user: name, message: words, create_at: seconds(at) * 1000 } }))}`,
  'conversations.json': json(
    ({ own, words }) => ({
      sender: own ? 'human' : 'assistant',
      text: words,
      created_at: '2024-03-15T21:04:05Z',
      uuid: 'x',
    }),
    (chat_messages) => [{ uuid: '1', name: 'Boats', chat_messages }],
  ),
  'messages.csv': `id,permalink,thread_id,date,ip,from,to,subject,body\n${lines(({ name, words, at }) => `m${at},x,t1,2024-03-15 21:04:05 UTC,,${nick(name)},y,hi,"${words}"`)}`,
  'sms.xml': `<?xml version='1.0' encoding='UTF-8' ?>\n<smses count="18">\n${lines(({ own, name, words, at }) => `<sms address="+1555000${two(at)}" date="${seconds(at)}000" type="${own ? 2 : 1}" body="${words}" contact_name="${name}" />`)}</smses>\n`,
  'page.html': `<html><body>\n${lines(({ own, name, words, at }) => `<div class="message"><div class="${own ? 'sent iMessage' : 'received'}"><p><span class="timestamp">May 17, 2022 5:${two(at)}:42 PM</span><span class="sender">${own ? 'Me' : name}</span></p><div class="message_part"><span class="bubble">${words}</span></div></div></div>`)}</body></html>\n`,
  'voice.html': `<html><body><div class="hChatLog hfeed">\n${lines(({ own, name, words }) => `<div class="message"><abbr class="dt" title="2014-03-15T21:04:05">Mar 15</abbr>: <cite class="sender vcard"><span class="fn">${own ? 'Me' : name}</span></cite>: <q>${words}</q></div>`)}</div></body></html>\n`,
};

/** Numbers that look like chance and are the same again: mulberry32. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ODD = [0x00, 0x0a, 0x0d, 0x22, 0x2c, 0x3a, 0x3c, 0x5b, 0x5c, 0x7b, 0x7d, 0x80, 0xc3, 0xff];

/** Bytes between two damages. */
const APART = 100;

/** A copy with some small damages: bytes that are changed, lost, doubled or put in, or an end that is cut off. */
export function damaged(bytes: Buffer, chance: () => number): Buffer {
  let now = Buffer.from(bytes);
  const damages = 1 + Math.floor(chance() * 4);
  // Where a line lost its time and its name as well, nothing tells any more whose it is.
  const places: number[] = [];
  for (let i = 0; i < damages && now.length > 8; i++) {
    const at = Math.floor(chance() * now.length);
    if (places.some((place) => Math.abs(place - at) < APART)) continue;
    places.push(at);
    const odd = chance() < 0.5 ? ODD[Math.floor(chance() * ODD.length)]! : Math.floor(chance() * 256);
    const kind = chance();
    if (kind < 0.35) now[at] = odd;
    else if (kind < 0.6) now = Buffer.concat([now.subarray(0, at), now.subarray(at + 1 + Math.floor(chance() * 2))]);
    else if (kind < 0.85) now = Buffer.concat([now.subarray(0, at), Buffer.from([odd]), now.subarray(at)]);
    else if (kind < 0.95) now = Buffer.concat([now.subarray(0, at), now.subarray(Math.max(0, at - 2))]);
    else now = now.subarray(0, Math.max(now.length >> 1, at));
  }
  return now;
}

const OWNERS = ['Jonas Brandt', 'jonas', '@jonas:x.org'];

/** What is learnt of a file that the owner feeds with their name; '' if it is refused. @throws whatever should never be thrown */
export async function learntOf(name: string, bytes: Uint8Array): Promise<string> {
  const source = memorySource(name, bytes, 4096);
  const format = formatOf(await readHead(source));
  if (format === undefined) return '';
  let learnt = '';
  const rewriter = new Rewriter(DEFAULT_RULES, new StandIns());
  const item = { source, format, base: 'all', folder: 'all', place: name, zip: '' };
  try {
    await importCollection(
      { items: [item], size: bytes.length, refused: [], others: [], beside: [], close: () => undefined },
      {
        owner: new Owner(OWNERS),
        others: 'leave',
        rewriter,
        plainRewriter: rewriter,
        speakers: { owner: 'owner', baby: 'baby' },
        sink: {
          append: (_key, text) => {
            learnt += text;
            return undefined;
          },
        },
        onWarning: () => undefined,
      },
    );
  } catch (error) {
    if (!(error instanceof OwnerUnknown)) throw error;
  }
  return learnt;
}

export interface Leak {
  name: string;
  seed: number;
  learnt: string;
}

/** Damages exports so many times in turn. @returns what of others' words was learnt, with the seed that shows it again */
export async function leaksOf(first: number, runs: number): Promise<Leak[]> {
  const names = Object.keys(EXPORTS);
  const leaks: Leak[] = [];
  for (let seed = first; seed < first + runs; seed++) {
    const name = names[seed % names.length]!;
    const learnt = await learntOf(name, damaged(Buffer.from(EXPORTS[name]!), generator(seed)));
    if (learnt.includes(SECRET))
      leaks.push({ name, seed, learnt: learnt.split('\n').find((line) => line.includes(SECRET))! });
  }
  return leaks;
}
