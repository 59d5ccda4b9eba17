import type { Sizes } from '../../brain/brains/shapes/shape.ts';
import { ACCUMULATE } from '../../brain/engine/differentiate.ts';
import type { Engine, Tape } from '../../brain/engine/engine.ts';
import type { WeightAverage } from '../../brain/learning/average.ts';
import type { Optimizer } from '../../brain/learning/optimizer.ts';
import { learningRate, type ScheduleSettings } from '../../brain/learning/schedule.ts';
import { DROPOUT_PLACES, DROPOUT_SEED, DROPOUT_STEP, type DropoutPlace, dropoutRate } from '../../brain/ops/dropout.ts';
import { type Batch, type BatchReader, learntIn } from '../../library/batches/batch.ts';
import type { Colour } from '../api/messages.ts';
import { Feeling, type FeelingState } from './feeling.ts';
import { type Course, dropoutFor } from './growth/steering.ts';
import { repetitionDecay } from './repetition/decay.ts';
import { NO_REPEATS, Repeater, type RepeatSettings, type RepeatState } from './repetition/repeat.ts';
import type { StepReport } from './step-report.ts';
import { Timings } from './timings.ts';
import { completed, experiencesOf, weigh } from './weighing.ts';

/** Weight of the colour's loss beside the language loss: small, so that feeling never costs words. */
const COLOUR_WEIGHT = 0.05;

export interface TutorSettings extends ScheduleSettings {
  readonly accumulation: number;
  /** the highest rates of dropout, by place; left out: nothing is left out */
  readonly dropout?: Readonly<Record<DropoutPlace, number>>;
  /** where all chance of the first brain begins; left out: 0 */
  readonly seed?: number;
  /** what is learnt more than once, where a step is one batch; left out: nothing is */
  readonly repeat?: RepeatSettings;
}

/** Everything about learning that is not in tensors: what resuming needs. */
export interface TutorState {
  readonly step: number;
  readonly tokens: number;
  readonly skipped: number;
  /** how much of the scheduled rate is used; halved when the lesson had to go back to an earlier soul */
  readonly caution: number;
  readonly feeling: FeelingState;
  readonly colours: readonly Colour[];
  /** the last `overlap` tokens of every stream, for brains that must be shown them again */
  readonly past: readonly (readonly number[])[];
  /** absent in souls from before anything was learnt more than once */
  readonly again?: RepeatState;
  /** how often the average looked at the weights; absent in souls from before there was one */
  readonly averageLooks?: number;
  /** where the brain that learns now began; absent in souls of an only child */
  readonly began?: Beginning;
}

/** Where a brain began to learn: what was learnt before it was by others. */
interface Beginning {
  /** masks of dropout are drawn from it */
  readonly seed: number;
  readonly step: number;
  readonly tokens: number;
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
  /** bytes of text each id stands for */
  readonly tokenBytes: ArrayLike<number>;
}

/**
 * The training loop, one step at a time: read a chunk of every stream, predict all of it, feel, learn.
 */
export class Tutor {
  private readonly tools: TutorTools;
  readonly repeater: Repeater;
  /** all but `accumulation` may be changed at any time, and counts from the next step on */
  settings: TutorSettings;
  private readonly feeling: Feeling;
  private colours: readonly Colour[];
  private overlapIds: number[][];
  step: number;
  tokens: number;
  skipped: number;
  caution: number;
  /** how it learns, where exams steer; else a count of readings does */
  course: Course | undefined;
  private began: Beginning;

