import { ACCUMULATE } from '../../../brain/engine/differentiate.ts';
import { LEARNING, type WeightSet } from '../../../brain/engine/weight-sets.ts';
import type { Numbers } from '../../../brain/kernels/contract.ts';
import type { TokenExample } from '../../../library/sources/example-pool.ts';
import { showBatch } from '../batch-input.ts';
import { recite } from '../evaluation/recital.ts';
import type { SteeringExam } from '../growth/family-tools.ts';
import { meanOf } from '../growth/steering.ts';
import type { Model } from '../model.ts';
import { asInExams } from '../regularisation.ts';
import { trainingTexts } from '../texts/training-texts.ts';
import type { Material, MaterialReader } from './material.ts';
import { OWNER, type TetheredTapes } from './tapes.ts';

/** Steps of a round, in which the rate rises and falls to nothing: weights that end at a whole rate foresee worse than those they began with. */
const ROUND = 64;
const WARM_UP = 8;
/** The share of the learning rate at the top of a round. */
const RATE = 0.5;
/** Rounds until it ends, known or not. */
const ROUNDS = 8;
/** An answer is known if each of its tokens costs fewer nats: it is said whatever the mood, and by chance in nearly every reply. */
const KNOWN = 0.2;
/** By so much, at most, unread text may cost more than before. */
const WORSE = 0.01;
/** Shares of what was learnt: where all of it would cost more than that, less of it is taken. */
const SHARES = [1, 0.8, 0.6] as const;
/** What losses are multiplied with where gradients are stored as halves. */
const LOSS_SCALE = 1024;
/** The share of the loss that is corrections. */
const HARD = 0.2;
const NEUTRAL = [0.5, 0.5, 0.5] as const;

/** What became of one set of weights. */
export interface SetOutcome {
  readonly set: WeightSet;
  /** what unread text cost before, in nats, token by token */
  readonly before: Float32Array;
  /** whether it was changed; else it would have foreseen unread text too much worse */
  readonly isChanged: boolean;
  /** how much worse it foresees unread text, as a share; below 0: better */
  readonly worse: number;
}

export interface SessionTools {
  readonly model: Model;
  readonly tapes: TetheredTapes;
  readonly reader: MaterialReader;
  /** corrections that are to be known */
  readonly passages: readonly TokenExample[];
  /** the sets of weights that are to know them, one after the other */
  readonly sets: readonly WeightSet[];
  /** the id that ends a text */
  readonly end: number;
  /** the learning rate of its owner's settings */
  readonly rate: number;
}

/** A set of weights that is worked on. */
interface Work {
  readonly set: WeightSet;
  readonly before: Float32Array;
  step: number;
}

/**
 * Has sets of weights that speak, and that no step of learning changes, learn corrections: one after the other is copied to where weights
 * learn, takes some dozens of steps there, and is copied back if it foresees unread text as well as before. What learns otherwise, weights,
 * moments and memories, is kept aside meanwhile, and goes on afterwards as if nothing had been, to the last bit. A soul that is saved
 * meanwhile is the soul of before it (`leave`, `enter`): a life that goes on from that begins it again, and comes to the same.
 */
export class ConsolidationSession {
  private readonly tools: SessionTools;
  private readonly todo: WeightSet[];
  private work: Work | undefined;
  /** what does not lie where weights learn just now: what learns otherwise, or the session's own while it is left */
  private away: Float32Array[];
  private isAway = false;
  /** the last tokens of every row */
  private before: number[][];
  /** tokens that it learnt */
  tokens = 0;
  readonly outcomes: SetOutcome[] = [];

  constructor(tools: SessionTools) {
    this.tools = tools;
    this.todo = [...tools.sets];
    this.before = Array.from({ length: tools.model.sizes.batch }, () => []);
    tools.tapes.before.teaching = 1;
    this.away = this.swapped(undefined);
  }

  /** Takes a step. @returns whether all sets are done: then weights, moments and memories are as they were before */
  step(exam: SteeringExam, between: () => void): boolean {
    const work = this.work ?? this.begin(exam);
    if (!work) {
      this.leave();
      return true;
    }
    this.learn(work, between);
    if (work.step % ROUND > 0) return false;
    const isKnown = this.isKnown(LEARNING, between);
    if (!isKnown && work.step < ROUND * ROUNDS) return false;
    this.end(work, exam);
    return false;
  }

  /** Puts everything back as it was before, until `enter` is called; what was learnt so far is kept aside. */
  leave(): void {
    if (!this.isAway) this.away = this.swapped(this.away);
    this.isAway = true;
  }

  /** Goes on where it left. */
  enter(): void {
    if (this.isAway) this.away = this.swapped(this.away);
    this.isAway = false;
  }

