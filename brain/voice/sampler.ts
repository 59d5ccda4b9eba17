import type { Random } from '../engine/random.ts';

/** How the next token is drawn. Order of the filters: repetition penalty, temperature, top-k, top-p, min-p. */
export interface Sampling {
  /** logits are divided by this; 0 takes the most likely token */
  readonly temperature: number;
  /** only the k most likely; 0 = all */
  readonly topK: number;
  /** only the most likely whose probabilities reach p together (Holtzman et al. 2019); 1 = all */
  readonly topP: number;
  /** only those at least this share as likely as the most likely one (Nguyen et al. 2024); 0 = all */
  readonly minP: number;
  /** logits of recent tokens are divided (positive) or multiplied (negative) by this (Keskar et al. 2019); 1 = off */
  readonly repetitionPenalty: number;
  /** how many of the last tokens count as recent */
  readonly repetitionWindow: number;
}

/**
 * Draws an id from logits(V); pure but for the random state it is given. `recent` are the tokens of this conversation, oldest first;
 * `banned` ids are never drawn, nor are those whose logit is no number; +∞ counts as the largest number. The logits are left as
 * they are. Throws when no id is left.
 *
 * @example sample([0, 5, 1], { temperature: 0, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1, repetitionWindow: 0 }, [], random) // 1
 */
export function sample(
  logits: ArrayLike<number>,
  how: Sampling,
  recent: readonly number[],
  random: Random,
  banned: readonly number[] = [],
): number {
  const scores = Float64Array.from(logits, (score) => Math.min(score, Number.MAX_VALUE));
  for (const id of banned) scores[id] = Number.NEGATIVE_INFINITY;
  if (how.repetitionPenalty !== 1 && how.repetitionWindow > 0) {
    for (const id of new Set(recent.slice(-how.repetitionWindow))) {
      scores[id] = scores[id] > 0 ? scores[id] / how.repetitionPenalty : scores[id] * how.repetitionPenalty;
    }
  }
  const order = Array.from(scores.keys()).filter((id) => scores[id] > Number.NEGATIVE_INFINITY);
  if (order.length === 0)
    throw new Error('sample: there is nothing to say: every token is banned or its logit is no number');
  if (!(how.temperature > 0)) return order.reduce((best, id) => (scores[id] > scores[best] ? id : best));

  order.sort((a, b) => scores[b] - scores[a] || a - b);
  const top = scores[order[0]];
  const kept = how.topK > 0 ? order.slice(0, how.topK) : order;
  const weights = kept.map((id) => Math.exp((scores[id] - top) / how.temperature));
  const total = weights.reduce((sum, w) => sum + w, 0);
  let count = 1; // the most likely one is always left
  let reached = weights[0];
  while (count < kept.length && reached < how.topP * total && weights[count] >= how.minP * weights[0]) {
    reached += weights[count++];
  }
  let draw = random.uniform() * reached;
  for (let i = 0; i < count; i++) {
    draw -= weights[i];
    if (draw < 0) return kept[i];
  }
  return kept[count - 1];
}
