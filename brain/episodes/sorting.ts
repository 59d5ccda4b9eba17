/** Sorting places of texts by the tokens before them. */

/** Tokens before a place that it is sorted by: longer contexts bring nothing (school/EXPERIMENTS.md). */
export const ORDER = 4;

/** What the k-th token before a place is sorted by: its id and one; 0 if `end` stands between, where the context is over. */
export function keyOf(tokens: Uint16Array, place: number, k: number, end: number): number {
  for (let back = 1; back <= k; back++) if (tokens[place - back] === end) return 0;
  return tokens[place - k] + 1;
}

/** Fewer places are compared with one another: counting takes a while for each token of the vocabulary. */
const FEW = 256;

/** Which of two places comes first, by the tokens before them; 0 where ORDER of these are the same. */
export function comparePlaces(a: number, b: number, tokens: Uint16Array, end: number): number {
  for (let k = 1; k <= ORDER; k++) {
    const [one, other] = [keyOf(tokens, a, k, end), keyOf(tokens, b, k, end)];
    if (one !== other || one === 0) return one - other;
  }
  return 0;
}

/**
 * Sorts places by the token before each, those with equal ones by the token before that, and so on, ORDER tokens deep. In place, by
 * counting, from the furthest token to the nearest: ORDER passes over all places, whatever the texts are like. Places behind equal tokens
 * keep their order.
 */
export function sortPlaces(places: Int32Array, tokens: Uint16Array, end: number, vocabulary: number): void {
  if (places.length < FEW) return places.set(Array.from(places).sort((a, b) => comparePlaces(a, b, tokens, end)));
  let from: Int32Array = places;
  let to: Int32Array = new Int32Array(places.length);
  const keys = new Uint32Array(places.length);
  const firsts = new Int32Array(vocabulary + 2);
  for (let k = ORDER; k >= 1; k--) {
    firsts.fill(0);
    for (let i = 0; i < from.length; i++) {
      keys[i] = keyOf(tokens, from[i], k, end);
      firsts[keys[i] + 1]++;
    }
    for (let key = 0; key <= vocabulary; key++) firsts[key + 1] += firsts[key];
    for (let i = 0; i < from.length; i++) to[firsts[keys[i]]++] = from[i];
    [from, to] = [to, from];
  }
  if (from !== places) places.set(from);
}
