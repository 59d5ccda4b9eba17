import type { Sizes } from '../../brain/brains/shapes/shape.ts';
import { ACCUMULATE } from '../../brain/engine/differentiate.ts';
import type { Engine, Tape } from '../../brain/engine/engine.ts';
import type { WeightAverage } from '../../brain/learning/average.ts';
import { LossScale } from '../../brain/learning/loss-scale.ts';
import type { Optimizer } from '../../brain/learning/optimizer.ts';
import { type ScheduleSettings, scheduledRate } from '../../brain/learning/schedule.ts';
import { type OptimizerName, UPDATE_RULES } from '../../brain/learning/update-rules.ts';
import { type BatchReader, learntIn } from '../../library/batches/batch.ts';
import type { Colour } from '../api/messages.ts';
import { showBatch } from './batch-input.ts';
import { Feeling } from './feeling.ts';
import { type Course, dropoutFor } from './growth/steering.ts';
import type { Teachers } from './growth/teachers.ts';
import { type Regularisation, regularise } from './regularisation.ts';
import { repetitionDecay } from './repetition/decay.ts';
import { NO_REPEATS, Repeater, type RepeatSettings } from './repetition/repeat.ts';
import { ScheduledSampling } from './scheduled-sampling.ts';
import type { StepReport } from './step-report.ts';
import { Timings } from './timings.ts';
import type { Beginning, Moments, TutorState } from './tutor-state.ts';
import { completed, experiencesOf, weigh } from './weighing.ts';

export interface TutorSettings extends ScheduleSettings, Regularisation {
  readonly accumulation: number;
  /** the share of input tokens that are replaced by its own guesses, behind the first reading; left out: 0 */
  readonly scheduledSampling?: number;
  /** where all chance of the first brain begins; left out: 0 */
  readonly seed?: number;
  /** what is learnt more than once, where a step is one batch; left out: nothing is */
  readonly repeat?: RepeatSettings;
}

export interface TutorTools {
  readonly engine: Engine;
  readonly learn: Tape;
  readonly optimizer: Optimizer;
  /** of the weights; left out: there is none */
  readonly average?: WeightAverage | undefined;
  readonly sizes: Sizes;
  readonly overlap: number;
  /** The id that ends a text. */
  readonly end: number;
  /** ids that stand for no text; left out: `end` alone */
  readonly marks?: ReadonlySet<number>;
  /** bytes of text each id stands for */
  readonly tokenBytes: ArrayLike<number>;
}

/** The training loop, one step at a time: read a chunk of every stream, predict all of it, feel, learn. */
export class Tutor {
  private readonly tools: TutorTools;
  readonly repeater: Repeater;
  /** may be changed at any time, and counts from the next step on */
  settings: TutorSettings;
  private readonly feeling: Feeling;
  private readonly sampling: ScheduledSampling;
  private colours: readonly Colour[];
  private overlapIds: number[][];
  step: number;
  tokens: number;
  skipped: number;
  caution: number;
  /** how it learns, where exams steer; else a count of readings does */
  course: Course | undefined;
  /** from whom it learns what to expect; undefined: it learns only what is written */
  teachers: Teachers | undefined;
  private began: Beginning;
  private moments: Moments;
  private readonly lossScale: LossScale | undefined;

  constructor(tools: TutorTools, settings: TutorSettings, state?: TutorState) {
    this.tools = tools;
    this.settings = settings;
    const { batch } = tools.sizes;
    this.feeling = new Feeling(state?.feeling);
    this.sampling = new ScheduledSampling({ ...tools, marks: tools.marks ?? new Set([tools.end]) });
    this.repeater = new Repeater(settings.repeat ?? NO_REPEATS, state?.again);
    this.colours = state?.colours ?? Array.from({ length: batch }, () => [0.5, 0.5, 0.5] as const);
    this.overlapIds = state ? state.past.map((ids) => [...ids]) : Array.from({ length: batch }, () => []);
    this.step = state?.step ?? 0;
    this.tokens = state?.tokens ?? 0;
    this.skipped = state?.skipped ?? 0;
    this.caution = state?.caution ?? 1;
    this.began = state?.began ?? { seed: settings.seed ?? 0, step: 0, tokens: 0 };
    this.moments = state?.moments ?? { of: state ? 'adamw' : tools.optimizer.name, since: this.began.step };
    if (tools.engine.parameters.learningType === 'f16') this.lossScale = new LossScale(state?.lossScale);
    if (tools.average) tools.average.looks = state?.averageLooks ?? 0;
  }

