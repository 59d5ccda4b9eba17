import { Random } from '../../../brain/engine/random.ts';
import { AVERAGE, LEARNING, SIBLINGS, type WeightSet } from '../../../brain/engine/weight-sets.ts';
import type { Speaker } from '../../../brain/voice/speak.ts';
import { count } from '../../../statistics/format/numbers.ts';
import { DREAM, siblingName } from '../../api/sibling-words.ts';
import { lossesTogether } from '../evaluation/together.ts';
import { trainingTexts } from '../texts/training-texts.ts';
import { dreamVoiceOf } from './dream-voice.ts';
import { dreamSlot, type FamilyTools, type SteeringExam } from './family-tools.ts';
import type { Dream, DreamVoice, FamilyState, Learner, Part, Sibling } from './growth-state.ts';
import { compare, type ExamBlocks, inBlocks, meanOf } from './steering.ts';

/** After this many siblings in a row without a gain, no more are born. */
const TRIES = 2;
/** A library that has grown by so much is another one. */
export const MUCH = 1.1;

/**
 * Who learns, who rests as it is at its best, and who speaks. The weights of those that rest lie in the sets from `SIBLINGS` on, and
 * behind them those that the learner had at its best.
 */
export class Family {
  private readonly tools: FamilyTools;
  /** another one learns from now on: told whether it has a best exam already */
  private readonly onBegin: (hasBest: boolean) => void;
  private resting: Sibling[];
  learner: Learner | null;
  private dream: Dream | undefined;
  private dreamSpeaks: DreamVoice | undefined;
  private dreamless: number | undefined;
  part: Part;
  born: number;
  private failed: number;
  library: number;
  /** of the learner at its best, before corrections were consolidated into that; undefined: none were */
  private unconsolidated: ExamBlocks | undefined;
  /** of the sets of weights that do not change; found again after a wake, or for other exams */
  private readonly losses = new Map<WeightSet, Float32Array>();

  constructor(tools: FamilyTools, onBegin: (hasBest: boolean) => void, state?: FamilyState) {
    this.tools = tools;
    this.onBegin = onBegin;
    this.resting = [...(state?.resting ?? [])];
    this.learner = state ? state.learner : { id: 0 };
    this.dream = state?.dream;
    this.dreamSpeaks = state?.dreamSpeaks;
    this.dreamless = state?.dreamless;
    this.part = state?.part ?? 'now';
    this.born = state?.born ?? 1;
    this.failed = state?.failed ?? 0;
    this.library = state?.library || tools.libraryTokens();
    this.unconsolidated = state?.unconsolidated;
  }

  /** Who speaks, the eldest first, and the dream behind all others. */
  get speakers(): readonly Speaker[] {
    const dream = this.dreamSpeaks ? this.brains.slice(-1) : [];
    return this.dreamSpeaks === 'alone' ? dream : [...this.awakeSpeakers, ...dream];
  }

  /** Who would speak if nobody dreamt. */
  get awakeSpeakers(): readonly Speaker[] {
    const silent = this.part === 'silent' && this.resting.length > 0 ? this.learner?.id : undefined;
    return this.brains.filter(({ mind }) => mind !== String(DREAM) && mind !== String(silent));
  }

  get isDreaming(): boolean {
    return this.learner?.dreams === true;
  }

  /** All brains that there are, whether they speak or not, each by the weights with which it would. */
  get brains(): readonly Speaker[] {
    const brains = this.resting.map(({ id }, slot) => ({ set: SIBLINGS + slot, mind: String(id) }));
    if (this.learner && !this.isDreaming)
      brains.push({ set: this.part === 'best' ? this.bestSlot : this.current, mind: String(this.learner.id) });
    if (this.dream) brains.push({ set: dreamSlot(this.tools.model.engine), mind: String(DREAM) });
    return brains;
  }

  /** Whether there was never but one. */
  get isAlone(): boolean {
    return this.born === 1 && this.resting.length === 0;
  }

  /** How many rest. */
  get elders(): number {
    return this.resting.length;
  }

  /** Where the weights of the learner at its best lie. */
  get bestSlot(): WeightSet {
    return this.isDreaming ? dreamSlot(this.tools.model.engine) : SIBLINGS + this.resting.length;
  }

