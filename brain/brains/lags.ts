/**
 * How much each head of queries hears of the token 0, 1, 2, … places back, on average over the places of the first stream of
 * qkv(B,T,(H+2G)·D), whose columns are as in ops/attention.ts: one row of T shares for each head. In plain numbers, since it runs only when
 * somebody looks.
 */
export function lagsOf(
  qkv: ArrayLike<number>,
  time: number,
  channels: number,
  heads: number,
  kvHeads = heads,
): number[][] {
  const depth = channels / heads;
  const row = channels + 2 * kvHeads * depth;
  return Array.from({ length: heads }, (_, h) => {
    const shares = new Array<number>(time).fill(0);
    for (let t = 0; t < time; t++) {
      const query = t * row + h * depth;
      const scores = Array.from({ length: t + 1 }, (_, lag) => {
        const key = (t - lag) * row + channels + Math.floor((h * kvHeads) / heads) * depth;
        let sum = 0;
        for (let d = 0; d < depth; d++) sum += qkv[query + d] * qkv[key + d];
        return sum / Math.sqrt(depth);
      });
      const top = Math.max(...scores);
      const weights = scores.map((score) => Math.exp(score - top));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      weights.forEach((weight, lag) => {
        shares[lag] += weight / total / time;
      });
    }
    return shares;
  });
}
