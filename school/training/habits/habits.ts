import { ADAPTED, type WeightSet } from '../../../brain/engine/weight-sets.ts';
import type { Speaker } from '../../../brain/voice/speak.ts';
import { type Example, passageOf } from '../../../library/sources/examples.ts';
import type { TaughtName } from '../../../library/sources/names.ts';
import type { NamedTensor } from '../../../soul/keeper.ts';
import type { HabitReport } from '../../api/habit-messages.ts';
import { siblingName } from '../../api/sibling-words.ts';
import type { Growth } from '../growth/growth.ts';
import type { Model } from '../model.ts';
import { trainingTexts } from '../texts/training-texts.ts';
import type { Tutor } from '../training-loop.ts';
import { type FillTensors, Habit } from './habit.ts';
import { type ContrastTools, HabitContrasts } from './habit-contrasts.ts';
import type { HabitState, HabitUnit, KnownMark } from './habit-state.ts';
import { HabitTutor, type HabitTutorTools } from './habit-tutor.ts';
import { dialogueLesson, type Lesson } from './material.ts';

export interface HabitsTools extends Pick<ContrastTools, 'tokenizer'> {
  readonly model: Model;
  /** how people ask and answer; left out: habits learn without contrasts */
  readonly dialogues?: string;
  /** what the owner and the baby are called */
  readonly config: Pick<ContrastTools, 'owner' | 'name'>;
  growth(): Pick<Growth, 'speakers' | 'brains'>;
  tutor(): Pick<Tutor, 'tokens'>;
}

/** Tokens that the baby learns between two exams of what its habits know: its brain changes meanwhile, and its habits with it. */
const EVERY = 131_072;

/** What became of a step of learning. */
export interface HabitStep {
  readonly habit: Habit;
  readonly isLearnt: boolean;
}

/**
 * The habits of a baby. Each belongs to one brain, that of which it was learnt: while it is on, that brain speaks alone, with all of its
 * habits that are on; siblings that rest or learn beside it, and dreams, are silent. In public, and where the weights speak alone, only
 * habits do that were taught in public.
 */
export class Habits {
  private readonly tools: HabitsTools;
  private readonly tutor: HabitTutor;
  private readonly contrasts: HabitContrasts;
  readonly all: Habit[] = [];

  /** @param fill the numbers of those that a soul knows */
  constructor(tools: HabitsTools, states: readonly HabitState[] = [], fill?: FillTensors) {
    this.tools = tools;
    const { adapters, voice } = tools.model;
    const { tokenizer, dialogues = '', config } = tools;
    this.contrasts = new HabitContrasts({ voice, tokenizer, dialogues, owner: config.owner, name: config.name });
    const elsewhere: HabitTutorTools['elsewhere'] = (...of) => this.contrasts.elsewhere(...of);
    this.tutor = new HabitTutor({ model: tools.model, end: tokenizer.special.end, elsewhere });
    if (!adapters) return;
    this.all = states.map((state) => new Habit(adapters.matrices, state, fill));
    voice.prepare = () => this.isSpeaking && adapters.adapted.update();
  }

  /** Who speaks, with habits: the brain of those that are on, if one of them is. @param brains all that there are */
  speakers(usual: readonly Speaker[], brains: readonly Speaker[]): readonly Speaker[] {
    const { adapters } = this.tools.model;
    if (!adapters) return usual;
    const on = this.all.filter(({ isOn }) => isOn);
    const base = brains.find(({ mind }) => on.some(({ brain }) => mind === String(brain)));
    const heard = on.filter(({ brain }) => base?.mind === String(brain));
    adapters.adapted.choose(
      base?.set ?? 0,
      heard.map(({ adapter }) => adapter),
    );
    const { voice } = this.tools.model;
    voice.isAdapted = base !== undefined;
    // What was taught in private may not be heard in public, nor what nobody knows where it was learnt.
    voice.plainSpeakers = heard.every(({ lessons }) => wereAllPublic(lessons)) ? undefined : usual;
    return base ? [{ set: ADAPTED, mind: base.mind }] : usual;
  }

  /** The habit that has something to learn, if its brain is there. */
  get learning(): Habit | undefined {
    return this.all.find((habit) => habit.progress !== undefined && this.baseOf(habit) !== undefined);
  }

  /** Takes a step of the habit that learns, or speaks one of the replies beside which it learns. */
  learn(between: () => void): HabitStep | undefined {
    const habit = this.learning;
    const base = habit && this.baseOf(habit);
    if (!habit || base === undefined) return undefined;
    if (this.contrasts.wants(habit)) {
      this.contrasts.speak(habit, base, between);
      return { habit, isLearnt: false };
    }
    const end = this.tutor.learn(habit, base, between);
    if (end === 'known') habit.known = this.markOf(base);
    return { habit, isLearnt: end !== undefined };
  }

  /**
   * A habit whose brain is gone learns its lessons once more, by one that is there; one without lessons is off from then on. One that is on,
   * and whose brain changed since its dialogues were known, is examined, and learns them again where it lost some.
   *
   * @param between answers others meanwhile
   * @returns sentences for the log
   */
  follow(between: () => void): string[] {
    return this.all.flatMap((habit) => {
      const base = this.baseOf(habit);
      return base === undefined ? this.settle(habit) : this.examine(habit, base, between);
    });
  }

