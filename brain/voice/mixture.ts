/**
 * What several say together: the logarithm of the mean of their probabilities, as logits again. The mean of probabilities, not of logits,
 * so that each may be sure of something that the others do not know.
 *
 * @param all logits(V) of each; at least one
 * @example mixture([[0, 0], [Math.log(3), 0]]) // [log 0.625, log 0.375]
 */
export function mixture(all: readonly ArrayLike<number>[]): Float64Array {
  const sum = new Float64Array(all[0].length);
  for (const logits of all) {
    let top = Number.NEGATIVE_INFINITY;
    for (let id = 0; id < logits.length; id++) if (logits[id] > top) top = logits[id];
    const odds = Float64Array.from(logits, (logit) => Math.exp(logit - top));
    let total = 0;
    for (const odd of odds) total += odd;
    for (let id = 0; id < sum.length; id++) sum[id] += odds[id] / total;
  }
  return sum.map((p) => Math.log(p / all.length));
}
