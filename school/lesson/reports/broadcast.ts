import type { FromLesson } from '../../api/messages.ts';
import type { StepReport } from '../../training/step-report.ts';
import type { Timings } from '../../training/timings.ts';
import { Metrics, type Standing } from './metrics.ts';
import type { ProbeReader } from './probes.ts';

const STATS_SECONDS = 0.25;
/** … and of a baby that rests, of which nothing changes but the time. */
const RESTING_SECONDS = 2;
/** Seconds between two looks inside, and how much longer than a look itself: so that looking costs less than 0.4 % of learning. */
const PROBE_SECONDS = 2;
const PROBE_REST = 250;

/** What a broadcast is made of. */
export interface BroadcastTools {
  readonly probeReader: ProbeReader;
  readonly clock: Timings;
  readonly standing: () => Standing;
  /** what else there is to be told by name, beside what it is like inside */
  readonly values: () => Readonly<Record<string, number>>;
  readonly now: () => number;
  post(message: FromLesson): void;
}

/** Sends events to watching clients: statistics a few times a second, probes every few seconds. */
export class Broadcast {
  private readonly tools: BroadcastTools;
  private readonly metrics = new Metrics();
  private nextStats = 0;
  private nextProbes = 0;
  /** the step at which it was last told how long its sections take */
  private toldAt: number;

  constructor(tools: BroadcastTools) {
    this.tools = tools;
    this.toldAt = tools.standing().step;
  }

  /** Called after a step, with its milliseconds. */
  step(report: StepReport, milliseconds: number): void {
    const { probeReader, now, post, standing, values } = this.tools;
    this.metrics.beat(report, milliseconds);
    probeReader.count();
    if (now() >= this.nextStats) {
      this.tell();
      post({ kind: 'guesses', guesses: probeReader.guesses(standing().step, report.reading) });
      this.nextStats = now() + STATS_SECONDS;
    }
    if (now() < this.nextProbes) return;
    const looked = now();
    post({ kind: 'probes', probes: probeReader.probes(standing().step, values()) });
    this.nextProbes = now() + Math.max(PROBE_SECONDS, (now() - looked) * PROBE_REST);
  }

  /** Nothing is learnt just now. */
  rest(): void {
    this.metrics.rest();
    if (!this.metrics.hasReport || this.tools.now() < this.nextStats) return;
    this.tell();
    this.nextStats = this.tools.now() + RESTING_SECONDS;
  }

  private tell(): void {
    const { clock, post, standing } = this.tools;
    const now = standing();
    const durations = clock.report(now.step - this.toldAt);
    this.toldAt = now.step;
    post({ kind: 'stats', stats: this.metrics.stats(now), durations });
  }
}
