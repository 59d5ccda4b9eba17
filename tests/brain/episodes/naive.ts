/** The slow truth of what is remembered: every text is read from its beginning for each question. */
import type { Text } from '../../../brain/episodes/contexts.ts';

export const END = 0;
const ORDER = 4;

/** What followed the last `k` tokens of a context: a count for each token. */
export function followersOf(texts: readonly Text[], context: readonly number[], k: number): Map<number, number> {
  const last = context.slice(-k);
  const counts = new Map<number, number>();
  if (last.length < k || last.includes(END)) return counts;
  for (const { ids, learn } of texts)
    for (let i = k; i < ids.length; i++) {
      if (learn && !learn[i]) continue;
      if (last.every((token, j) => ids[i - k + j] === token)) counts.set(ids[i], (counts.get(ids[i]) ?? 0) + 1);
    }
  return counts;
}

/** The Witten–Bell probability of a token, straight from the definition. */
export function probabilityOf(
  texts: readonly Text[],
  context: readonly number[],
  token: number,
  vocabulary: number,
): number {
  const anywhere = new Map<number, number>();
  for (const { ids, learn } of texts)
    for (let i = 1; i < ids.length; i++)
      if ((!learn || learn[i]) && ids[i - 1] !== END) anywhere.set(ids[i], (anywhere.get(ids[i]) ?? 0) + 1);
  const backOff = (counts: Map<number, number>, below: number): number => {
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    return total === 0 ? below : ((counts.get(token) ?? 0) + counts.size * below) / (total + counts.size);
  };
  let p = backOff(anywhere, 1 / vocabulary);
  for (let k = 1; k <= ORDER; k++) p = backOff(followersOf(texts, context, k), p);
  return p;
}