  private settle(habit: Habit): string[] {
    const { name, lessons, brain: before } = habit;
    const other = this.all.find((one) => one !== habit && one.isOn && this.baseOf(one) !== undefined);
    const brain = lessons.length > 0 ? (other?.brain ?? Number(this.tools.growth().speakers[0]?.mind)) : null;
    habit.brain = brain;
    if (brain !== null) {
      habit.beginAgain();
      this.tools.model.adapters?.adapted.changed();
      return [trainingTexts.habits.learnsElsewhere(name, siblingName(brain))];
    }
    if (before === null && !habit.isOn) return [];
    habit.isOn = false;
    return [trainingTexts.habits.isOffWithoutBrain(name)];
  }

  private examine(habit: Habit, base: WeightSet, between: () => void): string[] {
    const { known, isOn } = habit;
    const mark = this.markOf(base);
    if (!known || !isOn || (known.set === mark.set && mark.tokens - known.tokens < EVERY)) return [];
    if (this.tutor.knows(habit, base, between)) {
      habit.known = mark;
      return [];
    }
    habit.relearn();
    return [trainingTexts.habits.learnsAgain(habit.name)];
  }

  private markOf(set: WeightSet): KnownMark {
    return { set, tokens: this.tools.tutor().tokens };
  }

  /** @throws one sentence where there is none of that name */
  get(name: string): Habit {
    const found = this.all.find((habit) => habit.name === name);
    if (found) return found;
    throw new Error(noHabit(name));
  }

  /** @throws one sentence where it cannot be on */
  switch(name: string, isOn: boolean): void {
    const habit = this.get(name);
    if (isOn) mustFitTogether(habit.state(), this.states());
    habit.isOn = isOn;
  }

  teach(name: string, lessons: readonly Lesson[]): void {
    this.get(name).teach(lessons);
  }

  /** Takes lessons out of all habits; those that had some begin again from what is left. @returns the names of those */
  unteach(isGone: (unit: HabitUnit) => boolean): string[] {
    const changed = this.all.filter((habit) => habit.unteach(isGone).length > 0);
    if (changed.length > 0) this.tools.model.adapters?.adapted.changed();
    return changed.map(({ name }) => name);
  }

  /** Takes examples that are meant for a habit, and lets those go that are not there any more of what was taught by the same source. */
  teachExamples(source: TaughtName, examples: readonly Example[]): void {
    for (const [name, own] of Map.groupBy(examples, ({ habit }) => habit)) {
      const habit = this.all.find((one) => one.name === name);
      if (!habit) continue;
      const known = new Set(habit.lessons.map(({ id }) => id));
      habit.teach(
        own.filter(({ id }) => !known.has(unitId(source, id))).map((example) => this.lessonOf(source, example)),
      );
    }
  }

  /** Takes examples of a source out of all habits. @param isGone by their ids there */
  unteachExamples(source: TaughtName, isGone: (id: string) => boolean): string[] {
    const start = unitId(source, '');
    return this.unteach(({ id }) => id.startsWith(start) && isGone(id.slice(start.length)));
  }

  private lessonOf(source: TaughtName, example: Example): Lesson {
    const { tokenizer, model } = this.tools;
    const passage = { ...passageOf(tokenizer, example), id: unitId(source, example.id) };
    return dialogueLesson(passage, model.sizes.contextLength);
  }

  reports(): HabitReport[] {
    return this.all.map((habit) => reportOf(habit.state(), habit.trained.numbers.length));
  }

  states(): HabitState[] {
    return this.all.map((habit) => habit.state());
  }

  tensors(): NamedTensor[] {
    return this.all.flatMap((habit) => habit.tensors());
  }

  private get isSpeaking(): boolean {
    return this.tools.model.voice.speakers[0]?.set === ADAPTED;
  }

  private baseOf({ brain }: Habit): WeightSet | undefined {
    return this.tools.growth().brains.find(({ mind }) => mind === String(brain))?.set;
  }
}

/** Whether everybody heard it when it was taught. */
const isPublic = ({ id }: { readonly id: string }): boolean => id.startsWith(unitId('twitch', ''));

/** Whether all that a habit knows was taught in public; of one without lessons nobody knows that. */
export const wereAllPublic = (units: readonly HabitUnit[]): boolean => units.length > 0 && units.every(isPublic);

/** What a lesson is called that was taught by a source. */
const unitId = (source: TaughtName, id: string): string => `${source}:${id}`;

/** @param parameters numbers that it has */
export function reportOf(state: HabitState, parameters: number): HabitReport {
  const { name, isOn, rank, alpha, brain, steps, units, loss = null, progress } = state;
  const isKnown = state.known !== undefined;
  const tokens = units.reduce((sum, unit) => sum + unit.tokens, 0);
  const lessons = units.length;
  const passes = progress?.passes ?? null;
  return { name, isOn, rank, alpha, parameters, brain, lessons, tokens, steps, loss, isKnown, passes };
}

export const noHabit = (name: string): string => trainingTexts.habits.noSuchHabit(JSON.stringify(name));

/** @throws one sentence where a habit cannot be on beside the others */
export function mustFitTogether(habit: HabitState, all: readonly HabitState[]): void {
  if (habit.brain === null && habit.units.length === 0) throw new Error(trainingTexts.habits.brainGone(habit.name));
  if (habit.brain === null) return;
  const other = all.find(({ isOn, brain }) => isOn && brain !== null && brain !== habit.brain);
  if (other) throw new Error(trainingTexts.habits.differentSiblings(habit.name, other.name));
}
