import { Random } from '../../../brain/engine/random.ts';
import { AVERAGE, LEARNING, SIBLINGS, type WeightSet } from '../../../brain/engine/weight-sets.ts';
import type { Speaker } from '../../../brain/voice/speak.ts';
import { count } from '../../../statistics/format/numbers.ts';
import type { SiblingReport } from '../../api/messages.ts';
import { siblingName } from '../../api/sibling-words.ts';
import { lossesTogether } from '../evaluation/together.ts';
import type { Model } from '../model.ts';
import type { Tutor } from '../tutor.ts';
import { examEvery, type GrowthState, type Part, type Sibling, siblingsOf, slotsOf } from './growth-state.ts';
import { compare, dropoutFor, Steering } from './steering.ts';

/** What growing needs of a life. */
export interface GrowthTools {
  readonly model: Model;
  /** may be another one after going back */
  tutor(): Tutor;
  /** of the library that is there now */
  libraryTokens(): number;
  /** siblings that there may be at most, the one that learns among them */
  most(): number;
  readonly seed: number;
  /** whether exams may lower the learning rate; left out: they may */
  readonly steersRate?: () => boolean;
  /** targets between two steering exams, by the tokens of the library; left out: `examEvery` */
  readonly every?: (libraryTokens: number) => number;
}

/** Nats of every token of the steering exam, by a set of weights. */
export type SteeringExam = (set: WeightSet) => Float32Array;

/** A library that has grown by so much is another one. */
const MUCH = 1.1;

/** After this many siblings in a row without a gain, no more are born. */
const TRIES = 2;

/** By so much it may be worse than at its best before it speaks as it was then. */
const WORSE = 0.01;

/**
 * Lets one brain after the other learn what it can, and all of them speak as one. Exams on the half of the held-out text that nobody
 * sees decide: how fast the one learns that learns, when it rests as it is at its best, and whether it stays.
 *
 * The weights of those that rest lie in the sets from `SIBLINGS` on, and behind them those that the learner had at its best.
 */
export class Growth {
  private readonly tools: GrowthTools;
  private readonly steering: Steering;
  private resting: Sibling[];
  private learner: Pick<Sibling, 'id'> | null;
  private part: Part;
  private set: string;
  private born: number;
  private failed: number;
  private library: number;
  /** of the sets of weights that do not change; found again after a wake, or for other exams */
  private readonly losses = new Map<WeightSet, Float32Array>();

  /** @param set what steering exams are about; undefined: there is too little held out, and a count of readings decides */
  constructor(tools: GrowthTools, set: string | undefined, state?: GrowthState) {
    this.tools = tools;
    this.resting = [...(state?.resting ?? [])];
    this.learner = state ? state.learner : { id: 0 };
    this.part = state?.part ?? 'now';
    this.set = state?.set ?? '';
    this.born = state?.born ?? 1;
    this.failed = state?.failed ?? 0;
    this.library = state?.library ?? tools.libraryTokens();
    this.steering = new Steering(state?.steering ?? { rate: 1, dropout: 1, next: 0, stale: 0, bestAt: null });
    if (!state) this.steering.begin(this.tokens, this.every, this.dropout);
    this.examsChanged(set);
  }

  /** Who speaks, the eldest first. */
  get speakers(): readonly Speaker[] {
    const speakers = this.resting.map(({ id }, slot) => ({ set: SIBLINGS + slot, mind: String(id) }));
    if (this.learner && (this.part !== 'silent' || speakers.length === 0)) {
      const set = this.part === 'best' ? this.bestSlot : this.current;
      speakers.push({ set, mind: String(this.learner.id) });
    }
    return speakers;
  }

  /** What it does, in a few words. */
  get doing(): string {
    if (!this.learner) return 'knows all this';
    return this.learner.id > 0 ? 'a sibling is growing' : 'learning';
  }

  /** The brains of which it is made, the eldest first; none while there was never but one. */
  get siblings(): SiblingReport[] {
    return this.born > 1 ? siblingsOf(this.state(), this.learner ? this.tokens : 0) : [];
  }

