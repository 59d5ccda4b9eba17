import type { Sizes } from '../brain/brains/brain.ts';
import { Random } from '../brain/engine/random.ts';
import { type From, Streams } from '../library/batches.ts';
import { parseTokenizer, SPECIAL, type Tokenizer } from '../library/tokenizer/index.ts';
import { encodeText } from '../library/turns.ts';
import { Keeper, type OpenedSoul } from '../soul/keeper.ts';
import { Rolling } from '../statistics/rolling.ts';
import type { Config } from './config.ts';
import { bitsPerByte, exam, type Passage } from './exams.ts';
import { giveHands, type Hands } from './hands.ts';
import type { ExamResult, FromLesson, Library, Stats, ToLesson } from './messages.ts';
import { assemble, type Mind, organsOf } from './mind.ts';
import { PRESETS, type Preset } from './presets.ts';
import { type SoulState, STATE_VERSION, soulOf, tensorsOf } from './resume.ts';
import { Scribe } from './scribe.ts';
import { type StepReport, Tutor } from './tutor.ts';

/** What the lesson is told before it begins. */
export interface Orders {
  readonly config: Config;
  readonly soulFolder: string;
  /** the soul to go on from; none for a newborn */
  readonly soul: string | null;
  readonly tokenizer: string;
  readonly sizes: Sizes;
  readonly library: Library;
  readonly from: 'resume' | From;
  /** minutes after which it winds down and goes to sleep; none for ever */
  readonly minutes: number | null;
  /** steps after which it goes to sleep, without winding down: another wake can go on as if there had been none */
  readonly steps?: number | undefined;
}

/** How the lesson hears and speaks to the classroom. */
export interface Desk {
  /** whether a message may be waiting; asked between kernel calls, so it must cost next to nothing */
  hasMail(): boolean;
  /** the next message, or none */
  nextMail(): ToLesson | undefined;
  post(message: FromLesson): void;
}

/** Exams during learning read at most about so many tokens; `baby exam` reads all. */
const EXAM_TOKENS = 40_000;
const STATS_MILLISECONDS = 250;
const BABBLE_TOKENS = 40;
/** The last share of a wake whose end is known is spent winding the learning rate down. */
const WIND_DOWN = 0.3;

/**
 * The thread where the brain lives: learns for ever, and between two kernel calls answers who asks. Owns the mind; everything it has
 * to say goes out as messages.
 */
export class Lesson {
  private readonly orders: Orders;
  private readonly desk: Desk;
  private readonly tokenizer: Tokenizer;
  private readonly tokenBytes: Uint16Array;
  private readonly mind: Mind;
  private readonly hands: Hands;
  private readonly keeper: Keeper;
  private readonly scribe: Scribe;
  private readonly preset: Preset;
  private tutor: Tutor;
  private streams: Streams;
  private exams: Library['exams'];
  private readonly placing: Random;
  private readonly babbling: Random;
  private readonly born: string;
  private lastExam: number | null = null;
  private bestExam: number | null = null;
  private secondsBefore = 0;
  private readonly wokeAt = performance.now();
  private readonly smoothLoss = new Rolling(50);
  private readonly smoothBits = new Rolling(50);
  private readonly exact = new Rolling(50);
  private readonly speed = new Rolling(20);
  private notFinite = 0;
  private leaving = false;
  /** what must wait until the step is over */
  private readonly waiting: Exclude<ToLesson, { kind: 'say' }>[] = [];

