import { parseTokenizer } from '../../library/tokenizer/index.ts';
import type { BrainWish } from '../api/messages.ts';
import { starterDialogues } from '../home/dialogues.ts';
import type { Runtime } from '../machine/runtime.ts';
import { introduce } from '../training/model.ts';
import { Scribe } from '../training/scribe.ts';
import { Timings } from '../training/timings.ts';
import { TrainingState } from '../training/training-state.ts';
import { Inbox, type Urgent } from './inbox.ts';
import { type LessonParts, openParts, untaughtNote } from './lesson-parts.ts';
import { NonFiniteGuard } from './non-finite.ts';
import type { Channel, LessonOptions } from './options.ts';
import { PeriodicTasks } from './periodic.ts';
import { Broadcast } from './reports/broadcast.ts';
import { Commentary } from './reports/commentary.ts';
import { ProbeReader } from './reports/probes.ts';
import { runtimeNotes } from './runtime-notes.ts';
import { Talk } from './talk.ts';
import { lessonTexts } from './texts.ts';

/** Seconds to the first exam, of this wake or on another text. */
const FIRST_EXAM = 10;
/** Longest pause of one who rests before it looks around again. */
const RESTING_MILLISECONDS = 100;
/** Seconds until it tries again to end, where it could not save. */
const AGAIN = 60;
/** The last share of a wake whose end is known is spent winding the learning rate down. */
const WIND_DOWN = 0.3;

/** The thread where the brain lives: it learns for ever, and between two kernel calls it answers. Its output is messages. */
export class Lesson {
  private readonly orders: LessonOptions;
  private readonly desk: Channel;
  private readonly mail: Inbox;
  private readonly runtime: Runtime;
  private readonly training: TrainingState;
  private readonly scribe: Scribe;
  private readonly talk: Talk;
  private readonly duties: PeriodicTasks;
  private readonly broadcast: Broadcast;
  private readonly commentary: Commentary | undefined;
  private readonly guard: NonFiniteGuard;
  /** whether it said what it waits for */
  private hasWished = false;
  private readonly clock = new Timings();
  private readonly wokeAt = performance.now();
  /** when it was examined, in seconds since it woke */
  private examinedAt = 0;
  private leaving = false;
  private kept = false;

  private constructor(orders: LessonOptions, desk: Channel, parts: LessonParts) {
    const { config, library } = orders;
    const { mind, runtime, keeper, opened } = parts;
    this.orders = orders;
    this.desk = desk;
    this.mail = new Inbox(desk, (mail) => this.take(mail));
    this.runtime = runtime;
    const tokenizer = parseTokenizer(orders.tokenizer);
    const dialogues = starterDialogues();
    this.training = new TrainingState({ ...orders, tokenizer, dialogues }, mind, opened);
    const { babbling, memory, temperature } = this.training;
    this.scribe = new Scribe(mind.voice, tokenizer, config.name, temperature.voice(config), babbling, memory);
    this.talk = new Talk(this.scribe, {
      post: (message) => desk.post(message),
      listen: () => this.mail.stayAwake(),
      colour: () => this.training.tutor.colour,
    });
    const looking = new ProbeReader(mind, tokenizer);
    const { training, scribe, clock, between } = this;
    this.duties = new PeriodicTasks(
      { training, scribe, keeper, looking, mind, tokenizer },
      { tokenizerText: orders.tokenizer, exams: library.exams, config, dialogues, soul: opened },
      {
        clock,
        between,
        post: (message) => desk.post(message),
        stayAwake: () => this.leaving || this.mail.stayAwake(),
        isBroken: () => this.guard.isBroken,
      },
    );
    this.broadcast = new Broadcast({
      looking,
      clock,
      standing: () => this.duties.standing(),
      values: () => training.tutor.repeater.values(),
      now: () => this.now(),
      post: (message) => desk.post(message),
    });
    this.guard = new NonFiniteGuard({
      training,
      duties: this.duties,
      newest: () => keeper.open(),
      wentBack: (step) => this.commentary?.goBack(step),
    });
    const wait = { desk, readMail: () => this.readMail() };
    if (orders.voices) this.commentary = new Commentary({ looking, tokenizer, training, duties: this.duties, ...wait });
  }

  /** Builds the mind in memory and says so. A newborn's soul is saved at once, so that its tokenizer is never lost. */
  static async begin(orders: LessonOptions, desk: Channel): Promise<Lesson> {
    const { soul } = orders;
    const parts = await openParts(orders);
    const { mind, runtime, teacher } = parts;
    try {
      const lesson = new Lesson(orders, desk, parts);
      const { duties, training } = lesson;
      desk.post({
        kind: 'ready',
        introduction: {
          ...introduce(mind),
          ...training.introduction,
          ...(teacher && { teacher }),
          memoryBytes: runtime.bytes,
          threads: runtime.threads,
          kernels: runtime.backend.name,
        },
      });
      const aboutRuntime = runtimeNotes(runtime, mind, soul === null, orders.config.voice.storage);
      for (const note of [...aboutRuntime, ...training.wakeNotes, ...untaughtNote(teacher)]) duties.note(...note);
      for (const sentence of training.growth.wakeUnread()) duties.note('info', 'growth', sentence);
      if (soul === null) duties.save(null, { within: 0 });
      return lesson;
    } catch (error) {
      await runtime.release(); // helpers left alone would keep this thread from ending
      throw error;
    }
  }

  /** Learns until it is told to sleep. */
  async live(): Promise<void> {
    try {
      this.learnOn();
    } finally {
      await this.runtime.release();
    }
    this.desk.post({ kind: 'asleep', step: this.training.tutor.step });
  }

