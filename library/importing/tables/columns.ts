/** Which field of a table or of a JSON record is which: its words, who wrote them, when and where. */
import { isNobody } from '../owner.ts';

/** Names of fields that hold the words; the first that is there counts. All names here are in the form of `plainKey`. */
const WORDS = (
  'text|body|content|contents|message|full text|selftext|comment|post|note|entry|value|comment text|words|' +
  'message text|message body|text content|message content|msg|tweet|caption|nachricht|inhalt|mensaje|mensagem|' +
  'messaggio|post message|texte|texto|testo|bericht|wiadomość|mesaj|сообщение|текст|内容|消息|メッセージ|내용|메시지'
).split('|');

const TIMES = (
  'time|timestamp|date|created at|created utc|datetime|message date|created|created date|sent at|date time|' +
  'timestamp ms|date sent|when|datum|fecha|data|дата|日期|日時|날짜'
).split('|');

const PLACES = ['conversation', 'channel', 'chat', 'thread', 'chat session', 'room', 'conversation id', 'channel name'];

/** What a sender is called, the clearest first; each may be followed by words of `PARTS`. */
const ROLES = (
  'author|from|sender|speaker|user|username|nickname|nick|screen|display|login|handle|participant|actor|creator|poster|' +
  'commenter|writer|profile|member|person|account|owner|who|by|sent by|posted by|written by|created by|real|full|name|' +
  'contact|sent from|character|absender|autor|verfasser|von|expéditeur|auteur|remitente|mittente|autore|remetente|afzender|' +
  'afkomstig van|nadawca|gönderen|avsändare|avsender|afsender|lähettäjä|odesílatel|feladó|отправитель|автор|от|' +
  'المرسل|השולח|发送者|发件人|發送者|作者|差出人|送信者|名前|ユーザー|보낸 사람|사용자|이름'
).split('|');

/** What may follow a role, by how well it names a person. */
const PARTS = [
  ['', 'name', 'display', 'displayname', 'nick', 'nickname', 'real', 'full', 'screen'],
  ['username', 'user', 'login', 'handle'],
  ['email', 'mail', 'address', 'phone', 'number', 'jid'],
  ['id', 'uid', 'uuid', 'uri'],
] as const;

/** Fields that say whether the owner of the data wrote it. */
const OWN = [
  'is from me',
  'from me',
  'is sender',
  'is outgoing',
  'outgoing',
  'is own',
  'own',
  'is mine',
  'mine',
  'is me',
  'is self',
  'sent by me',
];

/** Fields that may say in which direction a message went. */
const DIRECTIONS = [
  'direction',
  'type',
  'message type',
  'folder',
  'box',
  'msg box',
  'message box',
  'in out',
  'richtung',
];

/** Fields that only records of a conversation have. */
const TALK = new Set(
  (
    'to|recipient|recipients|receiver|channel|chat|chat id|thread|thread id|conversation|conversation id|room|reply to|in reply to|' +
    'message id|quoted|quoted message|recipient id|channel id|chat name|channel name|reactions|mentions|read by|delivered|an|empfänger|destinataire|destinatario'
  ).split('|'),
);

/** Fields that only posts of X have. */
const POST =
  /^(?:full text|tweet|tweet id|tweet text|(?:is )?retweet(?:ed|s| count)?(?: .*)?|in reply to (?:status|user|tweet|screen).*)$/;

/** Which fields of a record, by their places in its list of keys, are which; -1: there is none. */
export interface Columns {
  /** All fields that may hold the words, the likeliest first. */
  words: readonly number[];
  /** All fields of one role, the one that names a person best first. */
  authors: readonly number[];
  own: number;
  direction: number;
  time: number;
  place: number;
  /** Whether other fields say that it is a conversation. */
  talk: boolean;
  /** Whether they are posts of X: then `shared` are fields that only a shared post fills, and `answers` one that an answer fills. */
  posts: boolean;
  shared: readonly number[];
  answers: number;
}

/** @example plainKey('senderName') === 'sender name' && plainKey('FROM_ID') === 'from id' */
export function plainKey(key: string): string {
  return key
    .normalize('NFC')
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();
}

