/**
 * What each token costs those who speak as one, in nats: −log of the mean of the probabilities that each of them gave it.
 *
 * @param all of each, of the same tokens
 */
export function lossesTogether(all: readonly ArrayLike<number>[]): Float32Array {
  const [first] = all;
  if (all.length === 1) return Float32Array.from(first);
  return Float32Array.from({ length: first.length }, (_, i) => {
    // from the smallest loss on, so that no probability is lost to rounding
    const least = all.reduce((low, losses) => Math.min(low, losses[i]), Number.POSITIVE_INFINITY);
    const sum = all.reduce((total, losses) => total + Math.exp(least - losses[i]), 0);
    return least - Math.log(sum / all.length);
  });
}
