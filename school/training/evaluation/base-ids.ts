import { ByteTokenizer, type Tokenizer } from '../../../library/tokenizer/index.ts';
import type { Passage } from './evaluate.ts';

/** What is held out stays the same from exam to exam: each text is spelled once. */
const spelled = new WeakMap<object, Int32Array>();

/** The ids that a text had before the vocabulary grew; the same ones where it did not. */
export function baseIdsOf(tokenizer: Tokenizer, ids: Int32Array): Int32Array {
  if (!(tokenizer instanceof ByteTokenizer) || tokenizer.baseSize === tokenizer.vocabularySize) return ids;
  const known = spelled.get(ids);
  if (known) return known;
  const base = Int32Array.from(Array.from(ids, (id) => tokenizer.baseIds(id)).flat());
  spelled.set(ids, base);
  return base;
}

/**
 * A passage in the ids of now. A token counts where the first of its parts did, and the bytes that count stay the same, so that bits per
 * byte of before and after can be compared.
 *
 * @param now of the whole text, of which the passage is the beginning
 */
export function inIdsOfNow(tokenizer: Tokenizer, base: Passage, now: Int32Array): Passage {
  const { ids, marked, bytes } = base;
  const marks: number[] = [];
  let at = 0;
  for (let i = 0; i < now.length && at < ids.length; i++) {
    marks.push(marked ? marked[at] : 1);
    at += tokenizer instanceof ByteTokenizer ? tokenizer.baseIds(now[i]).length : 1;
  }
  const part = now.slice(0, marks.length);
  return { ids: part, bytes, ...(marked ? { marked: Uint8Array.from(marks) } : {}), base };
}
