import type { Sizes } from '../brain/brains/brain.ts';
import { ACCUMULATE } from '../brain/engine/differentiate.ts';
import type { Engine, Program } from '../brain/engine/engine.ts';
import type { Streams } from '../library/batches.ts';
import { SPECIAL } from '../library/tokenizer/index.ts';
import { type Experience, Feeling, type FeelingState } from './feeling.ts';
import type { Colour } from './messages.ts';
import type { Optimizer } from './optimizer.ts';
import { freshness, learningRate, type ScheduleSettings } from './schedule.ts';
import { Stopwatch } from './stopwatch.ts';

/** Weight of the colour's loss beside the language loss: small, so that feeling never costs words. */
const COLOUR_WEIGHT = 0.05;

export interface TutorSettings extends ScheduleSettings {
  readonly accumulation: number;
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
  /** the last `context` tokens of every stream, for brains that must be shown them again */
  readonly past: readonly (readonly number[])[];
}

export interface StepReport {
  /** mean cross-entropy, nats per token */
  readonly loss: number;
  /** bytes of text that the step's targets stand for */
  readonly bytes: number;
  readonly tokens: number;
  readonly exact: number;
  readonly gradientNorm: number;
  readonly rate: number;
  /** false: something was not finite, and the weights were left alone */
  readonly taken: boolean;
  readonly colours: readonly Colour[];
  readonly expected: Colour;
  readonly reading: string;
}

export interface TutorTools {
  readonly engine: Engine;
  readonly learn: Program;
  readonly optimizer: Optimizer;
  readonly sizes: Sizes;
  readonly context: number;
  /** bytes of text each id stands for */
  readonly tokenBytes: ArrayLike<number>;
}

/**
 * The training loop, one step at a time: read a chunk of every stream, predict all of it, feel, learn.
 */
export class Tutor {
  private readonly tools: TutorTools;
  /** all but `accumulation` may be changed at any time, and counts from the next step on */
  settings: TutorSettings;
  private readonly feeling: Feeling;
  private colours: readonly Colour[];
  private past: number[][];
  step: number;
  tokens: number;
  skipped: number;
  caution: number;

  constructor(tools: TutorTools, settings: TutorSettings, state?: TutorState) {
    this.tools = tools;
    this.settings = settings;
    const { streams } = tools.sizes;
    this.feeling = new Feeling(state?.feeling);
    this.colours = state?.colours ?? Array.from({ length: streams }, () => [0.5, 0.5, 0.5] as const);
    this.past = state ? state.past.map((ids) => [...ids]) : Array.from({ length: streams }, () => []);
    this.step = state?.step ?? 0;
    this.tokens = state?.tokens ?? 0;
    this.skipped = state?.skipped ?? 0;
    this.caution = state?.caution ?? 1;
  }

  /** The colour felt now, as one: the mean over the streams. */
  get colour(): Colour {
    return meanColour(this.colours);
  }

  private get tokensPerStep(): number {
    const { streams, time } = this.tools.sizes;
    return streams * time * this.settings.accumulation;
  }

  /** Learns one batch. `between` runs before every kernel call: the voice may speak there. `clock` is told which section begins. */
  learn(streams: Streams, windDown: number, between: () => void, clock: Stopwatch = new Stopwatch()): StepReport {
    const { engine, learn, optimizer } = this.tools;
    const { accumulation } = this.settings;
    let loss = 0;
    let bytes = 0;
    let exact = 0;
    let finite = true;
    let reading = '';
    for (let micro = 0; micro < accumulation; micro++) {
      // read: the next chunk of every stream
      clock.enter('reading');
      const batch = streams.next();
      reading = batch.places[0].file;
      this.show(batch.inputs, batch.targets, batch.fresh);

      // predict all positions at once
      clock.enter('forward');
      engine.variables.set(ACCUMULATE, micro > 0 ? 1 : 0);
      engine.replay(learn, 'forward', between);

      // feel: what this chunk was like becomes the colour of the next
      clock.enter('feeling');
      const experiences = this.experiences();
      for (const e of experiences) {
        loss += e.loss / (experiences.length * accumulation);
        exact += e.exact / (experiences.length * accumulation);
      }
      for (const id of batch.targets) bytes += this.tools.tokenBytes[id];
      finite &&= Number.isFinite(loss);
      if (!finite) break;
      this.colours = this.feeling.feel(this.step, experiences);
      engine.input(learn, 'nextColour').set(this.colours.flat());

      // the way back: gradients of both losses
      clock.enter('backward');
      engine.replay(learn, 'backward', between);
      engine.replay(learn, 'commit');
    }

    // learn, unless something was not a number
    clock.enter('optimizer');
    const gradientNorm = finite ? optimizer.measure() : Number.NaN;
    const taken = finite && Number.isFinite(gradientNorm);
    const rate = learningRate(this.step, this.settings, windDown) * this.caution * this.freshness(streams);
    if (taken) {
      optimizer.apply(this.step + 1, rate);
      this.caution = Math.min(1, this.caution * 1.001);
      this.tokens += this.tokensPerStep;
    } else {
      this.skipped++;
      // memories may have caught what was not a number
      for (const { data } of engine.statesOf('streams')) data.fill(0);
    }
    this.step++;
    clock.enter('feeling');
    return {
      loss,
      bytes,
      tokens: this.tokensPerStep,
      exact,
      gradientNorm,
      rate,
      taken,
      colours: this.colours,
      expected: this.expected(),
      reading,
    };
  }

  /** What the library still has to teach: of the tokens of texts that are there now, and all that was ever read. */
  private freshness(streams: Streams): number {
    const read = [...streams.read().values()].reduce((sum, tokens) => sum + tokens, 0);
    return freshness(read, streams.libraryTokens, this.tokensPerStep);
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
      past: [...this.past],
    };
  }

  /** Puts a batch where the program reads it; clears the memories of streams that begin anew. */
  private show(inputs: Int32Array, targets: Int32Array, fresh: Uint8Array): void {
    const { engine, learn, sizes, context } = this.tools;
    const { streams, time } = sizes;
    const ids = engine.input(learn, 'ids');
    for (let b = 0; b < streams; b++) {
      const chunk = inputs.subarray(b * time, (b + 1) * time);
      if (fresh[b]) {
        this.past[b] = [];
        for (const { data } of engine.statesOf('streams'))
          data.fill(0, (b * data.length) / streams, ((b + 1) * data.length) / streams);
      }
      const row = b * (context + time);
      const before = this.past[b];
      ids.fill(SPECIAL.end, row, row + context).set(before, row + context - before.length);
      ids.set(chunk, row + context);
      this.past[b] = context > 0 ? [...before, ...chunk].slice(-context) : [];
    }
    engine.input(learn, 'targets').set(targets);
    engine.input(learn, 'weights').fill(1 / (streams * time));
    engine.input(learn, 'colour').set(this.colours.flat());
    engine.input(learn, 'colourWeights').fill(COLOUR_WEIGHT / (3 * streams));
  }

  /** Loss and exact guesses of every stream in the chunk just predicted. */
  private experiences(): Experience[] {
    const { engine, learn, sizes } = this.tools;
    const { streams, time } = sizes;
    const losses = engine.output(learn, 'losses');
    const best = engine.output(learn, 'best');
    const targets = engine.input(learn, 'targets');
    return Array.from({ length: streams }, (_, b) => {
      let loss = 0;
      let exact = 0;
      for (let i = b * time; i < (b + 1) * time; i++) {
        loss += losses[i] / time;
        if (best[i] === targets[i]) exact += 1 / time;
      }
      return { loss, exact };
    });
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
