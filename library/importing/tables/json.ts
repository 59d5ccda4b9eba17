/** JSON that is no known export: lists of texts, of messages, of questions and answers; one value a line, or one list. */

import { type Authorship, fileName, isObject, moment, type Reader } from '../reader.ts';
import type { ImportRecord, Message, Telling } from '../record.ts';
import { type Head, lineBatches, type Source, textPieces } from '../source.ts';
import { type Columns, columnsOf, isOwn, peopleIn } from './columns.ts';
import { jsonItems } from './json-scan.ts';
import { isOwnPost, isRetweet, postWords } from './posts.ts';
import { qaTurns } from './qa.ts';

export const json: Reader = {
  title: 'a JSON list',
  conversations: false,
  detect: (head) => fileName(head).endsWith('.json') && /^\s*[[{]/.test(head.text) && !isLines(head),
  async *read(source, head, telling) {
    for await (const values of elements(source, head, telling.warn)) {
      const batch: ImportRecord[] = [];
      for (const value of values) take(value, batch, telling);
      if (batch.length > 0) yield batch;
    }
  },
  authorship: async (source, head) => authorshipOf(elements(source, head, () => undefined)),
};

export const jsonl: Reader = {
  title: 'JSON lines',
  conversations: false,
  detect: (head) => /\.(?:jsonl|ndjson)$/.test(fileName(head)) || (fileName(head).endsWith('.json') && isLines(head)),
  async *read(source, head, telling) {
    for await (const values of lines(source, head, telling)) {
      const batch: ImportRecord[] = [];
      for (const value of values) take(value, batch, telling);
      if (batch.length > 0) yield batch;
    }
  },
  authorship: async (source, head) => authorshipOf(lines(source, head, SILENT)),
};

const SILENT: Telling = { leftOut: () => undefined, warn: () => undefined };

/** Several lines that are whole values. */
function isLines({ text }: Head): boolean {
  const [first = '', second = ''] = text.split('\n', 2).map((line) => line.trim());
  return isWhole(first) && isWhole(second) && first.startsWith('{');
}

function isWhole(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

async function* elements(source: Source, head: Head, warn: Telling['warn']): AsyncGenerator<unknown[]> {
  for await (const items of jsonItems(textPieces(source, head, warn), ['', '*'], warn)) {
    yield items.map(({ value }) => value);
  }
}

async function* lines(source: Source, head: Head, { leftOut, warn }: Telling): AsyncGenerator<unknown[]> {
  let number = 0;
  for await (const batch of lineBatches(textPieces(source, head, warn))) {
    const values: unknown[] = [];
    for (const line of batch) {
      number++;
      if (line.trim() === '') continue;
      try {
        values.push(JSON.parse(line));
      } catch {
        leftOut('damaged');
        warn(`is damaged at line ${number}: it is no right JSON; it is left out, and the rest is read.`);
      }
    }
    yield values;
  }
}

/** A record of a value, whatever it is. */
function take(value: unknown, batch: ImportRecord[], { leftOut }: Telling): void {
  if (typeof value === 'string') {
    if (value.trim() === '') return leftOut('attachment');
    batch.push({ kind: 'document', begins: true, text: `${value.trim()}\n` });
    return;
  }
  const turns = qaTurns(value);
  if (turns !== undefined && turns.length > 0) {
    batch.push({ kind: 'qa', turns });
    return;
  }
  const message = messageOf(value);
  if (message === 'forwarded') return leftOut('forwarded');
  if (message === undefined) return leftOut('attachment');
  batch.push(message);
}

/** Messages that lie in one another are looked into no deeper. */
const DEEPEST = 4;

/** What a record says, or nothing if it has no words. */
function messageOf(value: unknown, depth = 0): Message | 'forwarded' | undefined {
  if (!isObject(value) || depth > DEEPEST) return undefined;
  const keys = Object.keys(value);
  const fields = Object.values(value);
  const columns = columnsFor(keys);
  const { author, authorId, own } = senderOf(fields, columns);
  const time = timeOf(fields[columns.time]);
  const place = fields[columns.place];
  const conversation = typeof place === 'string' ? place.trim() || undefined : peopleIn(place)[0];
  for (const at of columns.words) {
    const words = wordsIn(fields[at]);
    if (words !== '') {
      const post = { words, shared: columns.shared.map((i) => fields[i]), answers: fields[columns.answers] };
      if (isRetweet(post, columns)) return 'forwarded';
      return { kind: 'message', author, authorId, own, time, conversation, text: postWords(post) };
    }
    // A message that lies in a field of its own, with its sender inside or beside.
    const inside = messageOf(fields[at], depth + 1);
    if (inside === 'forwarded') return inside;
    if (inside !== undefined) {
      const around = inside.author === '' && inside.own === undefined ? { author, authorId, own } : {};
      return { ...inside, time: inside.time ?? time, conversation: inside.conversation ?? conversation, ...around };
    }
  }
  return undefined;
}

function senderOf(fields: readonly unknown[], columns: Columns): Pick<Message, 'author' | 'authorId' | 'own'> {
  const [author = '', ...others] = columns.authors.flatMap((at) => peopleIn(fields[at]));
  return {
    author,
    authorId: others.length > 0 ? others : undefined,
    own: isOwn(fields[columns.own], fields[columns.direction]) ?? isOwnPost(columns),
  };
}

/** A string, or parts of which some are text. */
function wordsIn(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (!Array.isArray(value)) return '';
  const parts = value.map((part) => (typeof part === 'string' ? part : isObject(part) ? part['text'] : ''));
  return parts.every((part) => typeof part === 'string') ? parts.join('').trim() : '';
}

/** Records of a list have the same keys, mostly. */
let last: { keys: readonly string[]; columns: Columns } | undefined;

function columnsFor(keys: readonly string[]): Columns {
  if (last?.keys.length === keys.length && keys.every((key, i) => key === last!.keys[i])) return last.columns;
  last = { keys, columns: columnsOf(keys) };
  return last.columns;
}

async function authorshipOf(batches: AsyncIterable<unknown[]>): Promise<Authorship> {
  const fields = new Set<string>();
  let talk = false;
  for await (const values of batches) {
    for (const value of values) {
      const message = qaTurns(value) === undefined ? messageOf(value) : undefined;
      if (message === undefined || message === 'forwarded' || !isObject(value)) continue;
      if (message.author !== '' || message.own !== undefined) return { named: true, talk, fields: [] };
      const keys = Object.keys(value);
      const columns = columnsFor(keys);
      talk ||= columns.talk || columns.authors.length > 0;
      for (const key of keys) if (fields.size < MOST_FIELDS) fields.add(key);
    }
  }
  return { named: false, talk, fields: [...fields] };
}

/** Fields that are told. */
const MOST_FIELDS = 100;

/** A moment as text, or a number of seconds or milliseconds. */
function timeOf(found: unknown): number | undefined {
  if (typeof found === 'string') return moment(found);
  return typeof found === 'number' ? (found > 1e11 ? found : found * 1000) : undefined;
}
