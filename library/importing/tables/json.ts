/** JSON that is no known export: lists of texts, of messages, of questions and answers; one value a line, or one list. */

import { fileName, isObject, moment, type Reader } from '../reader.ts';
import type { ImportRecord, Telling } from '../record.ts';
import { type Head, lineBatches, type Source, textPieces } from '../source.ts';
import { jsonItems } from './json-scan.ts';
import { qaTurns } from './qa.ts';

/** What people call the words, who said them, and when; the first that is there counts. */
const WORDS = [
  'text',
  'content',
  'body',
  'message',
  'full_text',
  'selftext',
  'comment',
  'post',
  'note',
  'entry',
  'value',
];
const AUTHORS = ['author', 'from', 'sender', 'speaker', 'user', 'username', 'name'];
const TIMES = ['time', 'timestamp', 'date', 'created_at', 'createdAt', 'created_utc', 'datetime'];
const PLACES = ['conversation', 'channel', 'chat', 'thread'];

export const json: Reader = {
  title: 'a JSON list',
  conversations: false,
  detect: (head) => fileName(head).endsWith('.json') && /^\s*[[{]/.test(head.text) && !isLines(head),
  async *read(source, head, telling) {
    for await (const items of jsonItems(textPieces(source, head, telling.warn), ['', '*'], telling.warn)) {
      const batch: ImportRecord[] = [];
      for (const { value } of items) take(value, batch, telling);
      if (batch.length > 0) yield batch;
    }
  },
};

export const jsonl: Reader = {
  title: 'JSON lines',
  conversations: false,
  detect: (head) => /\.(?:jsonl|ndjson)$/.test(fileName(head)) || (fileName(head).endsWith('.json') && isLines(head)),
  read: jsonLines,
};

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

async function* jsonLines(source: Source, head: Head, telling: Telling): AsyncGenerator<ImportRecord[]> {
  let number = 0;
  for await (const lines of lineBatches(textPieces(source, head, telling.warn))) {
    const batch: ImportRecord[] = [];
    for (const line of lines) {
      number++;
      if (line.trim() === '') continue;
      let value: unknown;
      try {
        value = JSON.parse(line);
      } catch {
        telling.leftOut('damaged');
        telling.warn(`is damaged at line ${number}: it is no right JSON; it is left out, and the rest is read.`);
        continue;
      }
      take(value, batch, telling);
    }
    if (batch.length > 0) yield batch;
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
  const words = first(value, WORDS);
  if (words === '') return leftOut('attachment');
  const time = timeOf(value);
  const author = first(value, AUTHORS);
  batch.push({ kind: 'message', author, time, conversation: first(value, PLACES) || undefined, text: words });
}

/** The first of several keys that has words; of an object its name. */
function first(value: unknown, keys: readonly string[]): string {
  if (!isObject(value)) return '';
  for (const key of keys) {
    const found = value[key];
    const inside = isObject(found) ? (found['name'] ?? found['username']) : found;
    if (typeof inside === 'string' && inside.trim() !== '') return inside.trim();
  }
  return '';
}

/** A moment as text, or a number of seconds or milliseconds. */
function timeOf(value: unknown): number | undefined {
  if (!isObject(value)) return undefined;
  for (const key of TIMES) {
    const found = value[key];
    if (typeof found === 'string') return moment(found);
    if (typeof found === 'number') return found > 1e11 ? found : found * 1000;
  }
  return undefined;
}
