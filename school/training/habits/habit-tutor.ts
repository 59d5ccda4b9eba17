import { ACCUMULATE } from '../../../brain/engine/differentiate.ts';
import { Random } from '../../../brain/engine/random.ts';
import { ADAPTING, type WeightSet } from '../../../brain/engine/weight-sets.ts';
import { LossScale } from '../../../brain/learning/loss-scale.ts';
import type { Batch } from '../../../library/batches/batch.ts';
import { learntIn } from '../../../library/batches/batch.ts';
import type { Model } from '../model.ts';
import { trainingTexts } from '../texts/training-texts.ts';
import type { Habit } from './habit.ts';
import { contrastsOfPass } from './habit-contrasts.ts';
import { FIRST_PASS, type HabitProgress } from './habit-state.ts';
import { LessonPredictor, type Marks, noMarks } from './lesson-predictor.ts';
import { batchesOf, behind, heldOutOf, type Lesson, shuffled } from './material.ts';

/** The learning rate of adapters, after a few steps in which it rises. */
const RATE = 0.006;
const WARM_UP = 5;
/** Beside contrasts the rate falls with the nats per token of the last pass, by this factor, down to a share of it: it would be noise by then. */
const RATE_PER_NAT = 4;
const LEAST_RATE = 0.03;
const WEIGHT_DECAY = 0.01;
/** Passes in a row in which all dialogues were known (and nothing was expected elsewhere): each word the likeliest, and so likely that it is nearly always drawn; then they are learnt. */
const KNOWN = 2;
const KNOWN_NATS = 0.005;
/** … and beside contrasts, which pull to the end. */
const KNOWN_BESIDE = 0.05;
const KNOWN_PASSES_BESIDE = 3;
/** … and from how many nats per token on they are lost. */
const LOST_NATS = 0.1;
/** Chance of its own for what is drawn elsewhere in each pass: beside those of passes and replies, which are numbered from 0 up and from -2 down. */
const ELSEWHERE = -1000;
/** Passes, and steps, after which it ends, known or not. */
const MOST_PASSES = 80;
const MOST_STEPS = 600;
/** … and of texts of which nothing is held out, fewer: they would be learnt by heart. */
const MOST_TEXT_PASSES = 6;
/** Passes without a better exam of the stretches that are held out. */
const WORSE = 2;

export interface HabitTutorTools {
  readonly model: Model;
  /** the token that ends a text */
  readonly end: number;
  /** what a habit must not expect elsewhere of a dialogue that it learns; undefined where nothing can be said */
  elsewhere(lesson: Lesson, spoken: readonly Lesson[], random: Random): Lesson | undefined;
}

/**
 * Teaches a habit: the brain itself rests meanwhile, weights, memories, inputs and all, and goes on afterwards as if nothing had been, to
 * the last bit. Each lesson begins from empty memories, as a conversation does. What it learns next depends on what is saved of it only.
 */
export class HabitTutor {
  private readonly tools: HabitTutorTools;
  private readonly predictor: LessonPredictor;

  constructor(tools: HabitTutorTools) {
    this.tools = tools;
    this.predictor = new LessonPredictor(tools.model, tools.end);
  }

