import type { WeightSet } from '../../brain/engine/weight-sets.ts';
import type { Tokenizer } from '../../library/tokenizer/index.ts';
import type { CheckpointInfo, Keeper, OpenedSoul } from '../../soul/keeper.ts';
import { count } from '../../statistics/format/numbers.ts';
import type { Level, Library, MemoryReport, ReadSoFar, SentLibrary, ToLesson } from '../api/messages.ts';
import { type Config, soulBudget } from '../settings/config.ts';
import { currentState, type Examined, withExam } from '../training/checkpoint.ts';
import type { Marks } from '../training/evaluation/evaluate.ts';
import type { Evaluator, ExamSet } from '../training/evaluation/evaluator.ts';
import { HabitTasks } from '../training/habits/habit-tasks.ts';
import type { Model } from '../training/model.ts';
import type { Scribe } from '../training/scribe.ts';
import type { TrainingState } from '../training/training-state.ts';
import { CorrectionsTasks } from './corrections.ts';
import type { PeriodicDependencies, Saving } from './periodic-options.ts';
import { type Standing, standingOf } from './reports/metrics.ts';
import type { ProbeReader } from './reports/probes.ts';
import { receivedLibrary } from './sent-library.ts';
import { lessonTexts } from './texts.ts';

const BABBLE_TOKENS = 40;
/** Milliseconds that an exam may take where somebody waits for a save. */
const WAITED_FOR = 2000;
/** The share of learning that exams before saves may cost, where its owner wants exams more rarely than saves. */
const BESIDES = 0.1;

/** All that a lesson does now and then beside learning: exams, saves, words of its own accord, a new library, new settings. */
export class PeriodicTasks {
  private readonly training: TrainingState;
  private readonly scribe: Scribe;
  private readonly keeper: Keeper;
  private readonly probeReader: ProbeReader;
  readonly corrections: CorrectionsTasks;
  readonly habits: HabitTasks;
  private readonly evaluator: Evaluator;
  private readonly tokenizerText: string;
  private readonly lesson: PeriodicDependencies;
  private exams: Library['exams'];
  /** what its regular exams are about */
  private examSet: string;
  /** the last of them, if it can still be compared with the next */
  private examined: Examined | undefined;
  /** of the newest soul that it saved */
  private savedStep = -1;
  /** milliseconds that the last one took */
  private examTook = 0;
  /** its newest soul of this wake, and when it was saved, of the steady clock */
  private saved: { readonly name: string; readonly step: number; readonly at: number } | undefined;
  config: Config;

  constructor(
    who: {
      training: TrainingState;
      scribe: Scribe;
      keeper: Keeper;
      probeReader: ProbeReader;
      model: Model;
      tokenizer: Tokenizer;
    },
    given: {
      tokenizerText: string;
      exams: Library['exams'];
      config: Config;
      dialogues: string;
      soul?: OpenedSoul | undefined;
    },
    lesson: PeriodicDependencies,
  ) {
    this.training = who.training;
    this.scribe = who.scribe;
    this.keeper = who.keeper;
    this.probeReader = who.probeReader;
    const { owner, name } = given.config;
    const note = (message: string) => this.note('info', 'corrections', message);
    const exam = (set: WeightSet) => this.evaluator.lossesOf(this.exams, set, lesson.between);
    this.corrections = new CorrectionsTasks({ ...who, owner, name, note, ...given, between: lesson.between, exam });
    this.habits = new HabitTasks({
      ...who,
      note: (text) => this.note('info', 'habits', text),
      between: lesson.between,
    });
    this.evaluator = who.training.evaluator;
    this.tokenizerText = given.tokenizerText;
    this.exams = given.exams;
    this.config = given.config;
    this.lesson = lesson;
    this.examSet = this.evaluator.examSetOf(given.exams);
    this.examined = (given.soul && currentState(given.soul.state))?.examined;
    if (this.examined?.paper !== this.examSet) this.restartExams();
  }

  /** What is held out is another text than before: exams of both cannot be compared. */
  private restartExams(): void {
    this.examined = undefined;
    this.training.lastExam = null;
    this.training.bestExam = null;
  }

  /** Whether the step that it stands at was examined. */
  get isExamined(): boolean {
    return this.examined?.step === this.training.tutor.step;
  }