  /** Whether all have learnt what they can from this library. */
  get isDone(): boolean {
    return this.learner === null;
  }

  /** Sets of weights from `SIBLINGS` on that hold something. */
  get slots(): number {
    return slotsOf(this.state());
  }

  /** Whether it is time for an exam. */
  get isDue(): boolean {
    return this.set !== '' && this.learner !== null && this.steering.isDue(this.tokens);
  }

  /**
   * Takes an exam of those that must be known, and decides how they go on.
   *
   * @returns sentences for the log: what changes, and why
   */
  steer(exam: SteeringExam): string[] {
    if (!this.learner) return [];
    const { engine } = this.tools.model;
    const before = this.steering.hasBest ? this.lossesOf(this.bestSlot, exam) : undefined;
    const now = exam(this.current);
    // what is no number decides nothing: the lesson will go back to an earlier soul
    if (!Number.isFinite(meanOf(now))) return [];
    const comparison = before && compare(now, before);
    const { kind, sentence } = this.steering.decide(this.tokens, this.every, comparison, this.tools.steersRate?.());
    if (kind === 'better') {
      engine.weightsOf(this.bestSlot).set(engine.weightsOf(this.current));
      this.losses.set(this.bestSlot, now);
    }
    const fell = comparison ? -comparison.gain : 0;
    const isWorse = comparison !== undefined && fell > comparison.noise && fell > WORSE * meanOf(now);
    const notes = sentence === undefined ? [] : [this.about(sentence)];
    if (kind === 'rests') notes.push(...this.rest(exam));
    else
      this.part = this.joins(isWorse ? this.lossesOf(this.bestSlot, exam) : now, exam)
        ? isWorse
          ? 'best'
          : 'now'
        : 'silent';
    this.apply();
    return notes;
  }

  /** What is held out is another text than before, or there is enough of it only now. */
  examsChanged(name: string | undefined): void {
    // without room for the best so far there is nothing to go back to
    const set = name !== undefined && this.tools.model.engine.has(SIBLINGS) ? name : '';
    if (set !== this.set) this.losses.clear();
    if (this.set === '' && set !== '') this.steering.begin(this.tokens, this.every, this.dropout);
    this.set = set;
    this.apply();
  }

  /**
   * There is more to read than before: who learns begins with it, if it is much, or the eldest wakes. A little, such as a line of a diary,
   * is learnt as news by the brain that learns, whose best exam stays what others are compared with.
   *
   * @returns sentences for the log
   */
  newTexts(): string[] {
    if (this.learner) {
      if (this.tools.libraryTokens() < MUCH * this.library) return [];
      this.library = this.tools.libraryTokens();
      this.steering.begin(this.tokens, this.every, this.dropout);
      this.part = this.resting.length > 0 ? this.part : 'now';
      this.apply();
      return [];
    }
    const notes = this.wakeNext();
    this.apply();
    return notes;
  }

  state(): GrowthState {
    const { resting, learner, part, set, born, failed, library } = this;
    return { steering: this.steering.toJSON(), resting: [...resting], learner, part, set, born, failed, library };
  }

  /** The learner has learnt what it can: it rests as it was at its best, if it brings the others anything, and the next one begins. */
  private rest(exam: SteeringExam): string[] {
    const { id } = this.learner!;
    const best = this.lossesOf(this.bestSlot, exam);
    const others = this.resting.map((_, slot) => this.lossesOf(SIBLINGS + slot, exam));
    const brings = others.length > 0 ? compare(lossesTogether([...others, best]), lossesTogether(others)) : undefined;
    const library = this.tools.libraryTokens();
    this.learner = null;
    this.part = 'silent';
    if (brings && brings.gain <= brings.noise) {
      const [gain, noise] = [Math.abs(brings.gain), brings.noise].map((nats) => (nats / Math.LN2).toFixed(4));
      const how = brings.gain > 0 ? 'better' : 'worse';
      const letGo = `${siblingName(id)} is let go: with it they foresee ${how} by ${gain} bits per token, and chance alone makes ${noise}`;
      // one may have been unlucky
      return [letGo, ...(++this.failed < TRIES ? this.wakeNext() : [this.knowsAll])];
    }
    this.failed = 0;
    this.resting.push({ id, tokens: this.tokens, library });
    const rests = `${siblingName(id)} rests as it was at its best, after ${count(this.tokens)} tokens`;
    return [rests, ...this.wakeNext()];
  }

