/** How far back the curves of the Now page reach: a few spans, from minutes to the whole life. Pure. */
import type { Spot } from '../state/snapshot.ts';
import { nowPageTexts } from '../texts/now-page.ts';

const MINUTE = 60_000;

export const ZOOMS = [
  { words: '5 min', span: 5 * MINUTE },
  { words: '30 min', span: 30 * MINUTE },
  { words: '3 h', span: 180 * MINUTE },
  { words: nowPageTexts.zooms.day, span: 24 * 60 * MINUTE },
  { words: nowPageTexts.zooms.life, span: Number.POSITIVE_INFINITY },
] as const;

/** Index of the span that is shown first. */
export const FIRST_ZOOM = 2;

/** The spots of the newest `span` milliseconds. */
export function zoomed(spots: readonly Spot[], span: number): readonly Spot[] {
  const newest = spots.at(-1);
  if (!newest || span === Number.POSITIVE_INFINITY) return spots;
  const first = spots.findIndex(({ t }) => newest.t - t <= span);
  return first <= 0 ? spots : spots.slice(first);
}