  /**
   * Takes one step of learning.
   *
   * @param base the weights that it changes
   * @returns undefined where there is more to learn; 'known' where all of its dialogues are known; 'ended' else
   */
  learn(habit: Habit, base: WeightSet, between: () => void): 'known' | 'ended' | undefined {
    const progress = habit.progress ?? FIRST_PASS;
    const heldOut = heldOutOf(habit.lessons);
    const isHeldOut = new Set(heldOut.map(({ id }) => id));
    const streams = this.tools.model.sizes.batch;
    const lessons = habit.lessons.filter(({ id }) => !isHeldOut.has(id));
    const contrasts = this.contrastsOf(habit, lessons, progress.passes);
    const order = shuffled([...lessons, ...contrasts], habit.seedOf(progress.passes));
    // in every other pass dialogues stand behind others, since a conversation seldom begins with them
    const others = progress.passes % 2 === 1 ? order.filter(({ isText }) => !isText) : [];
    const now = order
      .slice(progress.at, progress.at + streams)
      .map((lesson, i) =>
        lesson.isText || others.length === 0
          ? lesson
          : behind(lesson, others[(progress.at + i + 1) % others.length], this.tools.model.sizes.contextLength),
      );
    const marks = this.predictor.resting(() => this.step(habit, base, now, between));
    const isNumber = Number.isFinite(marks.nats) && marks.isNumber;
    const next: HabitProgress = {
      ...progress,
      at: progress.at + now.length,
      nats: progress.nats + (isNumber ? marks.nats : 0),
      targets: progress.targets + marks.targets,
      dialogueNats: progress.dialogueNats + (isNumber ? marks.dialogueNats : 0),
      dialogueTargets: progress.dialogueTargets + marks.dialogueTargets,
      isExact: progress.isExact && marks.isExact && marks.isHeld && isNumber,
    };
    habit.progress = next;
    if (next.at < order.length) return undefined;
    habit.loss = next.nats / Math.max(1, next.targets);
    const exam = heldOut.length > 0 ? this.predictor.resting(() => this.examine(habit, base, heldOut, between)) : null;
    const isBetter = exam !== null && (next.best === null || exam < next.best);
    if (isBetter) habit.trained.keepBest();
    const passed: HabitProgress = {
      ...FIRST_PASS,
      passes: next.passes + 1,
      known: next.isExact && next.dialogueNats <= knownNats(habit) * next.dialogueTargets ? next.known + 1 : 0,
      best: isBetter ? exam : next.best,
      worse: isBetter || exam === null ? 0 : next.worse + 1,
    };
    habit.progress = passed;
    if (!this.isLearnt(habit, passed, heldOut.length > 0)) return undefined;
    const isKnown = passed.known >= knownPasses(habit);
    // contrasts pull to the end: the last step may have moved what was known before it
    if (isKnown && !this.isAtEnd(habit.lessons, passed) && !this.knows(habit, base, between, knownNats(habit))) {
      habit.progress = { ...passed, known: 1 };
      return undefined;
    }
    // texts alone are known as well as they were when the rest of them was foreseen best
    if (passed.best !== null && habit.lessons.every(({ isText }) => isText)) habit.trained.restoreBest();
    habit.progress = undefined;
    habit.lossScale = undefined;
    // what it learns next needs those of that time
    habit.contrasts = [];
    return isKnown ? 'known' : 'ended';
  }

  /** Whether each word of its dialogues is still the likeliest, and hardly anything else would be drawn. */
  knows(habit: Habit, base: WeightSet, between: () => void, nats = LOST_NATS): boolean {
    const dialogues = habit.lessons.filter(({ isText }) => !isText);
    const marks = this.predictor.resting(() => this.examineAll(habit, base, dialogues, between));
    return marks.isExact && marks.dialogueNats <= nats * marks.dialogueTargets;
  }

  private isAtEnd(lessons: readonly Lesson[], { passes }: Pick<HabitProgress, 'passes'>): boolean {
    return passes >= MOST_PASSES && passes * Math.ceil(lessons.length / this.tools.model.sizes.batch) >= MOST_STEPS;
  }

  private isLearnt(habit: Habit, { passes, known, worse }: HabitProgress, isExamined: boolean): boolean {
    const { lessons } = habit;
    if (this.isAtEnd(lessons, { passes })) return true;
    const texts = lessons.some(({ isText }) => isText);
    const dialogues = lessons.some(({ isText }) => !isText);
    const knowsTexts = !texts || (isExamined ? worse >= WORSE : passes >= MOST_TEXT_PASSES);
    return knowsTexts && (!dialogues || known >= knownPasses(habit));
  }

