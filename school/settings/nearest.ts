/** Guessing what somebody meant to write. */

/** Changes of one character (put in, left out, exchanged, or two neighbours swapped) that lead from one word to another. */
export function editDistance(a: string, b: string): number {
  const rows: number[][] = [];
  for (let i = 0; i <= a.length; i++) {
    const row: number[] = [];
    for (let j = 0; j <= b.length; j++) {
      if (i === 0 || j === 0) {
        row.push(i + j);
        continue;
      }
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}

/**
 * The known word nearest to a wrong one, upper and lower case alike; undefined if none is near enough to be meant.
 *
 * @example nearest('temprature', ['temperature', 'topK']) // 'temperature'
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const short = word.slice(0, 60).toLowerCase();
  const farthest = Math.max(2, Math.floor(short.length / 3));
  let best: { distance: number; name: string } | undefined;
  for (const name of known) {
    const distance = editDistance(short, name.toLowerCase());
    if (distance <= farthest && distance < (best?.distance ?? Infinity)) best = { distance, name };
  }
  return best?.name;
}
