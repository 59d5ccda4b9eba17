import type { Enlargement } from '../../../brain/brains/enlargement.ts';
import { SIBLINGS, type WeightSet } from '../../../brain/engine/weight-sets.ts';
import type { Speaker } from '../../../brain/voice/speak.ts';
import type { BrainWish, SiblingReport } from '../../api/messages.ts';
import { siblingName } from '../../api/sibling-words.ts';
import { trainingTexts } from '../texts/training-texts.ts';
import { Family, MUCH } from './family.ts';
import type { FamilyTools, SteeringExam } from './family-tools.ts';
import { examEvery, type GrowthState, siblingsOf, slotsOf } from './growth-state.ts';
import { bornWith, type SizeExam, type SizeState, SizeSteering } from './size.ts';
import { compareInBlocks, dropoutFor, inBlocks, meanOf, Steering } from './steering.ts';

/** What growing needs of a life. */
export interface GrowthTools extends FamilyTools {
  /** whether exams may lower the learning rate; left out: they may */
  readonly steersRate?: () => boolean;
  /** how it would become larger by itself, as its kind and `grow.most` allow; left out: it does not */
  next?(): Enlargement | undefined;
  /** who speaks in the place of those that usually do, of all brains that there are; left out: they do */
  speaks?(usual: readonly Speaker[], brains: readonly Speaker[]): readonly Speaker[];
  /** targets between two steering exams, by the tokens of the library; left out: `examEvery` */
  readonly every?: (libraryTokens: number) => number;
}

/** By so much it may be worse than at its best before it speaks as it was then. */
const WORSE = 0.003;

/**
 * Lets one brain after the other learn what it can, and all of them speak as one. Exams on the half of the held-out text that nobody
 * sees decide: how fast the one learns that learns, when it rests as it is at its best, whether it stays, and whether it becomes larger.
 */
export class Growth {
  private readonly tools: GrowthTools;
  private readonly steering: Steering;
  private readonly family: Family;
  private readonly sizing: SizeSteering;
  private set: string;

  /** @param set what steering exams are about; undefined: there is too little held out, and a count of readings decides */
  constructor(tools: GrowthTools, set: string | undefined, state?: GrowthState) {
    this.tools = tools;
    this.family = new Family(
      tools,
      (hasBest) => this.steering.begin(this.tokens, this.every, this.dropout, hasBest),
      state,
    );
    this.set = state?.set ?? '';
    this.sizing = new SizeSteering(state?.size ?? bornWith(this.parameters));
    this.steering = new Steering(state?.steering ?? { rate: 1, dropout: 1, next: 0, stale: 0, bestAt: null });
    if (!state) this.steering.begin(this.tokens, this.every, this.dropout);
    this.examsChanged(set);
  }

  /** Who speaks, the eldest first. */
  get speakers(): readonly Speaker[] {
    return this.family.speakers;
  }

  /** All brains that there are, whether they speak or not. */
  get brains(): readonly Speaker[] {
    return this.family.brains;
  }

  /** Who would speak if nobody dreamt. */
  get siblingsThatSpeak(): readonly Speaker[] {
    return this.family.awakeSpeakers;
  }

  /** What it does, in a few words. */
  get doing(): string {
    const { learner } = this.family;
    if (this.sizing.waits || this.sizing.isOnTrial) return 'growing';
    if (!learner) return trainingTexts.doing.knowsAllThis;
    if (learner.dreams) return 'dreaming';
    return learner.id > 0 ? trainingTexts.doing.siblingGrows : 'learning';
  }

  /** The brains of which it is made, the eldest first; none while there was never but one. */
  get siblings(): SiblingReport[] {
    const { born, learner } = this.family;
    return born > 1 ? siblingsOf(this.state(), learner ? this.tokens : 0) : [];
  }

  /** Whether all have learnt what they can from this library. */
  get isDone(): boolean {
    return this.family.learner === null;
  }

  /** The other brain that it must get before it learns on: one of another size, or one that dreams. */
  get waits(): BrainWish | undefined {
    return this.sizing.waits ?? (this.set !== '' && this.family.wantsDream ? 'dream' : undefined);
  }

  /** How large it may be, and was. */
  get size(): SizeState {
    return this.sizing.toJSON();
  }

  /** Sets of weights from `SIBLINGS` on that hold something. */
  get slots(): number {
    return slotsOf(this.state());
  }

  /** Whether exams steer: then corrections are consolidated apart, into weights that speak. */
  get steers(): boolean {
    return this.set !== '';
  }

  /**
   * Sets of weights that speak, each of which no step of learning changes, so that what is consolidated into them stays. For one that learns,
   * and speaks as it is, stands what it was at its best. None where somebody speaks whose last exam was the best: the next may be better, and
   * then what it was before is not kept.
   */
  get standing(): readonly WeightSet[] {
    const { family, steering } = this;
    const sets = this.speakers.map(({ set }) => (set >= SIBLINGS ? set : family.bestSlot));
    const isOver = !family.learner || !sets.includes(family.bestSlot) || (steering.hasBest && steering.isStale);
    return isOver ? sets : [];
  }

  /** Corrections were learnt by a set of weights. @param before what it was worth before, token by token of the steering exam */
  consolidated(set: WeightSet, before: Float32Array): void {
    this.family.consolidated(set, before);
    this.apply();
  }

