import { parseTokenizer } from '../library/tokenizer/index.ts';
import { Keeper } from '../soul/keeper.ts';
import { Examiner, type Paper } from './examiner.ts';
import { giveHands, type Hands } from './hands.ts';
import { Mailbox } from './mailbox.ts';
import type { Library } from './messages.ts';
import { assemble, introduce, type Mind } from './mind.ts';
import type { Desk, Orders } from './orders.ts';
import { Pulse, type Standing } from './pulse.ts';
import { Pupil } from './pupil.ts';
import { Scribe } from './scribe.ts';
import type { StepReport } from './tutor.ts';

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
  private readonly mail: Mailbox;
  private readonly hands: Hands;
  private readonly keeper: Keeper;
  private readonly pupil: Pupil;
  private readonly scribe: Scribe;
  private readonly examiner: Examiner;
  private readonly pulse = new Pulse();
  private exams: Library['exams'];
  private readonly wokeAt = performance.now();
  private notFinite = 0;
  private leaving = false;

  private constructor(orders: Orders, desk: Desk, mind: Mind, hands: Hands) {
    const { config, library, soul } = orders;
    this.orders = orders;
    this.desk = desk;
    this.mail = new Mailbox(desk);
    this.hands = hands;
    const tokenizer = parseTokenizer(orders.tokenizer);
    this.keeper = new Keeper({ folder: orders.soulFolder, keepNewest: config.keepNewest, keepDays: config.keepDays });
    this.pupil = new Pupil({ ...orders, tokenizer }, mind, soul === null ? undefined : this.keeper.open(soul));
    this.scribe = new Scribe(mind.voice, tokenizer, config.name, config.voice, this.pupil.babbling);
    this.examiner = new Examiner(mind, tokenizer);
    this.exams = library.exams;
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
          ...introduce(mind),
          name: config.name,
          preset: config.preset,
          memoryBytes: hands.bytes,
          threads: hands.threads,
          kernels: hands.backend.name,
          libraryTokens: lesson.pupil.streams.libraryTokens,
          step: lesson.pupil.tutor.step,
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
    this.desk.post({ kind: 'asleep', step: this.pupil.tutor.step });
  }

  /** Whether its learning is over, and only the last save is left to do. */
  get isLeaving(): boolean {
    return this.leaving;
  }

  private learnOn(): void {
    const { config, minutes, steps = Number.POSITIVE_INFINITY } = this.orders;
    const last = this.pupil.tutor.step + steps;
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
        this.examine(null, {});
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
      if (this.now() >= end || this.pupil.tutor.step >= last) break;

      // a single step
      const began = performance.now();
      const windDown = Number.isFinite(end) ? Math.min(1, Math.max(0, (end - this.now()) / (WIND_DOWN * end))) : 1;
      const report = this.pupil.tutor.learn(this.pupil.streams, windDown, this.between);
      this.pulse.beat(report, performance.now() - began);
      this.guard(report);
      if (this.now() >= nextStats) {
        this.desk.post({ kind: 'stats', stats: this.pulse.stats(this.standing()) });
        nextStats = this.now() + STATS_MILLISECONDS / 1000;
      }
    }
    this.leaving = true;
    if (minutes !== null) this.examine(null, {});
    this.keep(null); // whoever put it to sleep must hear if that failed
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
    this.mail.collect();
    for (let mail = this.mail.said.shift(); mail; mail = this.mail.said.shift()) {
      const { id } = mail;
      try {
        this.mail.stayAwake();
        const reply = this.scribe.reply(mail, this.pupil.tutor.colour, (delta) => {
          this.desk.post({ kind: 'saying', id, delta });
          this.mail.stayAwake();
        });
        this.desk.post({ kind: 'replied', id, reply });
      } catch (error) {
        this.desk.post({ kind: 'refused', id, message: (error as Error).message });
      }
    }
  }

  private doWaiting(): void {
    for (let mail = this.mail.waiting.shift(); mail; mail = this.mail.waiting.shift()) {
      switch (mail.kind) {
        case 'sleep':
          this.leaving = true;
          break;
        case 'save':
          this.save(mail.id);
          break;
        case 'exam':
          this.examine(mail.id, mail);
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
      this.pupil.streams.replaceFiles(library.files);
      this.exams = library.exams;
      const tokens = this.pupil.streams.libraryTokens.toLocaleString('en');
      this.note(
        'info',
        'library',
        `the library changed: ${tokens} tokens in ${library.files.length} ${library.files.length === 1 ? 'file' : 'files'}`,
      );
    } catch (error) {
      this.note('warn', 'library', `${(error as Error).message} What was read before is kept.`);
    }
  }

  /** Examines on the held-out part (quickly, if nobody asked), or on a text that somebody brought. */
  private examine(id: number | null, paper: Paper): void {
    try {
      const result = this.examiner.examine(paper, this.exams, this.pupil.tutor.step, {
        quick: id === null,
        between: () => {
          this.between();
          if (!this.leaving) this.mail.stayAwake();
        },
      });
      if (paper.text === undefined) this.pupil.mark(result);
      this.desk.post({ kind: 'examined', id, result });
    } catch (error) {
      // a library too small for a held-out part is no news every minute
      if (id !== null) this.desk.post({ kind: 'refused', id, message: (error as Error).message });
    }
  }

  private babble(): void {
    try {
      const text = this.scribe.babble(this.pupil.tutor.colour, BABBLE_TOKENS);
      this.desk.post({ kind: 'babble', step: this.pupil.tutor.step, text });
    } catch (error) {
      // a mind that is not finite has nothing to say; the guard will take it back
      this.note('warn', 'voice', (error as Error).message);
    }
  }

  private keep(id: number | null): void {
    // what the guard goes back to must be a soul whose last step was finite
    if (this.notFinite > 0)
      throw new Error(
        `the soul was not saved at step ${this.pupil.tutor.step}: that step was not finite; the soul before it is kept`,
      );
    const content = this.pupil.soul(this.orders.tokenizer);
    const { name, bytes, milliseconds, notes } = this.keeper.save(content, { betweenSlices: this.between });
    for (const sentence of notes) this.note('warn', 'soul', sentence);
    this.desk.post({ kind: 'saved', id, name, step: this.pupil.tutor.step, bytes, milliseconds });
  }

  /** Saves, and goes on learning if that is not possible now. */
  private save(id: number | null): void {
    try {
      this.keep(id);
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
      `step ${this.pupil.tutor.step - 1} was not finite (loss ${report.loss}, gradient norm ${report.gradientNorm}) and was left out`,
    );
    if (this.notFinite < this.orders.config.retry.nonFinite) return;
    this.notFinite = 0;
    const soul = this.keeper.open();
    this.pupil.goBack(soul);
    const why =
      'too many steps in a row were not finite; it goes on elsewhere in the library at half the learning rate';
    this.note('error', 'tutor', `went back to ${soul.info.name}: ${why}`);
  }

  private standing(): Standing {
    const { step, tokens, skipped, colour } = this.pupil.tutor;
    return {
      step,
      tokens,
      colour,
      skippedSteps: skipped,
      exam: this.pupil.lastExam,
      bestExam: this.pupil.bestExam,
      secondsAwake: this.pupil.secondsAwake,
    };
  }

  private note(level: 'info' | 'warn' | 'error', scope: string, message: string): void {
    this.desk.post({ kind: 'note', level, scope, message });
  }
}