  /** The colour felt now, as one: the mean over the streams. */
  get colour(): Colour {
    return meanColour(this.colours);
  }

  /** Targets that the brain learnt that learns now. */
  get ownTokens(): number {
    return this.tokens - this.began.tokens;
  }

  /** Another brain learns from now on: its rate warms up, and its average begins, as for a newborn. */
  begin(seed: number): void {
    const { engine, average } = this.tools;
    this.began = { seed, step: this.step, tokens: this.tokens };
    this.moments = { of: this.moments.of, since: this.step };
    if (average) average.looks = 0;
    for (const { data } of engine.statesOf('streams')) data.fill(0);
    this.teachers?.clear();
    this.overlapIds = this.overlapIds.map(() => []);
  }

  /**
   * After another optimizer was chosen: moments that mean the same go on, all others begin at 0, and the rate warms up again.
   *
   * @returns which optimizer it was before; undefined where it is the same
   */
  followOptimizer(): OptimizerName | undefined {
    const { optimizer } = this.tools;
    const { of: before, since } = this.moments;
    if (optimizer.name === before) return undefined;
    const goOn = UPDATE_RULES[optimizer.name].moments === UPDATE_RULES[before].moments;
    if (!goOn) optimizer.reset();
    this.moments = { of: optimizer.name, since: goOn ? since : this.step };
    return before;
  }

  /** The scheduled rate, warmed up again where moments began at 0 meanwhile. */
  private rate(windDown: number): number {
    const { settings, moments, began } = this;
    // where exams steer, nothing else lowers the rate
    const schedule = this.course && isLiving(settings) ? { ...settings, horizon: Number.POSITIVE_INFINITY } : settings;
    const rate = scheduledRate(this.step - began.step, schedule, windDown);
    if (moments.since === began.step) return rate;
    return rate * Math.min(1, (this.step - moments.since + 1) / Math.max(1, settings.warmupSteps));
  }

  private get tokensPerStep(): number {
    const { batch, contextLength } = this.tools.sizes;
    return batch * contextLength * this.settings.accumulation;
  }

  /** Learns one batch. `between` runs before every kernel call: the voice may speak there. `clock` is told which section begins. */
  learn(reader: BatchReader, windDown: number, between: () => void, clock: Timings = new Timings()): StepReport {
    const { engine, learn, optimizer, average } = this.tools;
    const { accumulation } = this.settings;
    let loss = 0;
    let bytes = 0;
    let exact = 0;
    let finite = true;
    // read: the next chunks of every stream, and what of them is to be learnt how much
    clock.enter('reading');
    this.repeater.settings = this.settings.repeat ?? NO_REPEATS;
    const batches = Array.from({ length: accumulation }, () => this.repeater.next(reader));
    const past = [...this.overlapIds];
    let again = false;
    optimizer.lossScale = this.lossScale?.scale ?? 1;
    const weighing = weigh(batches, this.freshness(reader));
    const reading = batches[accumulation - 1].places[0].file;
    for (const [micro, batch] of batches.entries()) {
      clock.enter('reading');
      this.overlapIds = showBatch(this.tools, batch, {
        weight: weighing.weight,
        scale: optimizer.lossScale,
        colours: this.colours,
        before: this.overlapIds,
      });

      // predict all positions at once
      clock.enter('forward');
      this.teachers?.expect(batch.fresh, between);
      engine.variables.set(ACCUMULATE, micro > 0 ? 1 : 0);
      const draw = {
        seed: this.began.seed,
        step: (this.step - this.began.step) * accumulation + micro,
      };
      regularise(engine, this.settings, this.steeredDropout(reader), draw);
      const { losses, best } = this.sampling.predict(this.guessedShare(reader), draw, between);

      // feel: what this chunk was like becomes the colour of the next
      clock.enter('feeling');
      const experiences = experiencesOf(batch, losses, best);
      experiences.forEach((e, b) => {
        if (!e) return;
        const parts = weighing.learnt / learntIn(batch, b);
        loss += e.loss / parts;
        exact += e.exact / parts;
      });
      for (const [i, id] of batch.targets.entries()) if (batch.learn[i]) bytes += this.tools.tokenBytes[id];
      finite &&= Number.isFinite(loss);
      if (!finite) {
        this.sampling.restore();
        break;
      }
      again = accumulation === 1 && weighing.learnt > 0 && this.repeater.keeps(batch, { loss, exact });
      if (!again) reader.mark?.(batch, best, losses);
      const complete = completed(experiences);
      if (complete.length > 0) this.colours = this.feeling.feel(this.step, complete);
      engine.input(learn, 'nextColour').set(this.colours.flat());

      // the way back: gradients of both losses
      clock.enter('backward');
      if (weighing.learnt > 0) engine.run(learn, 'backward', between);
      this.sampling.restore();
      // what is learnt once more is met with the same memories
      if (again) this.overlapIds = past;
      else {
        engine.run(learn, 'commit');
        this.teachers?.accept();
      }
    }

    // learn, unless something was not a number, or there was nothing to learn
    clock.enter('optimizer');
    const nothingLearnt = finite && weighing.learnt === 0;
    const measured = nothingLearnt ? 0 : finite ? optimizer.measure() : Number.NaN;
    // f16 could not hold a gradient: this step is not taken, and nothing is wrong
    const overflow = finite && !Number.isFinite(measured) && this.lossScale?.overflowed() === true;
    const gradientNorm = overflow ? 0 : measured;
    const allFinite = finite && Number.isFinite(gradientNorm);
    const rate = this.rate(windDown) * this.caution * weighing.worth;
    if (allFinite && !nothingLearnt && !overflow) {
      this.lossScale?.fitted();
      optimizer.apply(this.step - this.moments.since + 1, rate);
      average?.follow(this.step - this.began.step + 1);
      this.caution = Math.min(1, this.caution * 1.001);
      this.tokens += weighing.learnt;
    } else if (!allFinite) {
      this.skipped++;
      // memories may have caught what was not a number
      for (const { data } of engine.statesOf('streams')) data.fill(0);
      this.teachers?.clear();
    }
    this.step++;
    clock.enter('feeling');
    return {
      loss: nothingLearnt ? this.feeling.usualLoss : loss,
      bytes,
      tokens: weighing.learnt,
      exact,
      gradientNorm,
      rate,
      finite: allFinite,
      colours: this.colours,
      expected: this.expected(),
      reading,
    };
  }