  /** It takes up an earlier soul: a step that has the number of one that was examined may be another one. */
  goBack(soul: OpenedSoul): void {
    this.training.goBack(soul, this.exams);
    this.examined = undefined;
  }

  /** What may change while it is awake counts from now on. */
  configure(config: Config): void {
    this.config = config;
    this.keeper.limit(soulBudget(config));
    for (const note of this.training.configure(config)) this.note(...note);
    this.scribe.settings = this.training.temperature.voice(config);
  }

  changeLibrary(sent: SentLibrary): void {
    try {
      const library = receivedLibrary(sent);
      const notes = this.training.replaceLibrary(library);
      this.exams = library.exams;
      const tokens = count(this.training.streams.libraryTokens);
      const files = `${library.files.length} ${library.files.length === 1 ? 'file' : 'files'}`;
      const examSet = this.evaluator.examSetOf(library.exams);
      const reset = examSet === this.examSet ? '' : lessonTexts.library.examsStartOver;
      this.examSet = examSet;
      if (reset) this.restartExams();
      this.lesson.post({ kind: 'library', tokens: this.training.streams.libraryTokens });
      this.note('info', 'library', lessonTexts.library.changed(tokens, files, reset));
      for (const sentence of notes) this.note('info', 'growth', sentence);
    } catch (error) {
      this.note('warn', 'library', lessonTexts.library.staysAsBefore((error as Error).message));
      throw error;
    }
  }

  /** Does what was asked for, at the end of a step. */
  fulfil(wish: Extract<ToLesson, { kind: 'configure' | 'habit' | 'label' | 'teach' | 'unteach' }>): unknown {
    if (wish.kind === 'habit') return this.habits.fulfil(wish.wish);
    if (wish.kind === 'configure') return this.configure(wish.config);
    return wish.kind === 'label' ? this.label(wish) : this.teach(wish);
  }

  /** Takes passages into a source, or out of it. @returns for each that went out how often it was read, where that is counted */
  teach(mail: Extract<ToLesson, { kind: 'teach' | 'unteach' }>): Record<string, number> {
    if (mail.kind === 'unteach') return this.training.unteach(mail.source, mail.ids);
    this.training.teach(mail.source, mail.passages);
    return {};
  }

  /** What it remembers, or what it read so far. */
  reportOf(what: 'memory' | 'read'): MemoryReport | ReadSoFar {
    const { mixer, memory } = this.training;
    if (what === 'memory') return memory.report();
    const files = Object.fromEntries(mixer.read());
    return { files, sources: mixer.report(), corrections: mixer.known('corrections') };
  }

  /**
   * Examines on the held-out part (quickly, if nobody asked), or on a text that somebody brought.
   *
   * @param within milliseconds after which it is left out, where nobody asked
   */
  examine(id: number | null, examSet: ExamSet, within = Number.POSITIVE_INFINITY): void {
    const before = this.lesson.clock.enter('exam');
    const began = performance.now();
    try {
      const { step } = this.training.tutor;
      const result = this.evaluator.examine(examSet, this.exams, step, {
        quick: id === null,
        speakers: this.training.growth.speakers,
        between: () => {
          this.lesson.between();
          this.lesson.stayAwake();
          if (performance.now() - began <= within) return;
          this.examTook = Math.max(this.examTook, performance.now() - began);
          throw new Error(lessonTexts.examTakesTooLong);
        },
      });
      if (id === null) this.examTook = performance.now() - began;
      if (result.paper === this.examSet && Number.isFinite(result.bitsPerByte)) {
        this.training.mark(result);
        this.examined = { step, paper: this.examSet };
        this.training.temperature.fitFirst(this.exams, this.config, this.training.tutor.colour, this.lesson.between);
        this.scribe.settings = this.training.temperature.voice(this.config);
      }
      const corrections = examSet.text === undefined ? this.corrections.examine()?.marks : undefined;
      const teacher = id === null ? {} : this.evaluator.ofTeacher(examSet, this.exams, this.lesson.between);
      this.lesson.post({
        kind: 'examined',
        id,
        result: { ...result, ...(corrections && { corrections }), ...teacher },
      });
    } catch (error) {
      // a library too small for a held-out part is no news every minute
      if (id !== null) this.lesson.post({ kind: 'refused', id, message: (error as Error).message });
    } finally {
      this.lesson.clock.enter(before);
    }
  }

