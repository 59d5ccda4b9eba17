/** JSON that is no known export: lists of texts, of messages, of questions and answers; one value a line, or one list. */

import { type Authorship, fileName, isObject, moment, type Reader } from '../reader.ts';
import type { ImportRecord, Message, Telling } from '../record.ts';
import { type Head, lineBatches, type Source, textPieces } from '../source.ts';
import { importingTexts } from '../texts.ts';
import { type Columns, columnsOf, isOwn, peopleIn } from './columns.ts';
import { isRow, parseJson, valuesInRow, waysIn } from './json-dialect.ts';
import { jsonItems } from './json-scan.ts';
import { isOwnPost, isRetweet, postWords } from './posts.ts';
import { qaTurns } from './qa.ts';

export const json: Reader = {
  title: importingTexts.titles.jsonList,
  conversations: false,
  detect: (head) => fileName(head).endsWith('.json') && /^\s*[[{]/.test(head.text) && !isLines(head),
  async *read(source, head, telling) {
    yield* recordsOf(elements(source, head, telling.warn), head, telling);
  },
  authorship: async (source, head) => authorshipOf(elements(source, head, () => undefined)),
};

export const jsonl: Reader = {
  title: importingTexts.titles.jsonLines,
  conversations: false,
  detect: (head) => /\.(?:jsonl|ndjson)$/.test(fileName(head)) || (fileName(head).endsWith('.json') && isLines(head)),
  async *read(source, head, telling) {
    yield* recordsOf(lines(source, head, telling), head, telling);
  },
  authorship: async (source, head) => authorshipOf(lines(source, head, SILENT)),
};

/**
 * Records of values.
 * @throws Error in one clause that says where words are looked for, and which there are, if none of the values has any
 */
async function* recordsOf(
  batches: AsyncIterable<unknown[]>,
  head: Head,
  { leftOut }: Telling,
): AsyncGenerator<ImportRecord[]> {
  let found = false;
  let hasObjects = false;
  let empty = 0;
  let first: unknown;
  for await (const values of batches) {
    const batch: ImportRecord[] = [];
    for (const value of values) {
      // Beside records, a text alone is a piece of a damaged one, and nobody knows whose.
      hasObjects ||= isObject(value);
      const why = hasObjects && typeof value === 'string' ? 'damaged' : take(value, batch);
      if (why === undefined) continue;
      if (why === 'attachment' && !found) {
        empty++;
        first ??= value;
      } else leftOut(why);
    }
    if (batch.length > 0 && !found) {
      found = true;
      if (empty > 0) leftOut('attachment', empty);
    }
    if (batch.length > 0) yield batch;
  }
  const ways = found ? [] : waysIn(first ?? wholeOf(head));
  if (ways.length === 0) return;
  throw new Error(importingTexts.json.noWordsField(WORDS_TOLD, ways.map((way) => way.slice(0, 60)).join(', ')));
}

/** The value of a small file. */
function wholeOf({ text }: Head): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

const WORDS_TOLD = 'text, content, body, message, comment, post, note, entry';

const SILENT: Telling = { leftOut: () => undefined, warn: () => undefined };

/** Several lines that are whole values. */
function isLines({ text }: Head): boolean {
  const [first = '', second = ''] = text.split('\n', 2).map((line) => line.trim());
  return isWhole(first) && isWhole(second) && first.startsWith('{');
}

function isWhole(line: string): boolean {
  try {
    parseJson(line.replace(/,\s*$/, ''));
    return true;
  } catch {
    return false;
  }
}

async function* elements(source: Source, head: Head, warn: Telling['warn']): AsyncGenerator<unknown[]> {
  const pieces = textPieces(source, head, warn);
  if (isRow(head.text)) {
    for await (const values of valuesInRow(pieces, warn)) {
      yield values.flatMap((value) => (Array.isArray(value) ? value : [value]));
    }
    return;
  }
  for await (const items of jsonItems(pieces, ['', '*', '**'], warn)) {
    // Lists of words within records are no texts.
    yield items.filter(({ value, list }) => !list.includes('.') || isObject(value)).map(({ value }) => value);
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
        values.push(parseJson(line.replace(/,\s*$/, '')));
      } catch {
        leftOut('damaged');
        warn(importingTexts.lines.badJson(number));
      }
    }
    yield values;
  }
}

/** Adds a record of a value, whatever it is. @returns why it has none */
function take(value: unknown, batch: ImportRecord[]): 'attachment' | 'forwarded' | undefined {
  if (typeof value === 'string') {
    if (value.trim() === '') return 'attachment';
    batch.push({ kind: 'document', begins: true, text: `${value.trim()}\n` });
    return undefined;
  }
  const turns = qaTurns(value);
  if (turns !== undefined && turns.length > 0) {
    batch.push({ kind: 'qa', turns });
    return undefined;
  }
  const message = messageOf(value);
  if (message === 'forwarded') return message;
  if (message === undefined) return 'attachment';
  batch.push(message);
  return undefined;
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
