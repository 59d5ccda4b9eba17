import type { SiblingReport } from '../../api/messages.ts';
import { DREAM } from '../../api/sibling-words.ts';
import type { SizeState } from './size.ts';
import type { ExamBlocks, SteeringState } from './steering.ts';

/** One of the brains that are one baby. */
export interface Sibling {
  /** 0 is the eldest */
  readonly id: number;
  /** targets that it learnt */
  readonly tokens: number;
  /** tokens of the library when it had learnt what it could: a library that has more since has news for it */
  readonly library: number;
}

/** The one that learns. */
export interface Learner extends Pick<Sibling, 'id'> {
  /** it learns from all others what to expect, and does not speak */
  readonly dreams?: true;
}

/** One brain of the same size that learnt what its siblings expect together, as it was at its best. */
export interface Dream extends Omit<Sibling, 'id'> {
  /** siblings from whom it learnt; absent in souls from before it dreamt by itself */
  readonly brains?: number;
  /** it learns still, or was broken off: another dream goes on from it */
  readonly unfinished?: true;
}

/** Who speaks where there is a dream: it alone, or it together with all others; by exams. */
export type DreamVoice = 'alone' | 'together';

/** How the one that learns takes part in what is said: as it is, as it was at its best, or not yet. */
export type Part = 'now' | 'best' | 'silent';

/** Of which brains it is made, as JSON. */
export interface FamilyState {
  /** siblings at rest, as they were at their best, by their places in memory */
  readonly resting: readonly Sibling[];
  /** who learns; null: all of them know what they can learn here */
  readonly learner: Learner | null;
  readonly part: Part;
  /** how many there ever were */
  readonly born: number;
  /** how many in a row were let go */
  readonly failed: number;
  /** tokens of the library when the learner began with it; 0: it begins at the next wake */
  readonly library: number;
  /** one brain that learnt from all of them; absent: they never dreamt */
  readonly dream?: Dream;
  /** absent: the dream does not speak */
  readonly dreamSpeaks?: DreamVoice;
  /** tokens of the library of which it does not dream by itself; absent: no dream was taken back */
  readonly dreamless?: number;
  /** what the learner at its best was worth before corrections were consolidated into that; absent: none were */
  readonly unconsolidated?: ExamBlocks;
}

/** What resuming needs beside the weights, as JSON. */
export interface GrowthState extends FamilyState {
  readonly steering: SteeringState;
  /** what the exams are about that steer */
  readonly set: string;
  /** absent in souls from before brains became larger */
  readonly size?: SizeState;
}

/** A sibling as its owner may want to see it. */
export const siblingsOf = (state: GrowthState, learnt: number): SiblingReport[] => {
  const { resting, learner, part, dream, dreamSpeaks } = state;
  const speak = dreamSpeaks !== 'alone';
  const all: SiblingReport[] = resting.map(({ id, tokens }) => ({ id, tokens, does: 'rests', speaks: speak }));
  if (dream && !learner?.dreams)
    all.push({ id: DREAM, tokens: dream.tokens, does: 'rests', speaks: dreamSpeaks !== undefined });
  if (learner) {
    const speaks = learner.dreams ? dreamSpeaks !== undefined : speak && (part !== 'silent' || resting.length === 0);
    const atItsBest = learner.dreams ? speaks : part === 'best';
    all.push({ id: learner.id, tokens: learnt, does: 'learns', speaks, ...(atItsBest ? { atItsBest } : {}) });
  }
  const order = ({ id }: SiblingReport) => (id === DREAM ? Number.POSITIVE_INFINITY : id);
  return all.sort((a, b) => order(a) - order(b));
};

/** How many sets of weights from `SIBLINGS` on hold something in such a state, beside that of a dream. */
export const slotsOf = ({ resting, learner, steering }: GrowthState): number =>
  resting.length + (learner && !learner.dreams && steering.bestAt !== null ? 1 : 0);

/** Targets between two steering exams: half a reading, within these bounds. */
export const examEvery = (libraryTokens: number): number =>
  Math.round(Math.min(1 << 18, Math.max(1 << 15, libraryTokens / 2)));