  /** The exam that steers, where it is due: by tokens learnt, never by the clock. */
  steer(): void {
    const set = this.training.growth.isDue ? this.evaluator.steeringSet(this.exams) : undefined;
    if (!set) return;
    const before = this.lesson.clock.enter('exam');
    try {
      const { between } = this.lesson;
      const examined = new Map<unknown, Marks>();
      const notes = this.training.growth.steer((weights) => {
        const marks = this.evaluator.steer(set, weights, between);
        examined.set(weights, marks);
        return marks.losses;
      });
      this.corrections.findLost();
      this.training.teachGate(examined, between);
      const { temperature, tutor } = this.training;
      temperature.fit(set, this.config, tutor.colour, between);
      this.scribe.settings = temperature.voice(this.config);
      for (const sentence of notes) this.note('info', 'growth', sentence);
    } finally {
      this.lesson.clock.enter(before);
    }
  }

  babble(): void {
    const before = this.lesson.clock.enter('speaking');
    try {
      const text = this.scribe.babble(this.training.tutor.colour, BABBLE_TOKENS, this.probeReader.lately());
      this.lesson.post({ kind: 'babble', step: this.training.tutor.step, text });
    } catch (error) {
      // a model whose numbers are not finite has nothing to say; the guard goes back to a good soul
      this.note('warn', 'voice', (error as Error).message);
    } finally {
      this.lesson.clock.enter(before);
    }
  }

  /** Saves its soul. @throws one sentence if that is not possible now */
  keep(id: number | null, { keep, label, lately = 0, within = WAITED_FOR }: Saving = {}): void {
    const { step } = this.training.tutor;
    if (id !== null && this.saved && performance.now() - this.saved.at < lately * 1000) {
      const { name } = this.keeper.label(this.saved.name, label ?? {});
      return this.lesson.post({ kind: 'done', id, result: { name, step: this.saved.step } });
    }
    // what the guard goes back to must be a soul whose last step was finite
    if (this.lesson.isBroken()) throw new Error(lessonTexts.notFinite.notSaved(step));
    if (!this.isExamined && this.examTook < within) this.examine(null, {}, within);
    const before = this.lesson.clock.enter('saving');
    try {
      const { name, bytes, milliseconds, notes } = this.training.consolidator.aside(() => {
        const content = withExam(this.training.soul(this.tokenizerText), this.examined);
        return this.keeper.save(content, { betweenSlices: this.lesson.between, keep, label });
      });
      this.saved = { name, step, at: performance.now() };
      for (const sentence of notes) this.note('warn', 'soul', sentence);
      this.savedStep = step;
      this.lesson.post({ kind: 'saved', id, name, step, bytes, milliseconds });
    } finally {
      this.lesson.clock.enter(before);
    }
  }

  /** @throws one sentence if that is not possible */
  label({ soul, change }: Extract<ToLesson, { kind: 'label' }>): CheckpointInfo {
    return this.keeper.label(soul, change);
  }

  /** Saves as it does every now and then, with an exam, unless that costs more than its owner wants of exams. */
  saveInPassing(): void {
    // of one that rests there is nothing new to be kept
    if (this.training.growth.isDone && this.savedStep === this.training.tutor.step) return;
    const { examSeconds, saveSeconds } = this.config;
    this.save(null, { within: examSeconds <= saveSeconds ? Number.POSITIVE_INFINITY : BESIDES * saveSeconds * 1000 });
  }

  /** Saves, and goes on learning if that is not possible now. @returns whether it has saved */
  save(id: number | null, saving?: Saving): boolean {
    try {
      this.keep(id, saving);
      return true;
    } catch (error) {
      const message = (error as Error).message;
      this.note('error', 'soul', message);
      if (id !== null) this.lesson.post({ kind: 'refused', id, message });
      return false;
    }
  }

  /** What its statistics say beside the numbers of single steps. */
  standing(): Standing {
    return standingOf(this.training, this.examSet);
  }

  note(level: Level, scope: string, message: string): void {
    this.lesson.post({ kind: 'note', level, scope, message });
  }
}
