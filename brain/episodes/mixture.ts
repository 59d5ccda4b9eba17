/** Weights and memory as one voice. */

/** Somebody who foresees the next token, beside the weights. */
export interface Voter {
  /** how far it is believed, 0…1 */
  readonly share: number;
  /** its probabilities of all tokens. Shape (V) */
  readonly probabilities: ArrayLike<number>;
}

/**
 * Scores whose softmax is the mixture: each voter in turn takes its share of what those before it foresee together, the weights first.
 * On the scale of the logits: without any share, the scores are the logits. A logit that is no number stays none.
 *
 * @param logits of the weights. Shape (V)
 */
export function mixture(logits: ArrayLike<number>, voters: readonly Voter[]): ArrayLike<number> {
  const present = voters.filter(({ share }) => share > 0);
  if (present.length === 0) return logits;
  const scores = Float64Array.from({ length: logits.length }, (_, id) => Math.min(logits[id], Number.MAX_VALUE));
  let top = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > top) top = score;
  if (top === Number.NEGATIVE_INFINITY) return logits;
  let sum = 0;
  for (const score of scores) if (!Number.isNaN(score)) sum += Math.exp(score - top);
  for (let id = 0; id < scores.length; id++) {
    let p = Math.exp(scores[id] - top) / sum;
    for (const { share, probabilities } of present) p = (1 - share) * p + share * probabilities[id];
    scores[id] = top + Math.log(p * sum);
  }
  return scores;
}

/** How much each had to do with a token being drawn, the weights first: its part of the mixture's probability. Together 1. */
export function responsibilities(logits: ArrayLike<number>, voters: readonly Voter[], token: number): number[] {
  let top = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < logits.length; id++) top = Math.max(top, Number.isNaN(logits[id]) ? top : logits[id]);
  let sum = 0;
  for (let id = 0; id < logits.length; id++) if (!Number.isNaN(logits[id])) sum += Math.exp(logits[id] - top);
  const parts = [Math.exp(logits[token] - top) / sum];
  for (const { share, probabilities } of voters) {
    for (let i = 0; i < parts.length; i++) parts[i] *= 1 - share;
    parts.push(share * probabilities[token]);
  }
  const all = parts.reduce((total, part) => total + part, 0);
  return all > 0 ? parts.map((part) => part / all) : parts;
}
