/** How the learning rate moves. */
export interface ScheduleSettings {
  readonly learningRate: number;
  readonly warmupSteps: number;
  /** steps after which the rate has fallen to 1/√2 of its peak */
  readonly horizon: number;
  /** of the library at the whole rate; each one more teaches less */
  readonly readings: number;
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

/** nanoGPT's cosine from peak to `least` at `steps`, for recipes that end. */
export function cosineRate(step: number, peak: number, least: number, warmup: number, steps: number): number {
  if (step < warmup) return (peak * step) / warmup;
  return least + 0.5 * (peak - least) * (1 + Math.cos((Math.PI * (step - warmup)) / (steps - warmup)));
}
