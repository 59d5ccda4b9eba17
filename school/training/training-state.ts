import { kindOf } from '../../brain/brains/index.ts';
import { Random } from '../../brain/engine/random.ts';
import type { Streams } from '../../library/batches/batches.ts';
import { sameWeights, type TextWeights } from '../../library/batches/text-weights.ts';
import { type Example, passagesOf } from '../../library/sources/examples.ts';
import type { Mixer } from '../../library/sources/mixer.ts';
import { TAUGHT_NAMES, type TaughtName } from '../../library/sources/names.ts';
import type { OpenedSoul, SoulContent } from '../../soul/keeper.ts';
import type { ExamResult, Level, Library } from '../api/messages.ts';
import type { Config } from '../settings/config.ts';
import { sentenceOfMoments } from '../settings/learning-words.ts';
import { readTensors, type SoulState, STATE_VERSION, soulOf } from './checkpoint.ts';
import { Consolidator } from './consolidation/consolidator.ts';
import type { Marks } from './evaluation/evaluate.ts';
import { bytesOfTokens, Evaluator } from './evaluation/evaluator.ts';
import { lossesTogether } from './evaluation/together.ts';
import { Growth, type GrowthTools } from './growth/growth.ts';
import { limitsOf } from './growth/room.ts';
import { Habits } from './habits/habits.ts';
import { optimizerSettings, tutorSettings } from './learning-options.ts';
import { teachGate } from './memory/exam.ts';
import { GateLessons } from './memory/gate-lessons.ts';
import { Memory } from './memory/memory.ts';
import { isRemembered, type Lesson, weightsOf } from './memory/remembered-sources.ts';
import type { Model } from './model.ts';
import { newMixer, tokensThatStay } from './reading.ts';
import { stateFor } from './resizing.ts';
import type { StepReport } from './step-report.ts';
import { trainingTexts } from './texts/training-texts.ts';
import type { Timings } from './timings.ts';
import { Tutor } from './training-loop.ts';
import type { TrainingSetup } from './training-setup.ts';
import { VoiceTemperature } from './voice-temperature.ts';

type Note = readonly [level: Level, scope: string, message: string];

/** Everything of a baby that a soul keeps: counters, feelings, places, random states and tensors. It becomes a soul at any step. */
export class TrainingState {
  private setup: TrainingSetup;
  readonly model: Model;
  /** where new places in the library are drawn from */
  private readonly placing: Random;
  /** where passages and places of the other sources are drawn from */
  private readonly mixing: Random;
  /** what it says of its own accord is drawn from this */
  readonly babbling: Random;
  private readonly born: string;
  private readonly bornSizes: SoulState['bornSizes'];
  private readonly secondsBefore: number;
  private readonly wokeAt = performance.now();
  readonly streams: Streams;
  /** all that it reads: the streams of the library, and the other sources */
  readonly mixer: Mixer;
  /** what it remembers beside its weights */
  readonly memory: Memory;
  private readonly gateLessons: GateLessons;
  tutor: Tutor;
  readonly evaluator: Evaluator;
  /** which of several brains learns, and how; which of them speak */
  growth: Growth;
  /** has the weights that speak learn corrections, where its owner wants that */
  readonly consolidator: Consolidator;
  /** low-rank adapters with names */
  habits: Habits;
  lastExam: number | null;
  bestExam: number | null;
  readonly temperature: VoiceTemperature;
  /** what waking means for how it learns */
  readonly wakeNotes: readonly Note[];
  /** the state of what is said of its steps; kept as it was while nobody speaks */
  voices: () => unknown;
  constructor(setup: TrainingSetup, model: Model, soul?: OpenedSoul) {
    const { config, sizes, library } = setup;
    this.setup = setup;
    this.model = model;
    const state = stateFor(soul, sizes);
    this.born = state?.born ?? new Date().toISOString();
    this.bornSizes = state?.bornSizes;
    this.placing = new Random(state?.random.places ?? config.seed + 1);
    this.babbling = new Random(state?.random.babble ?? config.seed + 2);
    this.mixing = new Random(state?.random.mixing ?? config.seed + 3);
    this.secondsBefore = state?.secondsAwake ?? 0;
    this.lastExam = state?.lastExam ?? null;
    this.bestExam = state?.bestExam ?? null;
    this.voices = () => state?.voices;
    if (soul) readTensors(model, soul);
    else {
      model.engine.initialise(new Random(config.seed));
      model.engine.applyConstraints();
    }
    this.tutor = this.newTutor(state);
    this.wakeNotes = this.followOptimizer();
    const reading = { places: () => this.placing.uniform(), mixing: () => this.mixing.uniform() };
    this.mixer = newMixer(setup, reading, state);
    this.streams = this.mixer.streams;
    this.memory = new Memory(setup.tokenizer, config.memory, setup.dialogues, state?.memory);
    this.gateLessons = new GateLessons(this.memory);
    this.habits = this.newHabits(soul, state);
    this.memory.readLibrary(this.streams.files);
    for (const source of TAUGHT_NAMES) {
      const passages = setup.taught?.[source] ?? [];
      this.remember({ kind: 'teach', source, passages });
      this.teach(source, passages);
      const there = new Set(passages.map(({ id }) => id));
      this.habits.unteachExamples(source, (id) => !there.has(id));
    }
    this.evaluator = new Evaluator(model, setup.tokenizer, this.memory);
    this.temperature = new VoiceTemperature(this.evaluator, state?.temperature);
    this.growth = this.newGrowth(library.exams, state);
    const who = { model, mixer: this.mixer, memory: this.memory, setup: () => this.setup };
    const now = { growth: () => this.growth, tutor: () => this.tutor };
    this.consolidator = new Consolidator({ ...who, ...now }, state?.consolidation);
  }