  constructor(tools: TutorTools, settings: TutorSettings, state?: TutorState) {
    this.tools = tools;
    this.settings = settings;
    const { batch } = tools.sizes;
    this.feeling = new Feeling(state?.feeling);
    this.repeater = new Repeater(settings.repeat ?? NO_REPEATS, state?.again);
    this.colours = state?.colours ?? Array.from({ length: batch }, () => [0.5, 0.5, 0.5] as const);
    this.overlapIds = state ? state.past.map((ids) => [...ids]) : Array.from({ length: batch }, () => []);
    this.step = state?.step ?? 0;
    this.tokens = state?.tokens ?? 0;
    this.skipped = state?.skipped ?? 0;
    this.caution = state?.caution ?? 1;
    this.began = state?.began ?? { seed: settings.seed ?? 0, step: 0, tokens: 0 };
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
    if (average) average.looks = 0;
    for (const { data } of engine.statesOf('streams')) data.fill(0);
    this.overlapIds = this.overlapIds.map(() => []);
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
    const weighing = weigh(batches, this.freshness(reader));
    const reading = batches[accumulation - 1].places[0].file;
    for (const [micro, batch] of batches.entries()) {
      clock.enter('reading');
      this.show(batch, weighing.weight);

      // predict all positions at once
      clock.enter('forward');
      engine.variables.set(ACCUMULATE, micro > 0 ? 1 : 0);
      this.setDropout(reader, micro);
      engine.run(learn, 'forward', between);

      // feel: what this chunk was like becomes the colour of the next
      clock.enter('feeling');
      const best = engine.output(learn, 'best');
      const losses = engine.output(learn, 'losses');
      const experiences = experiencesOf(batch, losses, best);
      experiences.forEach((e, b) => {
        if (!e) return;
        const parts = weighing.learnt / learntIn(batch, b);
        loss += e.loss / parts;
        exact += e.exact / parts;
      });
      for (const [i, id] of batch.targets.entries()) if (batch.learn[i]) bytes += this.tools.tokenBytes[id];
      finite &&= Number.isFinite(loss);
      if (!finite) break;
      again = accumulation === 1 && weighing.learnt > 0 && this.repeater.keeps(batch, { loss, exact });
      if (!again) reader.mark?.(batch, best, losses);
      const complete = completed(experiences);
      if (complete.length > 0) this.colours = this.feeling.feel(this.step, complete);
      engine.input(learn, 'nextColour').set(this.colours.flat());

      // the way back: gradients of both losses
      clock.enter('backward');
      if (weighing.learnt > 0) engine.run(learn, 'backward', between);
      // what is learnt once more is met with the same memories
      if (again) this.overlapIds = past;
      else engine.run(learn, 'commit');
    }

    // learn, unless something was not a number, or there was nothing to learn
    clock.enter('optimizer');
    const nothingLearnt = finite && weighing.learnt === 0;
    const gradientNorm = nothingLearnt ? 0 : finite ? optimizer.measure() : Number.NaN;
    const allFinite = finite && Number.isFinite(gradientNorm);
    const step = this.step - this.began.step;
    // where exams steer, nothing else lowers the rate
    const settings = this.course ? { ...this.settings, horizon: Number.POSITIVE_INFINITY } : this.settings;
    const rate = learningRate(step, settings, windDown) * this.caution * weighing.worth;
    if (allFinite && !nothingLearnt) {
      optimizer.apply(step + 1, rate);
      average?.follow(step + 1);
      this.caution = Math.min(1, this.caution * 1.001);
      this.tokens += weighing.learnt;
    } else if (!allFinite) {
      this.skipped++;
      // memories may have caught what was not a number
      for (const { data } of engine.statesOf('streams')) data.fill(0);
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

  /** What the library still has to teach: as exams say, or by how often the texts were read that are there now. */
  private freshness({ libraryRead, libraryTokens }: BatchReader): number {
    if (this.course) return this.course.rate;
    return repetitionDecay(libraryRead, libraryTokens, this.tokensPerStep, this.settings.readings);
  }

  /** Nothing is left out of a text that is read for the first time: nothing of it can be known by heart yet. */
  private setDropout({ libraryTokens }: BatchReader, micro: number): void {
    const { engine } = this.tools;
    const { dropout, accumulation } = this.settings;
    const level =
      this.ownTokens < libraryTokens ? 0 : (this.course?.dropout ?? dropoutFor(libraryTokens, engine.parameters.count));
    for (const place of DROPOUT_PLACES) engine.variables.set(dropoutRate(place), level * (dropout?.[place] ?? 0));
    engine.variables.set(DROPOUT_SEED, this.began.seed);
    engine.variables.set(DROPOUT_STEP, (this.step - this.began.step) * accumulation + micro);
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
    };
  }

  /** Puts a batch where the program reads it; clears the memories of streams that start over. */
  private show({ inputs, targets, learn: learnt, fresh }: Batch, weight: number): void {
    const { engine, learn, sizes, overlap } = this.tools;
    const { batch, contextLength } = sizes;
    const ids = engine.input(learn, 'ids');
    for (let b = 0; b < batch; b++) {
      const chunk = inputs.subarray(b * contextLength, (b + 1) * contextLength);
      if (fresh[b]) {
        this.overlapIds[b] = [];
        for (const { data } of engine.statesOf('streams'))
          data.fill(0, (b * data.length) / batch, ((b + 1) * data.length) / batch);
      }
      const row = b * (overlap + contextLength);
      const before = this.overlapIds[b];
      ids.fill(this.tools.end, row, row + overlap).set(before, row + overlap - before.length);
      ids.set(chunk, row + overlap);
      this.overlapIds[b] = overlap > 0 ? [...before, ...chunk].slice(-overlap) : [];
    }
    engine.input(learn, 'targets').set(targets);
    const weights = engine.input(learn, 'weights');
    for (let i = 0; i < learnt.length; i++) weights[i] = learnt[i] ? weight : 0;
    engine.input(learn, 'colour').set(this.colours.flat());
    engine.input(learn, 'colourWeights').fill(COLOUR_WEIGHT / (3 * batch));
  }

  private expected(): Colour {
    const flat = this.tools.engine.output(this.tools.learn, 'colour');
    return meanColour(
      Array.from({ length: flat.length / 3 }, (_, b) => [flat[3 * b], flat[3 * b + 1], flat[3 * b + 2]] as const),
    );
  }
}

export function meanColour(colours: readonly Colour[]): Colour {
  const sum = (i: number) => colours.reduce((total, colour) => total + colour[i], 0) / colours.length;
  return [sum(0), sum(1), sum(2)];
}