  private step(habit: Habit, base: WeightSet, lessons: readonly Lesson[], between: () => void): Marks {
    const { engine, adapters } = this.tools.model;
    if (!adapters) throw new Error(trainingTexts.habits.noRoom);
    const { trained } = habit;
    const batches = this.batchesOf(lessons);
    const [targets, ofContrasts] = [
      targetsIn(batches),
      targetsIn(batches, (stream) => lessons[stream]?.isContrast === true),
    ];
    // together contrasts count as much as the lessons beside them, however long they are
    const ofLessons = targets - ofContrasts;
    const share = ofContrasts > 0 && ofLessons > 0 ? ofLessons / ofContrasts : 1;
    const weighed = share * ofContrasts + ofLessons;
    adapters.tapes.compose(base, ADAPTING, [trained.adapter]);
    const scaling = engine.parameters.learningType === 'f16' ? new LossScale(habit.lossScale) : undefined;
    const scale = scaling?.scale ?? 1;
    const weight = scale / Math.max(1, weighed);
    const marks = this.predictor.predict(lessons, batches, between, {
      ...{ base, weight, ofContrasts: share * weight },
      back: (micro) => {
        engine.variables.set(ACCUMULATE, micro > 0 ? 1 : 0);
        engine.run(this.predictor.tape, 'backward', between, ADAPTING);
      },
    });
    if (targets === 0 || !marks.isNumber) return marks;
    adapters.tapes.differentiate(trained.adapter, trained.gradients);
    const step = habit.steps + 1;
    const rate = RATE * (habit.contrasts.length > 0 ? shareOfRate(habit.loss) : 1);
    const norm = trained.step(step, rate * Math.min(1, step / WARM_UP), WEIGHT_DECAY, scale);
    // f16 could not hold a gradient: this step is not taken
    const isTaken = Number.isFinite(norm) || !scaling?.overflowed();
    if (isTaken) {
      habit.steps = step;
      scaling?.fitted();
    }
    habit.lossScale = scaling?.toState();
    adapters.adapted.changed();
    return marks;
  }

  /** The contrasts of a pass: a third of them replies of its brain, the others what the habit must not expect elsewhere. */
  private contrastsOf(habit: Habit, lessons: readonly Lesson[], pass: number): Lesson[] {
    const { model, elsewhere } = this.tools;
    const spoken = contrastsOfPass(habit.contrasts, lessons, { pass, streams: model.sizes.batch });
    // what is expected there is known only where the brain can say it
    if (!model.adapters?.tethered) return spoken;
    const dialogues = lessons.filter(({ isText }) => !isText);
    const random = new Random(habit.seedOf(ELSEWHERE - pass));
    return spoken.map((reply, i) => {
      const lesson = i % 3 > 0 ? dialogues[(pass + i) % dialogues.length] : undefined;
      return (lesson && elsewhere(lesson, habit.contrasts, random)) ?? reply;
    });
  }

  /** Nats per learnt token of lessons, of which nothing is learnt. */
  private examine(habit: Habit, base: WeightSet, lessons: readonly Lesson[], between: () => void): number {
    const { nats, targets } = this.examineAll(habit, base, lessons, between);
    return nats / Math.max(1, targets);
  }

  private examineAll(habit: Habit, base: WeightSet, lessons: readonly Lesson[], between: () => void): Marks {
    const { adapters, sizes } = this.tools.model;
    adapters?.tapes.compose(base, ADAPTING, [habit.trained.adapter]);
    const all = noMarks();
    for (let at = 0; at < lessons.length; at += sizes.batch) {
      const now = lessons.slice(at, at + sizes.batch);
      const marks = this.predictor.predict(now, this.batchesOf(now), between);
      for (const key of ['nats', 'targets', 'dialogueNats', 'dialogueTargets'] as const) all[key] += marks[key];
      for (const key of ['isExact', 'isNumber'] as const) all[key] &&= marks[key];
    }
    return all;
  }

  private batchesOf(lessons: readonly Lesson[]): Batch[] {
    const { sizes } = this.tools.model;
    return batchesOf(lessons, { streams: sizes.batch, length: sizes.contextLength, end: this.tools.end });
  }
}

/** Nats per token of dialogues that are known. */
const knownNats = ({ contrasts }: Habit): number => (contrasts.length > 0 ? KNOWN_BESIDE : KNOWN_NATS);

const knownPasses = ({ contrasts }: Habit): number => (contrasts.length > 0 ? KNOWN_PASSES_BESIDE : KNOWN);

/** @param loss nats per token of the last pass; undefined in the first */
const shareOfRate = (loss = 1): number => Math.min(1, Math.max(LEAST_RATE, RATE_PER_NAT * loss));

/** @param isMeant which streams count; left out: all */
const targetsIn = (batches: readonly Batch[], isMeant: (stream: number) => boolean = () => true): number =>
  batches.reduce(
    (sum, batch) =>
      sum + Array.from(batch.fresh, (_, b) => (isMeant(b) ? learntIn(batch, b) : 0)).reduce((a, b) => a + b),
    0,
  );