  private constructor(orders: Orders, desk: Desk, mind: Mind, hands: Hands) {
    const { config, sizes, library } = orders;
    this.orders = orders;
    this.desk = desk;
    this.mind = mind;
    this.hands = hands;
    this.preset = PRESETS[config.brain][config.preset];
    this.tokenizer = parseTokenizer(orders.tokenizer);
    // the end of a turn stands for its line's end
    this.tokenBytes = Uint16Array.from({ length: sizes.vocabulary }, (_, id) =>
      id === SPECIAL.done ? 1 : this.tokenizer.tokenBytes(id).length,
    );
    this.keeper = new Keeper({ folder: orders.soulFolder, keepNewest: config.keepNewest, keepDays: config.keepDays });
    const soul = orders.soul === null ? undefined : this.keeper.open(orders.soul);
    const state = soul?.state as SoulState | undefined;
    this.born = state?.born ?? new Date().toISOString();
    this.placing = new Random(state?.random.places ?? config.seed + 1);
    this.babbling = new Random(state?.random.babble ?? config.seed + 2);
    this.scribe = new Scribe(mind.voice, this.tokenizer, config.name, config.voice, this.babbling);
    this.exams = library.exams;
    if (soul) this.readTensors(soul);
    else {
      mind.engine.initialise(new Random(config.seed));
      mind.engine.tend();
    }
    this.lastExam = state?.lastExam ?? null;
    this.bestExam = state?.bestExam ?? null;
    this.secondsBefore = state?.secondsAwake ?? 0;
    this.tutor = this.newTutor(state);
    const places = {
      files: library.files,
      streams: sizes.streams,
      length: sizes.time,
      random: () => this.placing.uniform(),
    };
    this.streams = new Streams({
      ...places,
      state: state?.streams,
      from: orders.from === 'resume' ? 'start' : orders.from,
    });
    if (state && orders.from !== 'resume') this.streams.place(orders.from, () => this.placing.uniform());
  }

  /** Builds the mind in memory and says so. A newborn's soul is saved at once, so that its tokenizer is never lost. */
  static async begin(orders: Orders, desk: Desk): Promise<Lesson> {
    const { config, sizes } = orders;
    const { beta1, beta2, weightDecay, clip, accumulation } = config;
    const mind = assemble(config.brain, sizes, { beta1, beta2, weightDecay, clip, accumulation });
    const hands = await giveHands(mind.engine, { kernels: config.kernels, threads: config.threads, learning: true });
    try {
      const lesson = new Lesson(orders, desk, mind, hands);
      desk.post({
        kind: 'ready',
        introduction: {
          name: config.name,
          brain: config.brain,
          preset: config.preset,
          parameters: mind.engine.parameters.count,
          memoryBytes: hands.bytes,
          threads: hands.threads,
          kernels: hands.backend.name,
          vocabulary: sizes.vocabulary,
          libraryTokens: lesson.streams.libraryTokens,
          step: lesson.tutor.step,
          organs: organsOf(mind),
        },
      });
      if (orders.soul === null) lesson.save(null);
      return lesson;
    } catch (error) {
      await hands.release(); // helpers left alone would keep this thread from ending
      throw error;
    }
  }

  /** Learns until it is told to sleep. */
  async live(): Promise<void> {
    try {
      this.learnOn();
    } finally {
      await this.hands.release();
    }
    this.desk.post({ kind: 'asleep', step: this.tutor.step });
  }

  private learnOn(): void {
    const { config, minutes, steps = Number.POSITIVE_INFINITY } = this.orders;
    const last = this.tutor.step + steps;
    let nextSave = this.now() + config.saveSeconds;
    let nextExam = this.now() + Math.min(10, config.examSeconds);
    let nextBabble = this.now() + Math.min(3, config.babbleSeconds);
    let nextStats = 0;
    const end = minutes === null ? Number.POSITIVE_INFINITY : minutes * 60;

    while (!this.leaving) {
      // once in a while
      this.readMail();
      this.doWaiting();
      if (this.leaving) break;
      if (this.now() >= nextExam) {
        this.examine(null);
        nextExam = this.now() + config.examSeconds;
      }
      if (this.now() >= nextBabble) {
        this.babble();
        nextBabble = this.now() + config.babbleSeconds;
      }
      if (this.now() >= nextSave && this.notFinite === 0) {
        this.save(null);
        nextSave = this.now() + config.saveSeconds;
      }
      if (this.now() >= end || this.tutor.step >= last) break;

      // a single step
      const began = performance.now();
      const windDown = Number.isFinite(end) ? Math.min(1, Math.max(0, (end - this.now()) / (WIND_DOWN * end))) : 1;
      const report = this.tutor.learn(this.streams, windDown, this.between);
      this.speed.add(performance.now() - began);
      this.smoothLoss.add(report.loss);
      this.smoothBits.add((report.loss * report.tokens) / Math.LN2 / report.bytes);
      this.exact.add(report.exact);
      this.guard(report);
      if (this.now() >= nextStats) {
        this.desk.post({ kind: 'stats', stats: this.stats(report) });
        nextStats = this.now() + STATS_MILLISECONDS / 1000;
      }
    }
    if (minutes !== null) this.examine(null);
    this.save(null);
  }

