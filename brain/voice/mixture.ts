/**
 * What several say together: the logarithm of the mean of their probabilities, as logits again. The mean of probabilities, not of logits,
 * so that each may be sure of something that the others do not know.
 *
 * @param all logits(V) of each; at least one
 * @example mixture([[0, 0], [Math.log(3), 0]]) // [log 0.625, log 0.375]
 */
export function mixture(all: readonly ArrayLike<number>[]): Float64Array {
  const size = all[0].length;
  const sum = new Float64Array(size);
  const odds = new Float64Array(size);
  for (const logits of all) {
    let top = Number.NEGATIVE_INFINITY;
    for (let id = 0; id < size; id++) if (logits[id] > top) top = logits[id];
    let total = 0;
    for (let id = 0; id < size; id++) {
      odds[id] = Math.exp(logits[id] - top);
      total += odds[id];
    }
    const share = 1 / (total * all.length);
    for (let id = 0; id < size; id++) sum[id] += share * odds[id];
  }
  for (let id = 0; id < size; id++) sum[id] = Math.log(sum[id]);
  return sum;
}
