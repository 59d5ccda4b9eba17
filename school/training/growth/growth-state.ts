import type { SiblingReport } from '../../api/messages.ts';
import { DREAM } from '../../api/sibling-words.ts';
import type { SizeState } from './size.ts';
import type { SteeringState } from './steering.ts';

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

/** One brain of the same size that learnt what its siblings expect together. */
export type Dream = Omit<Sibling, 'id'>;

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
  /** tokens of the library when the learner began with it */
  readonly library: number;
  /** one brain that learnt from all of them; absent: they never dreamt */
  readonly dream?: Dream;
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
export const siblingsOf = ({ resting, learner, part, dream }: GrowthState, learnt: number): SiblingReport[] => {
  const all: SiblingReport[] = resting.map(({ id, tokens }) => ({ id, tokens, does: 'rests', speaks: true }));
  if (dream && !learner?.dreams) all.push({ id: DREAM, tokens: dream.tokens, does: 'rests', speaks: false });
  if (learner) {
    const speaks = part !== 'silent' || resting.length === 0;
    all.push({
      id: learner.id,
      tokens: learnt,
      does: 'learns',
      speaks,
      ...(part === 'best' ? { atItsBest: true } : {}),
    });
  }
  const order = ({ id }: SiblingReport) => (id === DREAM ? Number.POSITIVE_INFINITY : id);
  return all.sort((a, b) => order(a) - order(b));
};

/** How many sets of weights from `SIBLINGS` on hold something in such a state. */
export const slotsOf = ({ resting, learner, steering }: GrowthState): number =>
  resting.length + (learner && steering.bestAt !== null ? 1 : 0);

/** Targets between two steering exams: half a reading, within these bounds. */
export const examEvery = (libraryTokens: number): number =>
  Math.round(Math.min(1 << 18, Math.max(1 << 15, libraryTokens / 2)));
