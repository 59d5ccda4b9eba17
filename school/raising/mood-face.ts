/** How it goes, as a bear. All are five columns wide, so that nothing moves when the bear changes. */
import { STEPS } from '../../statistics/percentile.ts';
import type { Stats } from '../api/messages.ts';
import type { Percentile } from './percentiles.ts';

/** From best to worst. */
export const BEARS = ['ʕ*ᴥ*ʔ', 'ʕᵔᴥᵔʔ', 'ʕ^ᴥ^ʔ', 'ʕ•ᴥ•ʔ', 'ʕ·ᴥ·ʔ', 'ʕ°ᴥ°ʔ', 'ʕ;ᴥ;ʔ', 'ʕxᴥxʔ'] as const;

export const SLEEPING = 'ʕ-ᴥ-ʔ';
const LOST = 'ʕ?ᴥ?ʔ';

/** The bear of a step, 0 (worst) … 15 (best). */
export function bearOf(step: number): string {
  const fromBest = Math.floor(((STEPS - 1 - step) * BEARS.length) / STEPS);
  return BEARS[Math.min(Math.max(fromBest, 0), BEARS.length - 1)];
}

/** The bear of this moment: by where its last step stands among all it knows, or against its own average while it knows too few. */
export function bear(stats: Stats | null, standing: Percentile | undefined, contact: string): string {
  if (contact === 'lost') return LOST;
  if (contact !== 'awake' || !stats) return SLEEPING;
  const step = standing?.step ?? null;
  return step === null ? face(stats) : bearOf(step);
}

/** A bear that shows how the last step went, compared with those before it. */
export function face(stats: Stats | null): string {
  if (!stats) return SLEEPING;
  const better = stats.smoothLoss - stats.loss;
  if (better > 0.15) return 'ʕ^ᴥ^ʔ';
  if (better < -0.15) return 'ʕ;ᴥ;ʔ';
  return 'ʕ•ᴥ•ʔ';
}

/** Its mood in a few words: the dashboard and the baby itself go by the same rules. */
export { moodOf } from './mood.ts';