  /** Whether it is time for an exam. */
  get isDue(): boolean {
    return this.set !== '' && !this.isDone && !this.waits && this.steering.isDue(this.tokens);
  }

  /**
   * Takes an exam of those that must be known, and decides how they go on.
   *
   * @returns sentences for the log: what changes, and why
   */
  steer(exam: SteeringExam): string[] {
    const { family } = this;
    if (!family.learner) return [];
    const before = this.steering.hasBest ? family.bestBlocks(exam) : undefined;
    const now = exam(family.current);
    // what is no number decides nothing: the lesson will go back to an earlier soul
    if (!Number.isFinite(meanOf(now))) return [];
    const comparison = before && compareInBlocks(inBlocks(now), before);
    const { kind, sentence } = this.steering.decide(this.tokens, this.every, comparison, this.tools.steersRate?.());
    if (kind === 'better') family.keepBest(now);
    const resized = this.sizing.examine(this.sizeExam(kind, now));
    const notes = [resized ?? (sentence && this.about(sentence)) ?? []].flat();
    const fell = comparison ? -comparison.gain : 0;
    const isWorse = comparison !== undefined && fell > comparison.noise && fell > WORSE * meanOf(now);
    const atBest = isWorse || family.isConsolidated;
    if (kind === 'rests' && !this.sizing.waits) notes.push(...family.rest(exam));
    else if (family.joins(atBest ? family.bestLosses(exam) : now, exam)) family.part = atBest ? 'best' : 'now';
    else family.part = 'silent';
    notes.push(...family.letDreamSpeak(now, exam));
    this.apply();
    return notes;
  }

  /** What is held out is another text than before, or there is enough of it only now. */
  examsChanged(name: string | undefined): void {
    // without room for the best so far there is nothing to go back to
    const set = name !== undefined && this.tools.model.engine.has(SIBLINGS) ? name : '';
    if (set !== this.set) {
      this.family.examsChanged();
      this.sizing.examsChanged();
    }
    if (this.set === '' && set !== '') this.steering.begin(this.tokens, this.every, this.dropout);
    this.set = set;
    this.apply();
  }

  /**
   * Texts came, went or changed. Who rests has read what stays of them.
   *
   * @param stay tokens of the library that were there before
   * @returns sentences for the log
   */
  textsChanged(stay: number): string[] {
    this.family.hasRead(stay);
    return this.tools.libraryTokens() > stay ? this.newTexts() : [];
  }

  /**
   * There is more to read than before: who learns begins with it, if it is much, or the eldest wakes. A little, such as a line of a diary,
   * is learnt as news by the brain that learns, whose best exam stays what others are compared with.
   *
   * @returns sentences for the log
   */
  private newTexts(): string[] {
    const { family } = this;
    const brokenOff = family.breakOffDream();
    if (family.learner) {
      if (this.tools.libraryTokens() < MUCH * family.library) return [];
      family.library = this.tools.libraryTokens();
      this.steering.begin(this.tokens, this.every, this.dropout);
      family.part = family.elders === 0 ? 'now' : family.part;
      this.apply();
      return [];
    }
    const notes = [...brokenOff, ...family.wakeNext()];
    this.apply();
    return notes;
  }

  /** Of a library that became larger while it slept: one that rests and has not read all that is there wakes. @returns sentences for the log */
  wakeUnread(): string[] {
    const notes = [...this.family.breakOffDream(), ...this.family.wakeUnread()];
    this.apply();
    return notes;
  }

  /** The brain that it waits for cannot be had. */
  stay(): void {
    if (this.sizing.waits) this.sizing.stay(this.tools.libraryTokens());
    else this.family.doNotDream();
  }

  state(): GrowthState {
    return { steering: this.steering.toJSON(), ...this.family.state(), set: this.set, size: this.size };
  }

  /** After a step: the average may lead now. */
  apply(): void {
    const { family } = this;
    const { model, tutor } = this.tools;
    tutor().course = this.set === '' ? undefined : this.steering.course;
    if (model.teachers) model.teachers.teaching = family.isDreaming ? family.elders : 0;
    tutor().teachers = family.isDreaming ? model.teachers : model.mentor?.teachers;
    model.voice.speakers = this.tools.speaks?.(this.speakers, family.brains) ?? this.speakers;
  }

  private sizeExam(kind: SizeExam['kind'], losses: Float32Array): SizeExam {
    const { tools, tokens, parameters, family } = this;
    const { isAlone } = family;
    const next = () => tools.next?.();
    return { kind, losses, tokens, parameters, isAlone, libraryTokens: tools.libraryTokens(), next };
  }

  private get tokens(): number {
    return this.tools.tutor().ownTokens;
  }

  private get every(): number {
    return (this.tools.every ?? examEvery)(this.tools.libraryTokens());
  }

  private get parameters(): number {
    return this.tools.model.engine.parameters.count;
  }

  private get dropout(): number {
    return dropoutFor(this.tools.libraryTokens(), this.parameters);
  }

  private about(sentence: string): string {
    const { born, learner } = this.family;
    return born === 1 ? sentence : `${siblingName(learner!.id)}: ${sentence}`;
  }
}
