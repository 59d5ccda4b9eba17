/** What is said of the memory of episodes, and of what a reply came from. Plain data only. */

/** What may speak in a reply beside the weights: everything, what may be said to anybody, or nothing. */
export type MemoryScope = 'all' | 'public' | 'none';

/** Where a word of a reply may come from; `chat`: other conversations, `api`: what its owner said through programs, `talk`: this one. */
export const ORIGINS = ['weights', 'library', 'chat', 'api', 'twitch', 'talk', 'correction'] as const;
export type ReplyOrigin = (typeof ORIGINS)[number];

/** How much each had to do with it, together 1; those that are left out nothing. */
export type OriginShares = { readonly [O in ReplyOrigin]?: number };

/** A piece of a reply, and what had most to do with it. */
export interface OriginRun {
  readonly from: ReplyOrigin;
  /** characters of the reply, in UTF-16 units */
  readonly length: number;
}

/** What is remembered of one source. */
export interface RememberedSource {
  readonly source: 'library' | 'answers' | 'corrections' | 'chat' | 'api' | 'twitch' | 'talk';
  /** texts, messages, or answers */
  readonly episodes: number;
  readonly tokens: number;
  /** of these tokens those for which there is space */
  readonly remembered: number;
  readonly bytes: number;
}

export interface MemoryReport {
  readonly sources: readonly RememberedSource[];
  /** the mean share of the memory by how many tokens of what was just said it knows: none, one, … */
  readonly gate: readonly number[];
  /** whether what was said in other conversations may speak */
  readonly chats: boolean;
}
