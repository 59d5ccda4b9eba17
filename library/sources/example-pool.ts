/** Passages that are drawn again and again, in bounded memory. */
import { sourceTexts } from './texts.ts';

/** A short piece that is learnt as a whole, from empty memories. */
export interface TokenExample {
  readonly id: string;
  /** Shape (tokens), at least 2. */
  readonly ids: ArrayLike<number>;
  /** Shape (tokens): 1 where a token is learnt. */
  readonly learn: ArrayLike<number>;
}

/** What draws passages. */
export interface Drawer {
  /** How many there are. */
  readonly size: number;
  /** Tokens of all of them that are learnt. */
  readonly tokens: number;
  /** @param random 0 ≤ random() < 1. To be called only if there are any. */
  draw(random: () => number): TokenExample;
  find(id: string): TokenExample | undefined;
  /** How much there is still to learn of a passage, 0…1. */
  newness(id: string): number;
  /** The newness of all of them together. */
  newnessOfAll(): number;
  /** It was read once more; `exact`: each of its learnt tokens would have been guessed. */
  mark(id: string, exact: boolean): void;
}

/** How well a passage is known: how often it was read, how often since it was last known, and how often in a row it was exact, less what slipped. */
export type Knowledge = readonly [reads: number, tries: number, exact: number];

/** Exact so often in a row, it is known by heart. */
const BY_HEART = 3;
/**
 * What was exact for long may slip now and then: each slip takes back as much as made it known, of at most so much. Were one enough, a
 * passage that is nearly always exact would be new again and again, and drilled until it is the answer to everything.
 */
const SURENESS = 12;
/** After this many tries the rate falls: an example that cannot be learnt must not spoil the rest. */
const TRIES = 400;
/** How much more often a passage is drawn that is not yet known. */
const EAGERNESS = 7;
/** Most passages and tokens that are kept: the newest. */
const MOST = 4096;
const MOST_TOKENS = 1 << 20;

const NOTHING: Knowledge = [0, 0, 0];

/** Passages by their ids, in the order in which they came; the oldest go when there are too many. */
export class ExamplePool implements Drawer {
  private readonly byHeart: boolean;
  private readonly passages = new Map<string, TokenExample>();
  private readonly knowledge = new Map<string, Knowledge>();
  private held = 0;
  tokens = 0;

  /** @param known what a state said; passages that it does not name are new */
  constructor(byHeart: boolean, known: Readonly<Record<string, Knowledge>> = {}) {
    this.byHeart = byHeart;
    for (const [id, knowledge] of Object.entries(known)) this.knowledge.set(id, knowledge);
  }

  get size(): number {
    return this.passages.size;
  }

  /** A passage of an id that is there takes its place and is new; one with nothing to learn is left out. */
  add(passage: TokenExample): void {
    const { id, ids } = passage;
    // a saved state names passages before they are added
    if (this.passages.has(id)) this.remove(id);
    if (ids.length > MOST_TOKENS || learntOf(passage) === 0) return;
    this.passages.set(id, passage);
    this.tokens += learntOf(passage);
    this.held += ids.length;
    for (const oldest of this.passages.keys()) {
      if (this.size <= MOST && this.held <= MOST_TOKENS) break;
      this.remove(oldest);
    }
  }

  /** False if it was not there. */
  remove(id: string): boolean {
    const passage = this.passages.get(id);
    this.knowledge.delete(id);
    if (!passage) return false;
    this.passages.delete(id);
    this.tokens -= learntOf(passage);
    this.held -= passage.ids.length;
    return true;
  }

  draw(random: () => number): TokenExample {
    const weights = Array.from(this.passages.keys(), (id) => 1 + EAGERNESS * this.newness(id));
    let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
    let i = 0;
    for (const passage of this.passages.values()) {
      left -= weights[i++]!;
      if (left < 0 || i === weights.length) return passage;
    }
    throw new RangeError(sourceTexts.noPassage);
  }

  find(id: string): TokenExample | undefined {
    return this.passages.get(id);
  }

  newness(id: string): number {
    if (!this.byHeart) return 0;
    const [, tries, exact] = this.knowledge.get(id) ?? NOTHING;
    return exact >= BY_HEART ? 0 : Math.min(1, TRIES / Math.max(1, tries)) ** 3;
  }

  newnessOfAll(): number {
    if (!this.byHeart) return 0;
    let sum = 0;
    for (const id of this.passages.keys()) sum += this.newness(id);
    return sum;
  }

  mark(id: string, exact: boolean): void {
    if (!this.byHeart || !this.passages.has(id)) return;
    const [reads, tries, row] = this.knowledge.get(id) ?? NOTHING;
    // what is forgotten again is new again
    const next = exact ? Math.min(row + 1, SURENESS) : Math.max(0, row - BY_HEART);
    this.knowledge.set(id, [reads + 1, next >= BY_HEART ? 0 : tries + 1, next]);
  }

  /** It was read `reads` times in one go, after which it was known or not. */
  consolidated(id: string, reads: number, isKnown: boolean): void {
    if (!this.byHeart || !this.passages.has(id)) return;
    const [before, tries] = this.knowledge.get(id) ?? NOTHING;
    this.knowledge.set(id, [before + reads, isKnown ? 0 : tries + 1, isKnown ? SURENESS : 0]);
  }

  /** How often it was tried in vain since it was last known. */
  tries(id: string): number {
    return (this.knowledge.get(id) ?? NOTHING)[1];
  }

  /** An exam found that it is not known any more: it is new, however often it was read. False if it is not there. */
  lose(id: string): boolean {
    const [reads] = this.knowledge.get(id) ?? NOTHING;
    if (!this.passages.has(id)) return false;
    this.knowledge.set(id, [reads, 0, 0]);
    return true;
  }

  /** All that are there, the oldest first. */
  all(): readonly TokenExample[] {
    return [...this.passages.values()];
  }

  /** How often it was read, and whether it is known by heart. */
  known(id: string): { reads: number; byHeart: boolean } {
    const [reads, , exact] = this.knowledge.get(id) ?? NOTHING;
    return { reads, byHeart: exact >= BY_HEART };
  }

  /** The knowledge of every passage in the pool, as JSON. */
  state(): Record<string, Knowledge> {
    return Object.fromEntries([...this.knowledge].filter(([id]) => this.passages.has(id)));
  }
}

export function learntOf({ learn }: TokenExample): number {
  let learnt = 0;
  // the first token is nobody's target
  for (let i = 1; i < learn.length; i++) learnt += learn[i]!;
  return learnt;
}
