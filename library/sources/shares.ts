/** How much of all reading each source gets. */
import { SOURCES, type SourceKind, type SourceName } from './names.ts';

/** Of its weight, what a source keeps that is to be known by heart and is: it is only rehearsed. */
const REHEARSAL = 0.2;

/** The share of the library that a source must hold to be drawn by its whole weight. */
const FULL = 0.1;

/** The most that a source of constant weight gets, in its weights. */
const MOST_PLENTY = 4;

/** A source that has something to give. */
export interface Present {
  readonly name: SourceName;
  readonly weight: number;
  /** that it holds */
  readonly tokens: number;
  /** of all that it holds, together; counts for sources that are to be known by heart */
  readonly newness: number;
}

/** Shares of sources, together 1; all for the library where none has a weight. @param libraryTokens tokens of the library */
export function sharesOf(sources: readonly Present[], libraryTokens: number): Map<SourceName, number> {
  const weights = sources.map(({ name, weight, tokens, newness }) => {
    const kind = SOURCES[name];
    const wanted = kind.byHeart ? REHEARSAL + (1 - REHEARSAL) * Math.min(1, newness) : 1;
    // who corrects a reply wants that reply learnt, however little it is; all else waits for its turn, and the memory knows it meanwhile
    return weight * wanted * (kind.byHeart && kind.taught ? 1 : plenty(kind, tokens, libraryTokens));
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (sum === 0) return new Map([['library', 1]]);
  return new Map(sources.map(({ name }, i) => [name, weights[i]! / sum]));
}

/**
 * How much of its weight a source deserves for what it holds, 0…1: all of it from a tenth of the library on. Nothing is to be repeated
 * over and over only because there is little of it: nine dialogues were read a thousand times in a minute before, and ten greetings that
 * were drilled became the answer to nine of twenty other questions (school/EXPERIMENTS.md).
 * A source of constant weight keeps it in any case, and gets more of it where the library is so small that it is learnt before the source is.
 */
function plenty(kind: SourceKind, tokens: number, libraryTokens: number): number {
  if (kind.gives !== 'passages') return 1;
  const held = tokens / (FULL * libraryTokens);
  return kind.constant ? Math.min(MOST_PLENTY, Math.max(1, held)) : Math.min(1, held);
}
