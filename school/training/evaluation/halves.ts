import type { Passage } from './evaluate.ts';

/** The half of what is held out that steers learning, or the one that people, best souls and the bench see. */
export type Half = 'steering' | 'public';

/** With fewer held-out tokens an exam of one half says too little to steer by: all of it steers, and all of it is what people see. */
export const LEAST_TOKENS = 1000;

/** With fewer than that nothing can be told from chance, and a count of readings decides. */
export const LEAST_STEERING_TOKENS = 64;

/** A passage is cut into at least this many parts, which belong to the halves in turn. */
const PARTS = 8;
const LEAST_PART = 32;
const MOST_PART = 512;

/**
 * One half of a held-out passage: all of it is read, and only the tokens of that half are marked. The halves take turns every few hundred
 * tokens, so that both are of the same kind, and neither depends on which other passages there are.
 *
 * @param sum of the passage, in hexadecimal: its last digit decides which half begins
 * @param tokenBytes bytes of text that each id stands for
 */
export function halfOf(passage: Passage, half: Half, sum: string, tokenBytes: ArrayLike<number>): Passage {
  const { ids } = passage;
  const part = Math.min(MOST_PART, Math.max(LEAST_PART, Math.floor(ids.length / PARTS)));
  const first = Number.parseInt(sum.slice(-1), 16) % 2;
  const wanted = half === 'steering' ? first : 1 - first;
  const marked = new Uint8Array(ids.length);
  let bytes = 0;
  for (let i = 0; i < ids.length; i++) {
    if (Math.floor(i / part) % 2 !== wanted) continue;
    marked[i] = 1;
    bytes += tokenBytes[ids[i]];
  }
  return { ids, bytes, marked };
}