  /** Whether it is time to dream: nobody has anything else to learn, and there was no dream of these siblings and this library. */
  get wantsDream(): boolean {
    const { resting, dream, learner } = this;
    if (learner || resting.length < 2 || !this.tools.dreams?.()) return false;
    const library = this.tools.libraryTokens();
    if (this.dreamless !== undefined && library < MUCH * this.dreamless) return false;
    if (!dream || dream.unfinished) return true;
    return library >= MUCH * dream.library || (dream.brains ?? resting.length) !== resting.length;
  }

  /** By which weights the learner speaks as it is. */
  get current(): WeightSet {
    return this.tools.model.average?.leads ? AVERAGE : LEARNING;
  }

  /** Losses of the learner at its best. */
  bestLosses(exam: SteeringExam): Float32Array {
    return this.lossesOf(this.bestSlot, exam);
  }

  /** What the learner must be better than: what it was at its best, before corrections were consolidated into that. */
  bestBlocks(exam: SteeringExam): ExamBlocks {
    return this.unconsolidated ?? inBlocks(this.bestLosses(exam));
  }

  /** Whether the learner at its best knows corrections that it does not know now. */
  get isConsolidated(): boolean {
    return this.unconsolidated !== undefined;
  }

  /** Corrections were learnt by a set of weights that no step changes. @param before what it was worth before */
  consolidated(set: WeightSet, before: Float32Array): void {
    this.losses.delete(set);
    if (!this.learner || set !== this.bestSlot) return;
    this.unconsolidated ??= inBlocks(before);
    if (this.part === 'now') this.part = 'best';
  }

  /** The learner was never better than now. */
  keepBest(losses: Float32Array): void {
    const { engine } = this.tools.model;
    engine.weightsOf(this.bestSlot).set(engine.weightsOf(this.current));
    this.losses.set(this.bestSlot, losses);
    this.unconsolidated = undefined;
    if (this.isDreaming) this.dream = { ...this.dreamt(), unfinished: true };
  }

  examsChanged(): void {
    this.losses.clear();
    this.unconsolidated = undefined;
  }

  /** Whether the learner makes what the others say together better. Alone it always speaks. */
  joins(losses: Float32Array, exam: SteeringExam): boolean {
    if (this.isDreaming) return false;
    const others = this.resting.map((_, slot) => this.lossesOf(SIBLINGS + slot, exam));
    return others.length === 0 || compare(lossesTogether([...others, losses]), lossesTogether(others)).gain > 0;
  }

  /**
   * Decides who speaks where there is a dream.
   *
   * @param now losses of the learner as it is
   * @returns a sentence for the log where that changes
   */
  letDreamSpeak(now: Float32Array, exam: SteeringExam): string[] {
    if (!this.dream) return [];
    const { current } = this;
    const others = this.awakeSpeakers.map(({ set }) => (set === current ? now : this.lossesOf(set, exam)));
    const { speaks, says } = dreamVoiceOf(others, this.lossesOf(dreamSlot(this.tools.model.engine), exam));
    const isNews = speaks !== this.dreamSpeaks;
    this.dreamSpeaks = speaks;
    return isNews ? [says] : [];
  }

  /** There is something to read, for which a dream is broken off: what it was at its best is kept for the next. @returns a sentence for the log */
  breakOffDream(): string[] {
    if (!this.isDreaming || this.tools.libraryTokens() <= this.library) return [];
    this.learner = null;
    const again = this.tools.dreams?.() ? trainingTexts.dream.goesOnByItself : trainingTexts.dream.goesOnByCommand;
    return [trainingTexts.dream.brokenOff(count(this.tools.tutor().ownTokens), again)];
  }

  /** A dream that was wished for cannot be had: it does not dream of this library by itself. */
  doNotDream(): void {
    this.dreamless = this.tools.libraryTokens();
  }

