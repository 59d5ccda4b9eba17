/** How the learning rate moves. */
export interface ScheduleSettings {
  readonly learningRate: number;
  readonly warmupSteps: number;
  /** steps after which the rate has fallen to 1/√2 of its peak */
  readonly horizon: number;
}

/**
 * A schedule that never ends: a linear warm-up, then peak/√(1 + steps since/horizon), which falls for ever but never arrives.
 * `windDown` (1 … 0) is the decay on demand: when the end of a wake is known, it goes down to 0 over the last part of it, and the
 * rate goes to a twentieth with it.
 */
export function learningRate(step: number, settings: ScheduleSettings, windDown = 1): number {
  const { learningRate: peak, warmupSteps, horizon } = settings;
  const rate =
    step < warmupSteps ? (peak * (step + 1)) / warmupSteps : peak / Math.sqrt(1 + (step - warmupSteps) / horizon);
  return rate * (0.05 + 0.95 * windDown);
}

/** Readings of the whole library after which it teaches less and less. */
const READINGS = 3;
/** … but not before so many steps, or a short text would never be learnt at all. */
const STEPS = 300;

/**
 * How much of the learning rate a text still deserves that was read so often: 1 at first, then (allowance / read)³, so that all further
 * readings together count half as much as the allowance did. Without it a small library is learnt by heart, and text that was never read
 * is foreseen worse by the minute. New texts bring the rate back by themselves.
 */
export function freshness(tokensRead: number, libraryTokens: number, tokensPerStep: number): number {
  const allowance = Math.max(READINGS * libraryTokens, STEPS * tokensPerStep);
  return Math.min(1, allowance / Math.max(1, tokensRead)) ** 3;
}

/** nanoGPT's cosine from peak to `least` at `steps`, for recipes that end. */
export function cosineRate(step: number, peak: number, least: number, warmup: number, steps: number): number {
  if (step < warmup) return (peak * step) / warmup;
  return least + 0.5 * (peak - least) * (1 + Math.cos((Math.PI * (step - warmup)) / (steps - warmup)));
}
