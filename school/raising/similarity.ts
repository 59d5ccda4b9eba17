/**
 * How like two texts are, 0 … 1: the cosine of how often each three characters in a row stand in them (Damashek, “Gauging Similarity with
 * n-Grams”, Science 267, 1995). Capitals, and how wide spaces are, do not count. 1 for the same text, 0 where nothing is shared.
 *
 * @example similarity('the sea is calm', 'The sea was calm.') // 0.77…
 */
export function similarity(a: string, b: string): number {
  const [x, y] = [gramsOf(a), gramsOf(b)];
  if (x.size === 0 || y.size === 0) return x.size === y.size ? 1 : 0;
  let shared = 0;
  for (const [gram, count] of x) shared += count * (y.get(gram) ?? 0);
  return Math.min(1, shared / (lengthOf(x) * lengthOf(y)));
}

const GRAM = 3;

/** A space at both ends, so that a text of one character has a gram, too. */
function gramsOf(text: string): Map<string, number> {
  const words = text.toLowerCase().replace(/\s+/gu, ' ').trim();
  const grams = new Map<string, number>();
  if (words === '') return grams;
  const characters = Array.from(` ${words} `);
  for (let i = 0; i + GRAM <= characters.length; i++) {
    const gram = characters.slice(i, i + GRAM).join('');
    grams.set(gram, (grams.get(gram) ?? 0) + 1);
  }
  return grams;
}

const lengthOf = (grams: ReadonlyMap<string, number>): number =>
  Math.sqrt([...grams.values()].reduce((sum, count) => sum + count * count, 0));