  /** seconds since it woke */
  private now(): number {
    return (performance.now() - this.wokeAt) / 1000;
  }

  /** Between two kernel calls: whoever speaks is answered now, all else waits for the step to end. */
  private readonly between = (): void => {
    if (this.desk.hasMail()) this.readMail();
  };

  private readMail(): void {
    for (let mail = this.desk.nextMail(); mail; mail = this.desk.nextMail()) {
      if (mail.kind !== 'say') {
        this.waiting.push(mail);
        continue;
      }
      const { id } = mail;
      try {
        const reply = this.scribe.reply(mail, this.tutor.colour, (delta) =>
          this.desk.post({ kind: 'saying', id, delta }),
        );
        this.desk.post({ kind: 'replied', id, reply });
      } catch (error) {
        this.desk.post({ kind: 'refused', id, message: (error as Error).message });
      }
    }
  }

  private doWaiting(): void {
    for (let mail = this.waiting.shift(); mail; mail = this.waiting.shift()) {
      switch (mail.kind) {
        case 'sleep':
          this.leaving = true;
          break;
        case 'save':
          this.save(mail.id);
          break;
        case 'exam':
          this.examine(mail.id, mail.text, mail.name);
          break;
        case 'library':
          this.changeLibrary(mail.library);
          break;
        default:
          mail satisfies never;
      }
    }
  }

  private changeLibrary(library: Library): void {
    try {
      this.streams.replaceFiles(library.files);
      this.exams = library.exams;
      this.note(
        'info',
        'library',
        `the library changed: ${this.streams.libraryTokens.toLocaleString('en')} tokens in ${library.files.length} files`,
      );
    } catch (error) {
      this.note('warn', 'library', `${(error as Error).message} What was read before is kept.`);
    }
  }

  /** Examines on the held-out part (a sample of it while learning), or on a text that somebody brought. */
  private examine(id: number | null, text?: string, name?: string): void {
    const passages =
      text !== undefined
        ? [{ ids: encodeText(this.tokenizer, text), bytes: Buffer.byteLength(text) }]
        : id === null
          ? sampleOf(this.exams, this.tokenBytes, EXAM_TOKENS)
          : this.exams;
    if (passages.every(({ ids }) => ids.length === 0)) {
      if (id !== null)
        this.desk.post({
          kind: 'refused',
          id,
          message:
            text === undefined
              ? 'there is no held-out text to be examined on: put a text of at least 400 characters into the library'
              : 'the text is empty: there is nothing to be examined on',
        });
      return;
    }
    const marks = exam(this.mind.engine, this.mind.learn, this.mind.sizes, this.mind.context, passages, this.between);
    const result: ExamResult = {
      step: this.tutor.step,
      bitsPerByte: bitsPerByte(marks),
      loss: marks.nats / marks.tokens,
      tokens: marks.tokens,
      bytes: marks.bytes,
      of: text === undefined ? 'held-out text' : (name ?? 'the text given'),
    };
    if (text === undefined && Number.isFinite(result.bitsPerByte)) {
      this.lastExam = result.bitsPerByte;
      this.bestExam = Math.min(this.bestExam ?? Number.POSITIVE_INFINITY, result.bitsPerByte);
    }
    this.desk.post({ kind: 'examined', id, result });
  }

  private babble(): void {
    try {
      const text = this.scribe.babble(this.tutor.colour, BABBLE_TOKENS);
      this.desk.post({ kind: 'babble', step: this.tutor.step, text });
    } catch (error) {
      // a mind that is not finite has nothing to say; the guard will take it back
      this.note('warn', 'voice', (error as Error).message);
    }
  }

  private save(id: number | null): void {
    const { config, tokenizer } = this.orders;
    try {
      // what the guard goes back to must be a soul whose last step was finite
      if (this.notFinite > 0)
        throw new Error(
          `the soul was not saved at step ${this.tutor.step}: that step was not finite; the soul before it is kept`,
        );
      const content = soulOf(this.mind, tokenizer, this.state(), JSON.stringify(config, null, 2));
      const { name, bytes, milliseconds, notes } = this.keeper.save(content, { betweenSlices: this.between });
      for (const sentence of notes) this.note('warn', 'soul', sentence);
      this.desk.post({ kind: 'saved', id, name, step: this.tutor.step, bytes, milliseconds });
    } catch (error) {
      const message = (error as Error).message;
      this.note('error', 'soul', message);
      if (id !== null) this.desk.post({ kind: 'refused', id, message });
    }
  }

