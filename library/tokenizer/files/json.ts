/** Reading JSON that somebody else wrote. */

import { tokenizerTexts } from '../texts/tokenizer-texts.ts';
import { show } from './field.ts';

export type Json = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws Error with one sentence if the value is no list */
export function listOf(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error(tokenizerTexts.json.notList(what, show(value)));
}

/** @throws Error with one sentence if the value is no object */
export function recordOf(value: unknown, what: string): Json {
  if (isRecord(value)) return value;
  throw new Error(tokenizerTexts.json.notObject(what, show(value)));
}
