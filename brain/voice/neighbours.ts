/** The tokens whose vectors point in nearly the same direction: what a brain takes for alike. Pure. */

export interface Neighbour {
  readonly id: number;
  /** cosine of the angle between the vectors, -1 … 1 */
  readonly cosine: number;
}

/**
 * The nearest rows to row `id`, nearest first, without itself.
 *
 * @param table vectors of all tokens. Shape (vocabulary, channels)
 * @param most neighbours at most
 */
export function nearestTokens(table: Float32Array, channels: number, id: number, most: number): Neighbour[] {
  const rows = table.length / channels;
  const lengthOf = (row: number): number => {
    let sum = 0;
    for (let c = row * channels; c < (row + 1) * channels; c++) sum += table[c] ** 2;
    return Math.sqrt(sum);
  };
  const own = lengthOf(id);
  const found: Neighbour[] = [];
  for (let row = 0; row < rows; row++) {
    if (row === id) continue;
    let dot = 0;
    for (let c = 0; c < channels; c++) dot += table[id * channels + c] * table[row * channels + c];
    const cosine = dot / (own * lengthOf(row) || 1);
    if (found.length < most || cosine > found[found.length - 1].cosine) {
      found.push({ id: row, cosine });
      found.sort((a, b) => b.cosine - a.cosine);
      found.length = Math.min(found.length, most);
    }
  }
  return found;
}
