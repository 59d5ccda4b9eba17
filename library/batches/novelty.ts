/** What came to a library that had been read already: it is read on purpose, and learnt as what it is, until it is known as the rest. */
import type { Place, StreamFile } from './token-ring.ts';

/** Readings after which each one more of a text that came later teaches less. It is read by few streams, and so at a part of the rate. */
const READINGS = 3;
/** Readings of the library until which nothing in it is newer than the rest. */
const SETTLED = 1.5;
/** A file is new while its mean read count is below half the library's. */
const HALF = 0.5;
/** Tokens that a text is known again by: two that agree in all of them, and in length, are hardly different texts. */
const SAMPLED = 256;

/** The newest part of a text: all of it, or what was put behind what was there before. */
interface Part {
  /** Tokens of the whole text when it was last seen. */
  readonly tokens: number;
  /** The first token of its newest part. */
  readonly from: number;
  /** Tokens of that part that were read as inputs. */
  readonly read: number;
  /** Where in it reading on purpose goes on. */
  readonly next: number;
  /** By which the text is known again under another name; states of before do not tell. */
  readonly print?: number;
  /** Whether it may be new still, decided when the text came or changed, so that who goes on with a state reads the same. States of before do not tell. */
  readonly fresh?: boolean;
}

/** As JSON, by text. */
export type NoveltyState = Readonly<Record<string, Part>>;

/**
 * How much of the learning rate a text still deserves that was read so often: 1 at first, then (allowance / read)³, so that all further
 * readings together count half as much as the allowance did.
 */
export const leftToLearn = (read: number, allowance: number): number => Math.min(1, allowance / Math.max(1, read)) ** 3;

export class Novelty {
  private readonly parts: Map<string, Part>;
  /** Texts that may have something new: few, so that looking for it costs nothing in a library of thousands. */
  private readonly fresh = new Set<string>();
  /** How often each text is read by its weight, relative to the library on the whole; absent: all alike. One that is read less is not new for that. */
  relative: ReadonlyMap<string, number> | undefined;

  /** @param known what a state said */
  constructor(known: NoveltyState = {}) {
    this.parts = new Map(Object.entries(known));
  }

  /**
   * Recognises renamed texts and keeps their counts: a text is not read again because it was renamed.
   * @param read tokens of each text that were read as inputs: what was counted under the old name is counted under the new one
   */
  rename(files: readonly StreamFile[], read: Map<string, number>): void {
    const here = new Set(files.map(({ name }) => name));
    const gone = new Map<number, string>();
    for (const [name, { print }] of this.parts) if (print !== undefined && !here.has(name)) gone.set(print, name);
    for (const { name, tokens } of files) {
      if (gone.size === 0) return;
      if (this.parts.has(name)) continue;
      const print = printOf(tokens);
      const before = gone.get(print);
      if (before === undefined) continue;
      gone.delete(print);
      this.parts.set(name, this.parts.get(before)!);
      this.parts.delete(before);
      read.set(name, read.get(before) ?? 0);
      read.delete(before);
    }
  }

  /**
   * Looks at a library that may have changed. A text that grew is new from where it ended before, since a diary is written on at its end.
   * @param read tokens of each text that were read as inputs, @param readings how often all of them were read on the whole
   */
  meet(files: readonly StreamFile[], read: ReadonlyMap<string, number>, readings: number): void {
    this.fresh.clear();
    const here = new Set(files.map(({ name }) => name));
    for (const [name, { fresh: _, ...gone }] of this.parts) if (!here.has(name)) this.parts.set(name, gone);
    for (const { name, tokens } of files) {
      const known = this.parts.get(name);
      const part = changed(known, tokens.length, read.get(name) ?? 0);
      const decided = known?.tokens === tokens.length ? known.fresh : undefined;
      const fresh = decided ?? isNew(part, this.due(name, readings));
      this.parts.set(name, { ...part, print: printOf(tokens), fresh });
      if (fresh) this.fresh.add(name);
    }
  }

  /** Records that tokens were read as inputs, from this place on. */
  count({ file, offset }: Place, tokens: number): void {
    const part = this.parts.get(file);
    if (part && offset >= part.from) this.parts.set(file, { ...part, read: part.read + tokens });
  }

  /** How much a place has to teach by itself, 0…1; 0 where it was read about as often as the rest. */
  newness({ file, offset }: Place, readings: number): number {
    const part = this.fresh.has(file) ? this.parts.get(file)! : undefined;
    return part && offset >= part.from ? newnessOf(part, readings, this.due(file, readings)) : 0;
  }

  /** How often a text was to be read when the library was read so often. */
  private due(file: string, readings: number): number {
    return readings * Math.min(1, this.relative?.get(file) ?? 1);
  }

  /** Where to read on purpose, if there is anything new: in the newest of all, behind the `length` tokens that were taken there last. */
  take(readings: number, length: number): Place | undefined {
    let newest: { file: string; part: Part; newness: number } | undefined;
    for (const file of this.fresh) {
      const part = this.parts.get(file)!;
      const due = this.due(file, readings);
      const newness = newnessOf(part, readings, due);
      if (!isNew(part, due)) this.settle(file, part);
      else if (newness > (newest?.newness ?? 0)) newest = { file, part, newness };
    }
    if (!newest) return undefined;
    const { file, part } = newest;
    const next = part.next + length < part.tokens ? part.next + length : part.from;
    this.parts.set(file, { ...part, next });
    return { file, offset: part.next };
  }

  state(): NoveltyState {
    return Object.fromEntries(this.parts);
  }

  /** It was read as the rest. */
  private settle(file: string, part: Part): void {
    this.fresh.delete(file);
    this.parts.set(file, { ...part, fresh: false });
  }
}

function changed(part: Part | undefined, tokens: number, read: number): Part {
  if (part === undefined) return { tokens, from: 0, read, next: 0 };
  if (tokens <= part.tokens) {
    const from = Math.min(part.from, tokens);
    return { tokens, from, read: part.read, next: Math.max(from, Math.min(part.next, tokens - 1)) };
  }
  const known = part.read >= READINGS * (part.tokens - part.from);
  return known ? { tokens, from: part.tokens, read: 0, next: part.tokens } : { ...part, tokens };
}

/** A number made of a text's length and of tokens from all over it. */
function printOf(tokens: StreamFile['tokens']): number {
  let print = tokens.length;
  for (let i = 0; i < SAMPLED && tokens.length > 0; i++) {
    print = Math.imul(print ^ tokens.at(Math.floor((i * tokens.length) / SAMPLED))!, 0x9e3779b1);
    print ^= print >>> 15;
  }
  return print;
}

const isNew = ({ tokens, from, read }: Part, readings: number): boolean => read < HALF * readings * (tokens - from);

function newnessOf(part: Part, readings: number, due: number): number {
  if (readings <= SETTLED || !isNew(part, due)) return 0;
  return leftToLearn(part.read, READINGS * (part.tokens - part.from));
}
