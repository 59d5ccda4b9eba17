/**
 * How much each head of a GPT hears of what is 0, 1, 2, … tokens back, on average over the places of the first stream of qkv(B,T,3C):
 * one row of T shares for each head. In plain numbers, since it is looked at now and then only.
 */
export function lagsOf(qkv: ArrayLike<number>, time: number, channels: number, heads: number): number[][] {
  const depth = channels / heads;
  return Array.from({ length: heads }, (_, h) => {
    const shares = new Array<number>(time).fill(0);
    for (let t = 0; t < time; t++) {
      const query = t * 3 * channels + h * depth;
      const scores = Array.from({ length: t + 1 }, (_, lag) => {
        const key = (t - lag) * 3 * channels + channels + h * depth;
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