  /** What it says of itself when it wakes, beside its brain. */
  get introduction() {
    const { name, preset } = this.setup.config;
    return { name, preset, libraryTokens: this.streams.libraryTokens, step: this.tutor.step };
  }

  /** Learns one batch of all that it reads, and speaks by the weights that are best after it. */
  learn(windDown: number, between: () => void, clock: Timings): StepReport {
    const report = this.tutor.learn(this.gateLessons.reading(this.mixer, this.tutor.step), windDown, between, clock);
    this.growth.apply();
    return report;
  }

  /** Remembers passages of a source, or forgets them, at once; only what the weights may learn of them waits for the end of a step. */
  remember(what: Lesson): void {
    const { source } = what;
    if (!isRemembered(source)) return;
    // what a habit learns is known by nobody else
    if (what.kind === 'teach')
      this.memory.remember(
        source,
        what.passages.filter(({ habit }) => habit === undefined),
      );
    else this.memory.forget(source, what.ids);
  }

  /** Takes passages into a source; one whose id is there already takes its place. */
  teach(source: TaughtName, passages: readonly Example[]): void {
    const learnt = passages.filter(({ only, habit }) => only !== 'memory' && habit === undefined);
    this.mixer.teach(source, passagesOf(this.setup.tokenizer, learnt));
    this.habits.teachExamples(source, passages);
  }

  /** Takes passages out of a source. @returns how often each was read; those that were not there are left out */
  unteach(source: TaughtName, ids: readonly string[]): Record<string, number> {
    this.tutor.repeater.drop();
    if (source === 'corrections') this.consolidator.abandon();
    this.habits.unteachExamples(source, (id) => ids.includes(id));
    return this.mixer.unteach(source, ids);
  }

  /** Teaches the gate of the memory from the exam that steers, where all that speak now took it. */
  teachGate(examined: ReadonlyMap<unknown, Marks>, between: () => void): void {
    const all = this.growth.speakers.flatMap(({ set }) => examined.get(set) ?? []);
    if (all.length === 0 || all.length < this.growth.speakers.length) return;
    const losses = lossesTogether(all.map((marks) => marks.losses));
    teachGate(this.memory, { ...all[0], losses, between });
  }

  /** over all wakes */
  get secondsAwake(): number {
    return this.secondsBefore + (performance.now() - this.wokeAt) / 1000;
  }

  /** Texts came, went or changed. @returns what that means for how it learns: sentences for the log */
  replaceLibrary(library: Library): string[] {
    const stay = tokensThatStay(this.streams.files, library.files);
    this.consolidator.abandon();
    this.mixer.replaceFiles(library.files);
    this.mixer.converse(passagesOf(this.setup.tokenizer, library.dialogues));
    this.memory.readLibrary(this.streams.files);
    this.tutor.repeater.drop();
    this.growth.examsChanged(this.evaluator.steeringSet(library.exams)?.name);
    return this.growth.textsChanged(stay);
  }

  /**
   * Changed settings count from the next step on; the brain and the place in the library stay.
   *
   * @returns what that means for how it learns
   */
  configure(config: Config): Note[] {
    const { model, setup } = this;
    this.consolidator.abandon();
    this.setup = { ...setup, config };
    if (!sameWeights(setup.config.textWeights, config.textWeights)) this.weighTexts(config.textWeights);
    this.tutor.settings = tutorSettings(this.setup.config);
    this.mixer.weights = weightsOf(config);
    this.memory.settings = config.memory;
    if (model.optimizer) model.optimizer.settings = optimizerSettings(config);
    const isLater = config.memory.consolidate && model.consolidation === undefined && this.growth.steers;
    const notes: Note[] = isLater ? [['info', 'corrections', trainingTexts.consolidation.fromNextWake]] : [];
    return [...notes, ...this.followOptimizer()];
  }

