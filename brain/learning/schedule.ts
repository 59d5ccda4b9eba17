/** What lowers the learning rate: exams while it lives, or a curve over steps. */
export const SCHEDULES = ['living', 'constant', 'linear', 'cosine', 'inverse-sqrt'] as const;
export type ScheduleName = (typeof SCHEDULES)[number];

/** How the learning rate moves. */
export interface ScheduleSettings {
  /** left out: living */
  readonly schedule?: ScheduleName;
  /** steps until `linear` and `cosine` arrive; left out: the horizon */
  readonly scheduleSteps?: number;
  readonly learningRate: number;
  readonly warmupSteps: number;
  /** steps after which the rate has fallen to 1/√2 of its peak */
  readonly horizon: number;
  /** of the library at the whole rate; each one more teaches less */
  readonly readings: number;
}

/** What is left of the peak where `linear` and `cosine` arrive, and stays. */
const FLOOR = 0.1;

/** The share of the peak at a step: a linear warm-up, then a curve that knows nothing of exams and of the end of a wake. */
const CURVES: {
  readonly [N in Exclude<ScheduleName, 'living'>]: (since: number, steps: number, warmup: number) => number;
} = {
  constant: () => 1,
  linear: (since, steps) => 1 - (1 - FLOOR) * Math.min(1, since / steps),
  // Loshchilov & Hutter 2017, without restarts
  cosine: (since, steps) => FLOOR + ((1 - FLOOR) / 2) * (1 + Math.cos(Math.PI * Math.min(1, since / steps))),
  // Vaswani et al. 2017
  'inverse-sqrt': (since, _, warmup) => Math.sqrt(warmup / (warmup + since)),
};

/** The rate of a step by the schedule that its owner chose; `living` is `learningRate` below. */
export function scheduledRate(step: number, settings: ScheduleSettings, windDown = 1): number {
  const { schedule = 'living', learningRate: peak, warmupSteps, horizon, scheduleSteps = horizon } = settings;
  if (schedule === 'living') return learningRate(step, settings, windDown);
  if (step < warmupSteps) return (peak * (step + 1)) / warmupSteps;
  const steps = Math.max(1, scheduleSteps - warmupSteps);
  return peak * CURVES[schedule](step - warmupSteps, steps, Math.max(1, warmupSteps));
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