export function columnsOf(keys: readonly string[]): Columns {
  const names = keys.map(plainKey);
  const find = (known: readonly string[]): number =>
    known.map((name) => names.indexOf(name)).find((at) => at !== -1) ?? -1;
  const words = WORDS.map((name) => names.indexOf(name)).filter((at) => at !== -1);
  return {
    words,
    authors: authorsIn(names, words),
    own: find(OWN),
    direction: find(DIRECTIONS),
    time: find(TIMES),
    place: find(PLACES),
    talk: names.some((name) => TALK.has(name)),
    posts: names.some((name) => POST.test(name)),
    shared: names.flatMap((name, i) => (/^(?:is )?retweet(?:ed)?\b(?! count)/.test(name) ? [i] : [])),
    answers: names.findIndex((name) => /^in reply to (?:status|user|tweet|screen)/.test(name)),
  };
}

/** The sender's fields: of the clearest role alone, since another role may be another person. */
function authorsIn(names: readonly string[], words: readonly number[]): number[] {
  for (const role of ROLES) {
    const found = names.flatMap((name, at) => {
      const rank = words.includes(at) ? -1 : rankIn(name, role);
      return rank < 0 ? [] : [{ at, rank }];
    });
    if (found.length > 0) return found.sort((a, b) => a.rank - b.rank || a.at - b.at).map(({ at }) => at);
  }
  return [];
}

/** How well a field of a role names a person, 0 best; -1: it is none of the role. */
function rankIn(name: string, role: string): number {
  if (name !== role && !name.startsWith(`${role} `)) return -1;
  const rest = name.slice(role.length).trim();
  // "display", "screen" and their like say who it is only in front of "name"
  if (rest === '') return /^(?:screen|display|real|full)$/.test(role) ? -1 : 0;
  const ranks = rest.split(' ').map((part) => PARTS.findIndex((parts) => (parts as readonly string[]).includes(part)));
  return ranks.includes(-1) ? -1 : Math.max(...ranks);
}

/** Whether a field's value says that the owner wrote the record; undefined if it does not tell. */
export function isOwn(own: unknown, direction: unknown): boolean | undefined {
  if (own === true || own === 1 || /^(?:true|yes|1)$/i.test(textOf(own))) return true;
  if (own === false || own === 0 || /^(?:false|no|0)$/i.test(textOf(own))) return false;
  const way = textOf(direction);
  if (/^(?:sent|outgoing|out|from me|outbox|gesendet|ausgehend|envoyée?|enviad[oa]|inviat[oa]|verzonden)$/i.test(way))
    return true;
  if (/^(?:received|incoming|in|to me|inbox|empfangen|eingehend|reçue?|recibid[oa]|ricevut[oa]|ontvangen)$/i.test(way))
    return false;
  return undefined;
}

/** Keys by which an object names a person, the best first. */
const NAMES = [
  'name',
  'displayname',
  'display name',
  'nickname',
  'nick',
  'username',
  'user name',
  'screen name',
  'full name',
  'real name',
  'login',
  'handle',
];
const ADDRESSES = [
  'email',
  'mail',
  'email address',
  'address',
  'phone',
  'phone number',
  'number',
  'id',
  'user id',
  'uid',
  'uuid',
];

/** The ways in which a field's value names a person, the best first: a string, a number, or the fields of an object. */
export function peopleIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return named(value);
  // several people are no sender
  if (Array.isArray(value)) return value.length === 1 && !Array.isArray(value[0]) ? peopleIn(value[0]) : [];
  const fields = new Map(Object.entries(value).map(([key, inside]) => [plainKey(key), inside]));
  return [...NAMES, ...ADDRESSES].flatMap((key) => named(fields.get(key)));
}

/** A name, if it is one: empty, blank and invisible ones are nobody's. */
function named(value: unknown): string[] {
  if (typeof value === 'number' && Number.isFinite(value)) return [String(value)];
  if (typeof value !== 'string') return [];
  return isNobody(value) ? [] : [value.trim()];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