  /** Whether a set of weights knows all answers. */
  isKnown(set: WeightSet, between?: () => void): boolean {
    const { model, end, passages } = this.tools;
    return recite(model, end, passages, set, between).every((nats) => nats.every((one) => one < KNOWN));
  }

  private begin(exam: SteeringExam): Work | undefined {
    const { tapes, model } = this.tools;
    const { engine, optimizer } = model;
    const set = this.todo.shift();
    if (set === undefined) return undefined;
    const before = exam(set);
    engine.weightsOf(LEARNING).set(engine.weightsOf(set));
    optimizer?.reset();
    tapes.tetherTo(set);
    tapes.before.clear();
    this.work = { set, before, step: 0 };
    return this.work;
  }

  private end({ set, before }: Work, exam: SteeringExam): void {
    const weights = this.tools.model.engine.weightsOf(LEARNING);
    const own = this.tools.model.engine.weightsOf(set);
    const learnt = weights.slice();
    const cost = () => meanOf(exam(LEARNING)) / meanOf(before) - 1;
    let worse = 0;
    for (const share of SHARES) {
      for (let i = 0; i < own.length; i++) weights[i] = own[i] + share * (learnt[i] - own[i]);
      this.tools.model.engine.outdate(LEARNING);
      worse = cost();
      if (worse <= WORSE) break;
    }
    const isChanged = worse <= WORSE;
    // it was looked at meanwhile, which may have made copies of it
    if (isChanged) this.tools.model.engine.weightsOf(set).set(weights);
    this.outcomes.push({ set, before, isChanged, worse });
    this.work = undefined;
  }

  private learn(work: Work, between: () => void): void {
    const { model, tapes, reader, end, rate } = this.tools;
    const { engine, sizes, overlap, optimizer } = model;
    const { learn, before } = tapes;
    if (!optimizer) throw new Error(trainingTexts.modelNotForLearning);
    const batch = reader.next();
    const colours = Array.from({ length: sizes.batch }, () => NEUTRAL);
    asInExams(engine);
    engine.variables.set(ACCUMULATE, 0);
    optimizer.lossScale = engine.parameters.learningType === 'f32' ? 1 : LOSS_SCALE;
    this.before = showBatch({ engine, learn, sizes, overlap, end, owner: OWNER }, batch, {
      weight: 1,
      colours,
      before: this.before,
    });
    before.expect(batch.fresh, between);
    this.tokens += weighTargets(batch, {
      hard: engine.input(learn, 'weights'),
      soft: engine.input(learn, 'softWeights'),
      scale: optimizer.lossScale * optimizer.settings.accumulation,
    });
    // what it feels is not learnt here
    engine.input(learn, 'colourWeights').fill(0);
    engine.run(learn, 'forward', between);
    engine.run(learn, 'backward', between);
    engine.run(learn, 'commit', between);
    before.accept();
    const norm = optimizer.measure();
    const step = ++work.step;
    if (Number.isFinite(norm)) optimizer.apply(step, rate * RATE * shapeOfRound((step - 1) % ROUND));
    engine.outdate(LEARNING);
  }

  /** Puts other numbers in the place of weights and moments. @returns those that were there */
  private swapped(numbers: readonly Float32Array[] | undefined): Float32Array[] {
    const { engine } = this.tools.model;
    const weights = engine.weightsOf(LEARNING) as Float32Array;
    const before = [weights.slice()];
    if (numbers) weights.set(numbers[0]);
    let i = 1;
    for (const { name, group } of engine.parameters.all.values()) {
      if (group === 'frozen') continue;
      for (const moments of ['firstMoments', 'secondMoments'] as const) {
        before.push(Float32Array.from(engine.copyOfParameter(name, moments)));
        if (numbers) engine.writeParameter(name, numbers[i++], moments);
      }
    }
    return before;
  }
}

/** The share of the rate at a step of a round: up to 1, then down to nothing. */
const shapeOfRound = (step: number): number => Math.min((step + 1) / WARM_UP, (ROUND - step) / (ROUND - WARM_UP), 1);

/**
 * Weighs targets: corrections as they are written, all others as they were expected before; each kind by its share, however many there are.
 *
 * @returns how many there are
 */
function weighTargets(
  { learn, tethered }: Material,
  { hard, soft, scale }: { hard: Numbers; soft: Numbers; scale: number },
): number {
  let [corrections, others] = [0, 0];
  for (let i = 0; i < learn.length; i++) {
    if (!learn[i]) continue;
    if (tethered[i]) others++;
    else corrections++;
  }
  for (let i = 0; i < learn.length; i++) {
    hard[i] = learn[i] && !tethered[i] ? (scale * HARD) / corrections : 0;
    soft[i] = learn[i] && tethered[i] ? (scale * (1 - HARD)) / others : 0;
  }
  return corrections + others;
}
