/** JSON as programs write it that do not keep to RFC 8259, and what is in a JSON value that holds no words where they are looked for. */

import { importingTexts } from '../texts.ts';
import { ValueEnd } from './json-value.ts';

/** A string; a number that JSON has no form for; a comma behind the last element. */
const UNUSUAL = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b|,(?=\s*[\]}])/gs;

/**
 * Parses a value. NaN and infinities (Python) become null, and commas behind the last element are passed over.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/\bNaN\b|\bInfinity\b|,\s*[\]}]/.test(text)) throw error;
    return JSON.parse(text.replace(UNUSUAL, (found) => (found.startsWith('"') ? found : found === ',' ? '' : 'null')));
  }
}

/** Characters of one value; more is damage. */
const LONGEST = 1 << 23;

/** What may stand between two values. */
const BETWEEN = /^[\s,]*/;

/** Values that follow one another in a text that comes in pieces, with nothing or a comma between. */
export async function* valuesInRow(
  pieces: AsyncIterable<string>,
  warn: (says: string) => void,
): AsyncGenerator<unknown[]> {
  const end = new ValueEnd();
  let buffer = '';
  let number = 0;
  const cut = (last: boolean): unknown[] => {
    const values: unknown[] = [];
    for (;;) {
      if (end.start < 0) {
        buffer = buffer.replace(BETWEEN, '');
        if (buffer === '') return values;
        end.begin(0);
      }
      const found = end.find(buffer);
      // A number or word may go on in the next piece.
      if (found === -1 || (found === buffer.length && !last && !/[\]}"]$/.test(buffer))) {
        if (!last && buffer.length <= LONGEST) return values;
      }
      const at = found <= 0 ? buffer.length : found;
      number++;
      try {
        values.push(parseJson(buffer.slice(0, at)));
      } catch {
        warn(importingTexts.lines.badJsonValue(number));
      }
      buffer = buffer.slice(at);
      end.over();
    }
  };
  for await (const piece of pieces) {
    buffer += piece;
    yield cut(false);
  }
  yield cut(true);
}

/** Whether another value follows the first one in the beginning of a file. */
export function isRow(head: string): boolean {
  const text = head.trimStart();
  const end = new ValueEnd();
  end.begin(0);
  const first = end.find(text);
  return first > 0 && /^[\s,]*[{[]/.test(text.slice(first));
}

/** Ways to texts that are told, and levels that are looked into. */
const MOST_WAYS = 8;
const DEEPEST = 8;

/** Ways to the texts of a value. @example waysIn({ a: [{ b: 'words' }], c: 1 }) // ['a[].b'] */
export function waysIn(value: unknown, way = '', ways = new Set<string>()): string[] {
  if (ways.size < MOST_WAYS && typeof value === 'string' && value.trim() !== '' && way !== '') ways.add(way);
  if (typeof value === 'object' && value !== null && way.split(/[.[]/).length <= DEEPEST) {
    for (const [key, inside] of Object.entries(value)) {
      waysIn(inside, Array.isArray(value) ? `${way}[]` : `${way}${way && '.'}${key}`, ways);
      if (ways.size >= MOST_WAYS) break;
    }
  }
  return [...ways];
}
