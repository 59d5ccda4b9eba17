/** Messages about habits: low-rank adapters with names. Plain data only. */

/** A habit as its owner may want to see it. */
export interface HabitReport {
  readonly name: string;
  readonly isOn: boolean;
  readonly rank: number;
  readonly alpha: number;
  /** numbers that it has */
  readonly parameters: number;
  /** the sibling whose weights it changes; null: that one is not there any more */
  readonly brain: number | null;
  /** dialogues and stretches of texts that it learns or learnt, and their tokens */
  readonly lessons: number;
  readonly tokens: number;
  /** steps that it took in all, and its loss in the last pass, nats per token; null before the first */
  readonly steps: number;
  readonly loss: number | null;
  /** whether all of its dialogues were known when that was seen last */
  readonly isKnown: boolean;
  /** times that it has learnt all of it, where it is not done; null: all is learnt */
  readonly passes: number | null;
}

/** A habit that is switched on or off, or that is gone. */
export interface HabitChanged {
  readonly name: string;
  readonly does: 'new' | 'on' | 'off' | 'merge' | 'forget' | 'import';
  /** tokens that it will learn */
  readonly tokens?: number;
  /** whether another baby learnt it */
  readonly isForeign?: boolean;
  /** whether something that it learnt in private is part of the weights now, which speak in public too */
  readonly isPrivate?: boolean;
  /** older souls that still hold a habit that is forgotten */
  readonly souls?: number;
}

/** What a lesson is asked to do with its habits. */
export type HabitWish = { readonly does: 'list' } | { readonly does: 'on' | 'off'; readonly name: string };