  /** Another optimizer than the one whose moments it holds: what becomes of them, for the log. */
  private followOptimizer(): Note[] {
    const before = this.tutor.followOptimizer();
    return before === undefined ? [] : [['info', 'tutor', sentenceOfMoments(before, this.setup.config.optimizer)]];
  }

  private weighTexts(weights: TextWeights): void {
    const before = this.streams.files;
    this.mixer.weighTexts(weights);
    // a text of weight 0 is not remembered either
    if (this.streams.files.length !== before.length) this.memory.readLibrary(this.streams.files);
    this.tutor.repeater.drop();
  }

  /** Remembers an exam on the held-out part. */
  mark({ bitsPerByte }: ExamResult): void {
    if (!Number.isFinite(bitsPerByte)) return;
    this.lastExam = bitsPerByte;
    this.bestExam = Math.min(this.bestExam ?? Number.POSITIVE_INFINITY, bitsPerByte);
  }

  /** Everything needed to go on exactly. The tensors are those the mind works with, not copies. */
  soul(tokenizerText: string): SoulContent {
    const { config, sizes, tokenizer } = this.setup;
    const { brain, preset } = config;
    const state: SoulState = {
      version: STATE_VERSION,
      ...{ brain, preset, sizes },
      ...(this.bornSizes ? { bornSizes: this.bornSizes } : {}),
      tokenizerHash: tokenizer.hash,
      born: this.born,
      tutor: this.tutor.state(),
      streams: this.streams.state(),
      mixer: this.mixer.state(),
      random: { places: this.placing.state(), babble: this.babbling.state(), mixing: this.mixing.state() },
      lastExam: this.lastExam,
      bestExam: this.bestExam,
      secondsAwake: this.secondsAwake,
      ...(this.temperature.fitted === null ? {} : { temperature: this.temperature.fitted }),
      growth: this.growth.state(),
      memory: this.memory.state(),
      ...(this.mixer.weights.corrections > 0 ? { consolidation: this.consolidator.state() } : {}),
      ...(this.model.mentor ? { teacher: this.model.mentor.mark } : {}),
      ...(this.voices() === undefined ? {} : { voices: this.voices() }),
      ...(this.habits.all.length > 0 ? { habits: this.habits.states() } : {}),
    };
    const soul = soulOf(this.model, tokenizerText, state, JSON.stringify(config, null, 2), this.growth.slots);
    return state.habits ? { ...soul, tensors: { ...soul.tensors, habits: this.habits.tensors() } } : soul;
  }

  /** Takes up an earlier soul of its own, more carefully, and goes on elsewhere in the library: what went wrong here would go wrong again. */
  goBack(soul: OpenedSoul, exams: Library['exams']): void {
    const { skipped, caution } = this.tutor;
    this.consolidator.abandon();
    readTensors(this.model, soul);
    const state = stateFor(soul, this.setup.sizes);
    this.tutor = this.newTutor(state);
    this.followOptimizer();
    this.memory.goBack(state?.memory);
    this.tutor.skipped = skipped;
    this.tutor.caution = Math.min(caution, this.tutor.caution) / 2;
    this.streams.place('random', () => this.placing.uniform());
    this.habits = this.newHabits(soul, state);
    this.growth = this.newGrowth(exams, state);
  }

  private newHabits(soul: OpenedSoul | undefined, state: SoulState | undefined): Habits {
    const tools = { ...this.setup, model: this.model, growth: () => this.growth, tutor: () => this.tutor };
    return new Habits(tools, state?.habits, soul && ((targets) => soul.readTensors('habits', targets)));
  }

  private newGrowth(exams: Library['exams'], state: SoulState | undefined): Growth {
    const tools: GrowthTools = {
      model: this.model,
      tutor: () => this.tutor,
      libraryTokens: () => this.streams.libraryTokens,
      ...limitsOf(() => ({ model: this.model, growth: this.growth, most: this.setup.config.grow.most })),
      dreams: () => this.setup.config.grow.dreams && kindOf(this.model.brain).foresee !== undefined,
      speaks: (usual, brains) => this.habits.speakers(usual, brains),
      steersRate: () => this.setup.config.schedule === 'living',
      seed: this.setup.config.seed,
    };
    return new Growth(tools, this.evaluator.steeringSet(exams)?.name, state?.growth);
  }

  private newTutor(state: SoulState | undefined): Tutor {
    const { sizes, tokenizer } = this.setup;
    const { engine, learn, optimizer, average, overlap } = this.model;
    if (!optimizer) throw new Error(trainingTexts.modelNotForLearning);
    const own = { end: tokenizer.special.end, marks: tokenizer.control, tokenBytes: bytesOfTokens(tokenizer) };
    const tools = { engine, learn, optimizer, average, sizes, overlap, ...own };
    return new Tutor(tools, tutorSettings(this.setup.config), state?.tutor);
  }
}