  /** What the library still has to teach where the schedule is the living one: as exams say, or by how often the texts were read that are there now. */
  private freshness({ libraryRead, libraryTokens }: BatchReader): number {
    if (!isLiving(this.settings)) return 1;
    if (this.course) return this.course.rate;
    return repetitionDecay(libraryRead, libraryTokens, this.tokensPerStep, this.settings.readings);
  }

  /** Nothing is left out of a text that is read for the first time: nothing of it can be known by heart yet. */
  private steeredDropout({ libraryTokens }: BatchReader): number {
    if (this.ownTokens < libraryTokens) return 0;
    return this.course?.dropout ?? dropoutFor(libraryTokens, this.tools.engine.parameters.count);
  }

  /** The share of input tokens that are its own guesses: it rises evenly over the first reading, since guesses of a newborn teach nothing. */
  private guessedShare({ libraryTokens }: BatchReader): number {
    return (this.settings.scheduledSampling ?? 0) * Math.min(1, this.ownTokens / Math.max(1, libraryTokens));
  }

  state(): TutorState {
    const { step, tokens, skipped, caution } = this;
    return {
      step,
      tokens,
      skipped,
      caution,
      feeling: this.feeling.state(),
      colours: this.colours,
      past: [...this.overlapIds],
      again: this.repeater.state(),
      ...(this.tools.average ? { averageLooks: this.tools.average.looks } : {}),
      ...(this.began.step > 0 ? { began: this.began } : {}),
      ...(this.lossScale ? { lossScale: this.lossScale.toState() } : {}),
      ...(this.moments.of !== 'adamw' || this.moments.since !== this.began.step ? { moments: this.moments } : {}),
    };
  }

  private expected(): Colour {
    const flat = this.tools.engine.output(this.tools.learn, 'colour');
    return meanColour(
      Array.from({ length: flat.length / 3 }, (_, b) => [flat[3 * b], flat[3 * b + 1], flat[3 * b + 2]] as const),
    );
  }
}

const isLiving = ({ schedule = 'living' }: TutorSettings): boolean => schedule === 'living';

export function meanColour(colours: readonly Colour[]): Colour {
  const sum = (i: number) => colours.reduce((total, colour) => total + colour[i], 0) / colours.length;
  return [sum(0), sum(1), sum(2)];
}