  /** A step that was not finite was not taken; after several in a row the last good soul is taken up again, more carefully, elsewhere. */
  private guard(report: StepReport): void {
    if (report.taken) {
      this.notFinite = 0;
      return;
    }
    this.notFinite++;
    this.note(
      'warn',
      'tutor',
      `step ${this.tutor.step - 1} was not finite (loss ${report.loss}, gradient norm ${report.gradientNorm}) and was left out`,
    );
    if (this.notFinite < this.orders.config.retry.nonFinite) return;
    this.notFinite = 0;
    const soul = this.keeper.open();
    const state = soul.state as SoulState;
    this.readTensors(soul);
    const { skipped, caution } = this.tutor;
    this.tutor = this.newTutor(state);
    this.tutor.skipped = skipped;
    this.tutor.caution = Math.min(caution, this.tutor.caution) / 2;
    this.streams.place('random', () => this.placing.uniform());
    this.note(
      'error',
      'tutor',
      `went back to ${soul.info.name}: too many steps in a row were not finite; it goes on elsewhere in the library at half the learning rate`,
    );
  }

  private newTutor(state: SoulState | undefined): Tutor {
    const { config, sizes } = this.orders;
    const { engine, learn, optimizer, context } = this.mind;
    if (!optimizer) throw new Error('a lesson needs a mind that was assembled for learning');
    const settings = {
      learningRate: config.learningRate || this.preset.learningRate,
      warmupSteps: config.warmupSteps || this.preset.warmupSteps,
      horizon: this.preset.horizon,
      accumulation: config.accumulation,
    };
    return new Tutor({ engine, learn, optimizer, sizes, context, tokenBytes: this.tokenBytes }, settings, state?.tutor);
  }

  private readTensors(soul: OpenedSoul): void {
    for (const [file, targets] of Object.entries(tensorsOf(this.mind))) soul.readTensors(file, targets);
  }

  private state(): SoulState {
    const { config, sizes } = this.orders;
    return {
      version: STATE_VERSION,
      brain: config.brain,
      preset: config.preset,
      sizes,
      tokenizerHash: this.tokenizer.hash,
      born: this.born,
      tutor: this.tutor.state(),
      streams: this.streams.state(),
      random: { places: this.placing.state(), babble: this.babbling.state() },
      lastExam: this.lastExam,
      bestExam: this.bestExam,
      secondsAwake: this.secondsBefore + this.now(),
    };
  }

  private stats(report: StepReport): Stats {
    return {
      step: this.tutor.step,
      loss: report.loss,
      smoothLoss: this.smoothLoss.value,
      bitsPerByte: this.smoothBits.value,
      exam: this.lastExam,
      bestExam: this.bestExam,
      tokensPerSecond: (report.tokens / this.speed.value) * 1000,
      learningRate: report.rate,
      gradientNorm: report.gradientNorm,
      exact: this.exact.value,
      tokens: this.tutor.tokens,
      skippedSteps: this.tutor.skipped,
      secondsAwake: this.secondsBefore + this.now(),
      colour: this.tutor.colour,
      expectedColour: report.expected,
      reading: report.reading,
    };
  }

  private note(level: 'info' | 'warn' | 'error', scope: string, message: string): void {
    this.desk.post({ kind: 'note', level, scope, message });
  }
}

/** The beginning of every passage, about `most` tokens in all: the same tokens at every exam. */
function sampleOf(passages: Library['exams'], tokenBytes: ArrayLike<number>, most: number): readonly Passage[] {
  const total = passages.reduce((sum, { ids }) => sum + ids.length, 0);
  if (total <= most) return passages;
  return passages.map(({ ids, bytes }) => {
    const part = ids.subarray(0, Math.ceil((ids.length * most) / total));
    return { ids: part, bytes: part.length === ids.length ? bytes : part.reduce((sum, id) => sum + tokenBytes[id], 0) };
  });
}