  /** Who has not read all that is there wakes, the eldest first; then a sibling is born, if there is room. */
  private wakeNext(): string[] {
    const library = this.tools.libraryTokens();
    const slot = this.resting.findIndex((one) => one.library < library);
    if (slot >= 0) return [this.wake(slot)];
    const { engine } = this.tools.model;
    // each needs room for itself at its best
    const isRoom = this.resting.length < this.tools.most() && engine.has(SIBLINGS + this.resting.length);
    if (!isRoom) return [this.knowsAll];
    return [this.bear()];
  }

  private get knowsAll(): string {
    const count = this.resting.length;
    return `${count === 1 ? 'it has' : `all ${count} have`} learnt what can be learnt here`;
  }

  /** One that rested learns on, from where it was at its best. */
  private wake(slot: number): string {
    const { engine } = this.tools.model;
    const [one] = this.resting.splice(slot, 1) as [Sibling];
    const own = engine.weightsOf(SIBLINGS + slot).slice();
    // the others move up, and its own place, as its best, is behind them
    for (let to = slot; to < this.resting.length; to++)
      engine.weightsOf(SIBLINGS + to).set(engine.weightsOf(SIBLINGS + to + 1));
    engine.weightsOf(this.bestSlot).set(own);
    this.losses.clear();
    this.begin(one.id, () => engine.weightsOf(LEARNING).set(own), true);
    return `${siblingName(one.id)} wakes: there is something that it has not read`;
  }

  private bear(): string {
    const { engine } = this.tools.model;
    const id = this.born++;
    this.begin(id, (seed) => engine.initialise(new Random(seed)));
    engine.applyConstraints();
    return `${siblingName(id)} begins to learn: the others have learnt what they can, and together they foresee better`;
  }

  private begin(id: number, fill: (seed: number) => void, hasBest = false): void {
    const { model, seed } = this.tools;
    const own = (seed + 7919 * id) >>> 0;
    fill(own);
    model.optimizer?.reset();
    this.learner = { id };
    this.library = this.tools.libraryTokens();
    this.part = hasBest ? 'best' : 'silent';
    this.tools.tutor().begin(own);
    this.steering.begin(this.tokens, this.every, this.dropout, hasBest);
  }

  /** Whether the learner makes what the others say together better. Alone it always speaks. */
  private joins(losses: Float32Array, exam: SteeringExam): boolean {
    const others = this.resting.map((_, slot) => this.lossesOf(SIBLINGS + slot, exam));
    return others.length === 0 || compare(lossesTogether([...others, losses]), lossesTogether(others)).gain > 0;
  }

  private lossesOf(set: WeightSet, exam: SteeringExam): Float32Array {
    const known = this.losses.get(set) ?? exam(set);
    this.losses.set(set, known);
    return known;
  }

  /** After a step: the average may lead now. */
  apply(): void {
    const { model, tutor } = this.tools;
    tutor().course = this.set === '' ? undefined : this.steering.course;
    model.voice.speakers = this.speakers;
  }

  /** Where the weights of the learner at its best lie. */
  private get bestSlot(): WeightSet {
    return SIBLINGS + this.resting.length;
  }

  /** By which weights the learner speaks as it is. */
  private get current(): WeightSet {
    return this.tools.model.average?.leads ? AVERAGE : LEARNING;
  }

  private get tokens(): number {
    return this.tools.tutor().ownTokens;
  }

  private get every(): number {
    return (this.tools.every ?? examEvery)(this.tools.libraryTokens());
  }

  private get dropout(): number {
    return dropoutFor(this.tools.libraryTokens(), this.tools.model.engine.parameters.count);
  }

  private about(sentence: string): string {
    return this.born === 1 ? sentence : `${siblingName(this.learner!.id)}: ${sentence}`;
  }
}

const meanOf = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
