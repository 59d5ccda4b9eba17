/** Weights and memory as one voice. */

/** Somebody who foresees the next token, beside the weights. */
export interface Voter {
  /** how far it is believed, 0…1 */
  readonly share: number;
  /** its probabilities of all tokens. Shape (V) */
  readonly probabilities: ArrayLike<number>;
}

/** What the softmax of logits is made of: found once for a token, since exponentials of a whole vocabulary take as long as a layer. */
export interface Odds {
  /** the largest logit */
  readonly top: number;
  /** exp(logit − top); of a logit that is no number none either. Shape (V) */
  readonly each: Float64Array;
  /** of all that are numbers */
  readonly sum: number;
}

export function oddsOf(logits: ArrayLike<number>): Odds {
  const each = new Float64Array(logits.length);
  let top = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < each.length; id++) {
    each[id] = Math.min(logits[id], Number.MAX_VALUE);
    if (each[id] > top) top = each[id];
  }
  let sum = 0;
  for (let id = 0; id < each.length; id++) {
    const odds = Math.exp(each[id] - top);
    each[id] = odds;
    if (!Number.isNaN(odds)) sum += odds;
  }
  return { top, each, sum };
}

/**
 * Scores whose softmax is the mixture: each voter in turn takes its share of what those before it foresee together, the weights first.
 * On the scale of the logits: without any share, the scores are the logits. A logit that is no number stays none.
 *
 * @param logits of the weights. Shape (V)
 * @param odds of the same logits
 */
export function mixture(
  logits: ArrayLike<number>,
  voters: readonly Voter[],
  { top, each, sum }: Odds = oddsOf(logits),
): ArrayLike<number> {
  const present = voters.filter(({ share }) => share > 0);
  if (present.length === 0 || top === Number.NEGATIVE_INFINITY) return logits;
  const scores = new Float64Array(each.length);
  for (let id = 0; id < scores.length; id++) scores[id] = each[id] / sum;
  for (const { share, probabilities } of present) {
    const rest = 1 - share;
    for (let id = 0; id < scores.length; id++) scores[id] = rest * scores[id] + share * probabilities[id];
  }
  for (let id = 0; id < scores.length; id++) scores[id] = top + Math.log(scores[id] * sum);
  return scores;
}

/** How much each had to do with a token being drawn, the weights first: its part of the mixture's probability. Together 1. */
export function responsibilities({ each, sum }: Odds, voters: readonly Voter[], token: number): number[] {
  const parts = [each[token] / sum];
  for (const { share, probabilities } of voters) {
    for (let i = 0; i < parts.length; i++) parts[i] *= 1 - share;
    parts.push(share * probabilities[token]);
  }
  const all = parts.reduce((total, part) => total + part, 0);
  return all > 0 ? parts.map((part) => part / all) : parts;
}
