/** The counsellor's watch: which section of its life takes how much of its time. */
import type { Durations } from '../api/messages.ts';

/** The sections; each is a `duration.…` of the table of statistics. */
export type SectionName =
  | 'reading'
  | 'forward'
  | 'feeling'
  | 'backward'
  | 'optimizer'
  | 'speaking'
  | 'saving'
  | 'exam'
  | 'telling';

/**
 * Exactly one section runs at any time, so that all of them together are all the time there was. Two readings of the clock for one
 * section of a step: under a microsecond.
 */
export class Timings {
  private readonly now: () => number;
  private readonly spent = new Map<SectionName, number>();
  private section: SectionName = 'telling';
  private since: number;

  /** `now`: a steady clock in milliseconds; tests hand in their own */
  constructor(now: () => number = () => performance.now()) {
    this.now = now;
    this.since = now();
  }

  /** The section that begins; returns the one that ended, to be entered again after an interruption. */
  enter(section: SectionName): SectionName {
    const now = this.now();
    this.spent.set(this.section, (this.spent.get(this.section) ?? 0) + now - this.since);
    const before = this.section;
    this.section = section;
    this.since = now;
    return before;
  }

  /** Milliseconds of each section for one of `steps`, and of all together (`step`), since it was last asked. */
  report(steps: number): Durations {
    this.enter(this.section);
    const each = [...this.spent].map(([section, spent]) => [section, spent / Math.max(1, steps)] as const);
    this.spent.clear();
    return { ...Object.fromEntries(each), step: each.reduce((sum, [, spent]) => sum + spent, 0) };
  }
}
