/** Where each statistic stands in its own history: step, record and arrow. */
import { findStatistic, OF_TEXTS, type Polarity } from '../../statistics/names.ts';
import { ENOUGH, History } from '../../statistics/percentile.ts';

/** Where a value stands in the history of its statistic. */
export interface Percentile {
  /** 0 (worst) … 15 (best), by percentile and polarity; null while there is too little history */
  readonly step: number | null;
  /** the best there ever was */
  readonly record: boolean;
  /** up, down or level against a while ago */
  readonly arrow: -1 | 0 | 1;
}

/** Limits of values per history and of statistics: a client that sends more names than a brain has is ignored. */
const CAPACITY = 1000;
const MOST_NAMES = 1000;

/** Milliseconds between two values that are kept: a young history fills quickly, an old one reaches far back. */
const EVERY_YOUNG = 1000;
const EVERY_OLD = 10_000;
const YOUNG = 100;

/** Seconds over which the present and "a while ago" are averaged, for the arrow. */
const PRESENT = 10;
const WHILE_AGO = 90;
/** An arrow points only where the change is more than this share of how far single values lie apart. */
const NOISE = 0.75;

/** They only count upward: each is its own record at every moment. */
const COUNTERS = new Set(['step', 'tokens', 'secondsAwake', 'skippedSteps']);

interface Kept {
  readonly polarity: Polarity;
  history: History;
  value: number;
  best: number;
  /** whether there was ever anything but the best: the first of all is no record */
  varied: boolean;
  present: number;
  whileAgo: number;
  noise: number;
  /** values that were averaged */
  count: number;
  /** when it was last averaged and last put into the history, milliseconds */
  seen: number;
  added: number;
  standing: Percentile;
}

const UNKNOWN: Percentile = { step: null, record: false, arrow: 0 };

/** What is saved of a statistic: all but the order of its history by size. */
type KeptState = Omit<Kept, 'history'> & { readonly name: string; readonly history: readonly number[] };

/** All that going on exactly needs, as JSON. */
export interface PercentilesState {
  readonly kept: readonly KeptState[];
  readonly paper: string | null;
}

export class Percentiles {
  readonly #capacity: number;
  readonly #kept = new Map<string, Kept>();
  #all: Readonly<Record<string, Percentile>> = {};
  #changed = false;
  /** what it is examined on; undefined before anything was heard of it */
  #paper: string | undefined;

  /** @param capacity values per history */
  constructor(capacity = CAPACITY, state?: PercentilesState) {
    this.#capacity = capacity;
    this.#paper = state?.paper ?? undefined;
    this.#changed = state !== undefined;
    for (const { name, history: values, ...kept } of state?.kept ?? []) {
      const history = new History(capacity);
      for (const value of values) history.add(value, kept.polarity);
      this.#kept.set(name, { ...kept, history });
    }
  }

  state(): PercentilesState {
    const kept = Array.from(this.#kept, ([name, one]) => ({ ...one, name, history: one.history.inOrder() }));
    return { kept, paper: this.#paper ?? null };
  }

  /**
   * The past of a statistic, oldest first, with the best it ever had, if that is known.
   *
   * @param paper what it was examined on then ('': nobody knows); the past of other texts is passed over
   */
  seed(name: string, values: readonly number[], best?: number, paper?: string): void {
    if (paper !== undefined && OF_TEXTS.has(name)) {
      if (this.#paper !== undefined && this.#paper !== paper) return;
      this.#paper = paper;
    }
    const kept = this.#of(name);
    if (!kept) return;
    const history = new History(this.#capacity);
    for (const value of values) history.add(value, kept.polarity);
    kept.history = history;
    for (const value of best === undefined ? values : [...values, best]) compare(kept, value);
    this.#judge(kept);
  }

  /** Adds new values. With another `examPaper`, histories of statistics about texts start over.  */
  observe(now: number, values: Readonly<Record<string, unknown>>): void {
    const { examPaper: paper } = values;
    if (typeof paper === 'string' && paper !== this.#paper) {
      if (this.#paper !== undefined) for (const name of OF_TEXTS) this.#kept.delete(name);
      this.#paper = paper;
      this.#changed = true;
    }
    for (const [name, value] of Object.entries(values)) {
      if (typeof value !== 'number' || !Number.isFinite(value)) continue;
      const kept = this.#of(name);
      if (kept) this.#take(kept, now, value);
    }
  }

  /** All of them; the same object as before where nothing has changed. */
  all(): Readonly<Record<string, Percentile>> {
    if (this.#changed) this.#all = Object.fromEntries([...this.#kept].map(([name, { standing }]) => [name, standing]));
    this.#changed = false;
    return this.#all;
  }

  #of(name: string): Kept | undefined {
    const found = this.#kept.get(name);
    if (found || COUNTERS.has(name) || this.#kept.size >= MOST_NAMES) return found;
    const statistic = findStatistic(name);
    if (!statistic) return undefined;
    const kept: Kept = {
      polarity: statistic.polarity,
      history: new History(this.#capacity),
      value: Number.NaN,
      best: Number.NaN,
      varied: false,
      present: Number.NaN,
      whileAgo: Number.NaN,
      noise: 0,
      count: 0,
      seen: 0,
      added: Number.NEGATIVE_INFINITY,
      standing: UNKNOWN,
    };
    this.#kept.set(name, kept);
    return kept;
  }

  #take(kept: Kept, now: number, value: number): void {
    const passed = (now - kept.seen) / 1000;
    kept.seen = now;
    kept.value = value;
    compare(kept, value);
    kept.count++;
    if (kept.count === 1) {
      kept.present = value;
      kept.whileAgo = value;
    } else {
      const weight = (seconds: number): number => weightOf(passed, seconds, kept.count);
      kept.noise += weight(WHILE_AGO) * (Math.abs(value - kept.present) - kept.noise);
      kept.present += weight(PRESENT) * (value - kept.present);
      kept.whileAgo += weight(WHILE_AGO) * (value - kept.whileAgo);
    }
    this.#judge(kept);
    if (now - kept.added < (kept.history.length < YOUNG ? EVERY_YOUNG : EVERY_OLD)) return;
    kept.added = now;
    kept.history.add(value, kept.polarity);
  }

  #judge(kept: Kept): void {
    if (Number.isNaN(kept.value)) return;
    const { history, value, polarity, best, standing: before } = kept;
    const change = kept.present - kept.whileAgo;
    const least = Math.max(NOISE * kept.noise, 1e-9 * Math.abs(kept.whileAgo));
    const next: Percentile = {
      step: history.step(value, polarity),
      record: polarity !== 'neither' && value === best && kept.varied && history.length >= ENOUGH,
      arrow: change > least ? 1 : change < -least ? -1 : 0,
    };
    if (next.step === before.step && next.record === before.record && next.arrow === before.arrow) {
      if (before !== UNKNOWN) return;
    }
    kept.standing = next;
    this.#changed = true;
  }
}

function compare(kept: Kept, value: number): void {
  if (!Number.isNaN(kept.best) && value !== kept.best) kept.varied = true;
  kept.best = better(kept, value);
}

function better({ polarity, best }: Kept, value: number): number {
  if (Number.isNaN(best)) return value;
  return polarity === 'lower' ? Math.min(best, value) : Math.max(best, value);
}

/**
 * The weight of a new value in an average over a span, by the seconds since the last value. Among the first few values
 * each counts alike, so that no average hangs on where it began.
 */
const weightOf = (passed: number, seconds: number, count: number): number =>
  Math.max(1 - Math.exp(-Math.min(Math.max(passed, 0), 5) / seconds), 1 / count);
