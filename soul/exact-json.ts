/** JSON that gives back exactly what it was given: `NaN`, `±Infinity`, `-0` and bigints too, and nothing lost in silence. */

import { printable, SoulError } from './errors.ts';
import { soulTexts } from './texts.ts';

const MAX_DEPTH = 100;

/**
 * @example encodeExactly({ loss: NaN, seed: 7n }) // '{"loss":{"$number":"NaN"},"seed":{"$bigint":"7"}}'
 * @throws SoulError (`content`) that names the place of anything else JSON would lose (typed arrays, Maps, functions, …).
 */
export function encodeExactly(value: unknown): string {
  return JSON.stringify(encode(value, 'state', 0));
}

/** The inverse of `encodeExactly`. Throws a SyntaxError for text that is not JSON. */
export function decodeExactly(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('$number' in value) return Number(value.$number);
    if ('$bigint' in value) return BigInt(String(value.$bigint));
    return value;
  });
}

function encode(value: unknown, place: string, depth: number): unknown {
  if (depth > MAX_DEPTH) throw unfit(place, soulTexts.save.tooDeep(MAX_DEPTH));
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (Object.is(value, -0)) return { $number: '-0' };
    return Number.isFinite(value) ? value : { $number: String(value) };
  }
  if (typeof value === 'bigint') return { $bigint: String(value) };
  // Array.from, since map would skip holes and leave them to turn into null.
  if (Array.isArray(value)) return Array.from(value, (item, i) => encode(item, `${place}[${i}]`, depth + 1));
  if (typeof value !== 'object') throw unfit(place, `is ${typeof value}`);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw unfit(place, soulTexts.save.notPlainObject(value.constructor.name));
  }
  const entries: [string, unknown][] = [];
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    if (key === '$number' || key === '$bigint') throw unfit(`${place}.${key}`, soulTexts.save.reservedKey);
    entries.push([key, encode(item, `${place}.${key}`, depth + 1)]);
  }
  return Object.fromEntries(entries);
}

function unfit(place: string, what: string): SoulError {
  return new SoulError('content', soulTexts.save.notJson(printable(place), what));
}
