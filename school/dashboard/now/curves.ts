/** Curves that may grow for months and stay small: what is older is kept in less detail. Pure. */
import type { Spot } from '../state/snapshot.ts';

export interface CurveOptions {
  /** milliseconds between two spots at least */
  readonly every: number;
  /** spots at most */
  readonly most: number;
  /** milliseconds after which a spot is let go */
  readonly oldest: number;
}

const HOUR = 3_600_000;

/** How the curves of the dashboard grow. */
export const CURVE: CurveOptions = { every: 2000, most: 480, oldest: 6 * HOUR };

/** What a curve begins with, where the ledger knows of a time before. */
export const PAST = { span: 3 * HOUR, points: 120 };

/** The curve with one more spot; the same curve if it is too early for one, so that nothing is redrawn. */
export function grown(curve: readonly Spot[], spot: Spot, { every, most, oldest }: CurveOptions): readonly Spot[] {
  if (!Number.isFinite(spot.value)) return curve;
  const last = curve.at(-1);
  // After an earlier soul was restored, the steps since then are learnt again.
  const before = last && spot.step < last.step ? curve.filter(({ step }) => step < spot.step) : curve;
  if (before === curve && last && (spot.step === last.step || spot.t - last.t < every)) return curve;
  const young = before.filter(({ t }) => spot.t - t <= oldest);
  return thinned([...young, spot], most);
}

/** The past up to where the present begins, and the present: `most` spots at most. */
export function joined(past: readonly Spot[], present: readonly Spot[], most: number): readonly Spot[] {
  const first = present[0]?.t ?? Number.POSITIVE_INFINITY;
  return thinned([...past.filter(({ t }) => t < first), ...present], most);
}

/** Of the newest quarter every spot is kept. */
const KEPT = 0.75;

/**
 * At most `most` spots: as often as it takes, the two older neighbours that stand for the shortest time become one, so that the past
 * is equally fine everywhere. The first stays, since it says where the curve begins.
 */
export function thinned(curve: readonly Spot[], most: number): readonly Spot[] {
  if (curve.length <= Math.max(most, 3)) return curve;
  const kept = [...curve];
  while (kept.length > Math.max(most, 3)) {
    const end = Math.max(2, Math.floor(kept.length * KEPT));
    let at = 1;
    for (let i = 2; i < end; i++) if (spanOf(kept, i) < spanOf(kept, at)) at = i;
    kept.splice(at, 2, mean(kept[at - 1], kept[at], kept[at + 1]));
  }
  return kept;
}

/** Milliseconds that a spot and the one after it stand for. */
const spanOf = (curve: readonly Spot[], at: number): number => curve[at + 1].t - curve[at - 1].t;

/** Each weighs as much as the time since the one before it. */
function mean(before: Spot, a: Spot, b: Spot): Spot {
  const share = b.t > before.t ? (a.t - before.t) / (b.t - before.t) : 0.5;
  return { t: b.t, step: b.step, value: a.value * share + b.value * (1 - share) };
}