  /** Whether only the last save is left to do. */
  isLeaving = (): boolean => this.leaving;

  private learnOn(): void {
    const { minutes, steps = Number.POSITIVE_INFINITY } = this.orders;
    const last = this.training.tutor.step + steps;
    const config = () => this.duties.config;
    const rest = () => this.broadcast.rest();
    this.examineSoon();
    // when each was done; the first words come early
    let saved = this.now();
    let babbled = this.now() - Math.max(0, config().babbleSeconds - 3);
    let end = minutes === null ? Number.POSITIVE_INFINITY : minutes * 60;

    while (!this.leaving) {
      this.readMail();
      this.doWaiting();
      if (this.leaving) break;
      if (this.now() >= this.examinedAt + config().examSeconds) {
        this.duties.examine(null, {});
        this.examinedAt = this.now();
      }
      if (this.now() >= babbled + config().babbleSeconds) {
        this.duties.babble();
        babbled = this.now();
      }
      if (this.now() >= saved + config().saveSeconds && !this.guard.isBroken) {
        this.duties.saveInPassing();
        saved = this.now();
        if (this.duties.isExamined) this.examinedAt = saved;
      }
      if (this.training.tutor.step >= last) break;
      if (this.now() >= end) {
        this.duties.examine(null, {});
        this.kept = this.duties.save(null);
        if (this.kept) break;
        end = this.now() + AGAIN;
      }
      if (this.duties.habits.learn(rest) || this.duties.corrections.consolidate(rest)) continue;
      this.duties.steer();
      const { waits, isDone } = this.training.growth;
      if (!waits) this.hasWished = false;
      if (waits || isDone) {
        if (waits) this.wish(waits);
        // nobody has anything to learn: it only listens
        else if (Number.isFinite(last)) break;
        this.broadcast.rest();
        this.desk.rest?.(RESTING_MILLISECONDS);
        continue;
      }

      const began = performance.now();
      const windDown = Number.isFinite(end) ? Math.min(1, Math.max(0, (end - this.now()) / (WIND_DOWN * end))) : 1;
      const report = this.training.learn(windDown, this.between, this.clock);
      this.clock.enter('telling');
      this.broadcast.step(report, performance.now() - began);
      this.commentary?.step(report);
      this.guard.take(report);
      if (report.finite) this.duties.corrections.afterStep(report.tokens);
    }
    this.leaving = true;
    if (!this.kept) this.duties.keep(null); // the caller of sleep must get the error if saving failed
  }

  /** Asks for another brain, which it cannot give itself: a lesson that begins with the soul of it has it. */
  private wish(wish: BrainWish): void {
    if (!this.hasWished) this.desk.post({ kind: 'wishes', wish });
    this.hasWished = true;
  }

  private examineSoon(): void {
    this.examinedAt = this.now() - Math.max(0, this.duties.config.examSeconds - FIRST_EXAM);
  }

  private now(): number {
    return (performance.now() - this.wokeAt) / 1000;
  }

  /** Called between two kernel calls: replies go on now, other requests wait for the end of the step. */
  private readonly between = (): void => {
    if (this.desk.hasMail()) this.readMail();
  };

  private readMail(): void {
    this.mail.collect();
    const interrupted = this.clock.enter('speaking');
    this.talk.answerAll();
    this.clock.enter(interrupted);
  }

  /** What need not wait for the step to end; what is taught is remembered at once, and learnt later. */
  private take(mail: Urgent): void {
    if (mail.kind === 'say') return this.talk.take(mail);
    if (mail.kind === 'teach' || mail.kind === 'unteach') return this.training.remember(mail);
    if (mail.kind === 'heard') return this.commentary?.hear(mail.ids);
    this.answer(mail.id, () => {
      switch (mail.kind) {
        case 'stop':
          return this.talk.stop(mail.conversation);
        case 'forget':
          this.talk.stop(mail.conversation);
          return this.scribe.forget(mail.conversation);
        case 'correct':
          if (this.talk.isSpeaking(mail.conversation)) throw new Error(lessonTexts.requests.stillSpeaking);
          return this.scribe.correct(mail.conversation, mail.text, this.training.tutor.colour);
        case 'memory':
        case 'read':
          return this.duties.reportOf(mail.kind);
        default:
          return mail satisfies never;
      }
    });
  }

  private answer(id: number, work: () => unknown): void {
    try {
      this.desk.post({ kind: 'done', id, result: work() });
    } catch (error) {
      this.desk.post({ kind: 'refused', id, message: (error as Error).message });
    }
  }

  private doWaiting(): void {
    for (let mail = this.mail.waiting.shift(); mail; mail = this.mail.waiting.shift()) {
      switch (mail.kind) {
        case 'sleep':
          this.leaving = true;
          break;
        case 'leave':
          this.leaving = true;
          this.kept = this.leaving = this.duties.save(mail.id);
          if (!this.leaving) this.mail.stayedAwake();
          break;
        case 'save':
          this.duties.save(mail.id, mail);
          break;
        case 'exam':
          this.duties.examine(mail.id, mail);
          break;
        case 'stay':
          this.hasWished = false;
          this.answer(mail.id, () => this.training.growth.stay());
          break;
        case 'configure':
        case 'teach':
        case 'unteach':
        case 'habit':
        case 'label':
          this.answer(mail.id, this.duties.fulfil.bind(this.duties, mail));
          break;
        case 'library':
          this.answer(mail.id, () => this.duties.changeLibrary(mail.library));
          if (this.training.lastExam === null) this.examineSoon();
          break;
        default:
          mail satisfies never;
      }
    }
  }
}
