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

/** Scores within this many temperatures of the highest are sorted first: down to e⁻⁴ of its probability. */
const BAND = 4;

/**
 * Draws an id from logits(V); pure but for the random state it is given. `recent` are the tokens of this conversation, oldest first;
 * `exempt` ids are spared the penalty; `banned` ids are never drawn, nor are those whose logit is no number; +∞ counts as the largest number. The logits are left as
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
  exempt: readonly number[] = [],
): number {
  const scores = new Float64Array(logits.length);
  for (let id = 0; id < scores.length; id++) scores[id] = Math.min(logits[id], Number.MAX_VALUE);
  for (const id of banned) scores[id] = Number.NEGATIVE_INFINITY;
  if (how.repetitionPenalty !== 1 && how.repetitionWindow > 0) {
    for (const id of new Set(recent.slice(-how.repetitionWindow))) {
      if (exempt.includes(id)) continue;
      scores[id] = scores[id] > 0 ? scores[id] / how.repetitionPenalty : scores[id] * how.repetitionPenalty;
    }
  }
  let best = -1;
  for (let id = 0; id < scores.length; id++)
    if (scores[id] > (best < 0 ? Number.NEGATIVE_INFINITY : scores[best])) best = id;
  if (best < 0)
    throw new Error('no next token can be drawn: each is forbidden, or what the brain expects of it is no number');
  if (!(how.temperature > 0)) return best;

  // only tokens that can still be drawn are sorted, a band of scores at a time: most tokens are far too unlikely
  const top = scores[best];
  const weightOf = (id: number): number => Math.exp((scores[id] - top) / how.temperature);
  const order = inOrder(scores, top, BAND * how.temperature);
  let candidates: Iterable<number> = order;
  let total = 0;
  if (how.topK > 0) {
    const most: number[] = [];
    for (const id of order) {
      most.push(id);
      total += weightOf(id);
      if (most.length === how.topK) break;
    }
    candidates = most;
  } else for (let id = 0; id < scores.length; id++) if (scores[id] > Number.NEGATIVE_INFINITY) total += weightOf(id);
  const drawn: number[] = [];
  const weights: number[] = [];
  let reached = 0;
  for (const id of candidates) {
    const weight = weightOf(id);
    // the most likely one is always left
    if (drawn.length > 0 && !(reached < how.topP * total && weight >= how.minP)) break;
    drawn.push(id);
    weights.push(weight);
    reached += weight;
  }
  let draw = random.uniform() * reached;
  for (const [i, id] of drawn.entries()) {
    draw -= weights[i];
    if (draw < 0) return id;
  }
  return drawn[drawn.length - 1];
}

/** The last `most` ids that are not among those left out. */
export function lastOf(ids: readonly number[], most: number, without: ReadonlySet<number>): number[] {
  const found: number[] = [];
  for (let i = ids.length - 1; i >= 0 && found.length < most; i--) if (!without.has(ids[i])) found.push(ids[i]);
  return found.reverse();
}

/** Ids whose scores are numbers, the highest first, of equal ones the lower id; found and sorted band by band, as far as they are asked for. */
function* inOrder(scores: Float64Array, top: number, band: number): Generator<number> {
  let above = Number.POSITIVE_INFINITY;
  let left = 0;
  for (let id = 0; id < scores.length; id++) if (scores[id] > Number.NEGATIVE_INFINITY) left++;
  for (let down = band; left > 0; down *= 2) {
    // a band that is too narrow to change the number, or reaches the end of numbers, takes all that is left
    const from = top - down < top && down < Number.MAX_VALUE ? top - down : Number.NEGATIVE_INFINITY;
    const ids: number[] = [];
    for (let id = 0; id < scores.length; id++) if (scores[id] > from && scores[id] <= above) ids.push(id);
    ids.sort((a, b) => scores[b] - scores[a] || a - b);
    yield* ids;
    left -= ids.length;
    above = from;
  }
}