  /**
   * The learner has learnt what it can: it rests as it was at its best, if it brings the others anything, and the next one begins.
   * @returns sentences for the log
   */
  rest(exam: SteeringExam): string[] {
    const { id } = this.learner!;
    const best = this.bestLosses(exam);
    if (this.isDreaming) return this.wakeUp(best, exam);
    const others = this.resting.map((_, slot) => this.lossesOf(SIBLINGS + slot, exam));
    const brings = others.length > 0 ? compare(lossesTogether([...others, best]), lossesTogether(others)) : undefined;
    const library = this.tools.libraryTokens();
    const tokens = this.tools.tutor().ownTokens;
    this.learner = null;
    this.part = 'silent';
    if (brings && brings.gain <= brings.noise) {
      const [gain, noise] = [Math.abs(brings.gain), brings.noise].map((nats) => (nats / Math.LN2).toFixed(4));
      const how = brings.gain > 0 ? 'better' : 'worse';
      const letGo = trainingTexts.siblings.letGo(siblingName(id), how, gain, noise);
      const knowAll = trainingTexts.siblings.knowAll(this.resting.length); // one may have been unlucky
      return [letGo, ...(++this.failed < TRIES ? this.wakeNext() : [knowAll])];
    }
    this.failed = 0;
    this.resting.push({ id, tokens, library });
    const rests = trainingTexts.siblings.rests(siblingName(id), count(tokens));
    return [rests, ...this.wakeNext()];
  }

  /** Who has not read all that is there wakes, the eldest first; then a sibling is born, if there is room. */
  wakeNext(): string[] {
    const woken = this.wakeUnread();
    if (woken.length > 0) return woken;
    const { engine } = this.tools.model;
    // each needs room for itself at its best, and a dream keeps its own
    const isTaken = this.dream !== undefined && this.bestSlot === dreamSlot(engine);
    const isRoom = this.resting.length < this.tools.most() && engine.has(this.bestSlot) && !isTaken;
    return [isRoom ? this.bear() : trainingTexts.siblings.knowAll(this.resting.length)];
  }

  /** Of the library there are no more than these tokens that those who rest have read. */
  hasRead(tokens: number): void {
    this.resting = this.resting.map((one) => ({ ...one, library: Math.min(one.library, tokens) }));
    if (!this.learner || this.isDreaming) this.library = Math.min(this.library, tokens);
  }

  /** Who has not read all that is there wakes, where nobody learns. */
  wakeUnread(): string[] {
    const slot = this.resting.findIndex((one) => one.library < this.tools.libraryTokens());
    return this.learner || slot < 0 ? [] : [this.wake(slot)];
  }

  state(): FamilyState {
    const { resting, learner, part, born, failed, library, dream, dreamSpeaks, dreamless, unconsolidated } = this;
    return {
      ...{ resting: [...resting], learner, part, born, failed, library },
      ...(dream ? { dream } : {}),
      ...(dreamSpeaks ? { dreamSpeaks } : {}),
      ...(dreamless === undefined ? {} : { dreamless }),
      ...(learner && unconsolidated ? { unconsolidated } : {}),
    };
  }

  /** What is kept of a dream at this moment. */
  private dreamt(): Dream {
    return { tokens: this.tools.tutor().ownTokens, library: this.library, brains: this.resting.length };
  }

  /** The dream is as good as it gets. */
  private wakeUp(best: Float32Array, exam: SteeringExam): string[] {
    const others = this.resting.map((_, slot) => this.lossesOf(SIBLINGS + slot, exam));
    const [alone, together] = [best, lossesTogether(others)].map((losses) => (meanOf(losses) / Math.LN2).toFixed(3));
    this.dream = this.dreamt();
    this.learner = null;
    const says = trainingTexts.dream.isGood(count(this.dream.tokens), alone, others.length, together);
    return [says, ...this.wakeUnread()];
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
    return trainingTexts.siblings.wakes(siblingName(one.id));
  }

  private bear(): string {
    const { engine } = this.tools.model;
    const id = this.born++;
    this.begin(id, (seed) => engine.initialise(new Random(seed)));
    engine.applyConstraints();
    return trainingTexts.siblings.begins(siblingName(id));
  }

  private begin(id: number, fill: (seed: number) => void, hasBest = false): void {
    const { model, seed } = this.tools;
    const own = (seed + 7919 * id) >>> 0;
    fill(own);
    model.optimizer?.reset();
    this.learner = { id };
    this.library = this.tools.libraryTokens();
    this.unconsolidated = undefined;
    this.part = hasBest ? 'best' : 'silent';
    this.tools.tutor().begin(own);
    this.onBegin(hasBest);
  }

  private lossesOf(set: WeightSet, exam: SteeringExam): Float32Array {
    const known = this.losses.get(set) ?? exam(set);
    this.losses.set(set, known);
    return known;
  }
}
