/**
 * How much each head of queries hears of the token 0, 1, 2, … places back, on average over the places of the first stream of
 * qkv(B,T,(H+2G)·D), whose columns are as in ops/attention.ts: one row of T shares for each head. In plain numbers, since it runs only when
 * somebody looks. `decays` (G) are those of linear attention, of which the share of the chunk is told; left out: softmax.
 */
export function lagsOf(
  qkv: ArrayLike<number>,
  time: number,
  channels: number,
  heads: number,
  kvHeads = heads,
  decays?: ArrayLike<number>,
): number[][] {
  return attentionOf(qkv, time, channels, heads, kvHeads, decays).map((weights) => {
    const shares = new Array<number>(time).fill(0);
    for (let t = 0; t < time; t++) for (let lag = 0; lag <= t; lag++) shares[lag] += weights[t * time + t - lag] / time;
    return shares;
  });
}

/**
 * How much the token of each row hears of every token, itself included, of the first stream of qkv: one matrix (T,T) for each head of
 * queries, whose rows add up to 1; 0 for tokens that come later.
 */
export function attentionOf(
  qkv: ArrayLike<number>,
  time: number,
  channels: number,
  heads: number,
  kvHeads = heads,
  decays?: ArrayLike<number>,
): Float64Array[] {
  const depth = channels / heads;
  const row = channels + 2 * kvHeads * depth;
  return Array.from({ length: heads }, (_, h) => {
    const matrix = new Float64Array(time * time);
    for (let t = 0; t < time; t++) {
      const query = t * row + h * depth;
      const group = Math.floor((h * kvHeads) / heads);
      const along = (lag: number, of: (x: number) => number) => {
        const key = (t - lag) * row + channels + group * depth;
        let sum = 0;
        for (let d = 0; d < depth; d++) sum += of(qkv[query + d]) * of(qkv[key + d]);
        return sum;
      };
      const lags = Array.from({ length: t + 1 }, (_, lag) => lag);
      const weights = decays
        ? lags.map((lag) => along(lag, feature) * decays[group] ** lag)
        : softened(lags.map((lag) => along(lag, (x) => x) / Math.sqrt(depth)));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      weights.forEach((weight, lag) => {
        matrix[t * time + t - lag] = weight / total;
      });
    }
    return matrix;
  });
}

/** e^score of each, as a share of the largest, so that none is infinite. */
function softened(scores: readonly number[]): number[] {
  const top = Math.max(...scores);
  return scores.map((score) => Math.exp(score - top));
}

/** φ(x) = elu(x) + 1, by which linear attention compares. */
const feature = (x: number): number => (x > 0 ? x + 1 : Math.exp(x));
