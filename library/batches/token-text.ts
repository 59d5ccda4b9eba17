/** The ids of one text, wherever they lie: in memory, or in a file that is larger than memory. */

/** A typed array is one. Shape (tokens). */
export interface TokenText {
  readonly length: number;
  /** The id at a place; undefined beyond the end. */
  at(index: number): number | undefined;
  /** The ids of a stretch in memory, to be read only: short ones are wanted. */
  subarray(from: number, to: number): Uint16Array | Uint32Array | Int32Array;
  /** A stretch as a text of its own, which stays when this one is gone. */
  slice(from: number, to: number): TokenText;
  /** Two texts of the same source have the same ids; absent: that is not known. */
  readonly source?: string;
}

/** Which tokens of a text are learnt: 1 where one is. Shape (tokens). */
export interface LearnMarks {
  readonly length: number;
  subarray(from: number, to: number): Uint8Array;
}

/** Ids that are looked at together. */
const STRETCH = 1 << 16;

/** Goes over the ids from `from` up to `to`, stretch by stretch. Ends early where `stretch` returns true. */
export function eachStretch<T>(
  text: { readonly length: number; subarray(from: number, to: number): T },
  stretch: (ids: T, at: number) => unknown,
  from = 0,
  to = text.length,
): void {
  for (let at = from; at < to; at += STRETCH)
    if (stretch(text.subarray(at, Math.min(at + STRETCH, to)), at) === true) return;
}

/** The first place from `from` on where an id stands; the length of the text where it does not. */
export function placeOfId(text: TokenText, id: number, from: number): number {
  let found = text.length;
  eachStretch(
    text,
    (ids, at) => {
      const index = ids.indexOf(id);
      if (index !== -1) found = at + index;
      return index !== -1;
    },
    from,
  );
  return found;
}

/** How many ids two texts have in common from their beginnings on, or, backwards, from their ends. Never more than `most`. */
export function commonLength(
  one: TokenText,
  other: TokenText,
  backwards = false,
  most = Number.POSITIVE_INFINITY,
): number {
  const length = Math.min(one.length, other.length, most);
  if (one === other || (one.source !== undefined && one.source === other.source)) return length;
  for (let done = 0; done < length; done += STRETCH) {
    const n = Math.min(STRETCH, length - done);
    const part = (text: TokenText) =>
      backwards ? text.subarray(text.length - done - n, text.length - done) : text.subarray(done, done + n);
    const [a, b] = [part(one), part(other)];
    for (let i = 0; i < n; i++) {
      const at = backwards ? n - 1 - i : i;
      if (a[at] !== b[at]) return done + i;
    }
  }
  return length;
}
