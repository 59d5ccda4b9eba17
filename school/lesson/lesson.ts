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
/** Longest pause of a lesson that has nothing to learn before it reads its messages again. */
const RESTING_MILLISECONDS = 100;
/** Seconds until it tries again to end, where it could not save. */
const AGAIN = 60;
/** The last share of a wake whose end is known is spent winding the learning rate down. */
const WIND_DOWN = 0.3;

/** The thread where the brain lives: it learns for ever, and between two kernel calls it answers. Its output is messages. */
export class Lesson {
  private readonly options: LessonOptions;
  private readonly channel: Channel;
  private readonly mail: Inbox;
  private readonly runtime: Runtime;
  private readonly training: TrainingState;
  private readonly scribe: Scribe;
  private readonly talk: Talk;
  private readonly tasks: PeriodicTasks;
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

  private constructor(options: LessonOptions, channel: Channel, parts: LessonParts) {
    const { config, library } = options;
    const { model, runtime, keeper, opened } = parts;
    this.options = options;
    this.channel = channel;
    this.mail = new Inbox(channel, (mail) => this.take(mail));
    this.runtime = runtime;
    const tokenizer = parseTokenizer(options.tokenizer);
    const dialogues = starterDialogues();
    this.training = new TrainingState({ ...options, tokenizer, dialogues }, model, opened);
    const { babbling, memory, temperature } = this.training;
    this.scribe = new Scribe(model.voice, tokenizer, config.name, temperature.voice(config), babbling, memory);
    this.talk = new Talk(this.scribe, {
      post: (message) => channel.post(message),
      listen: () => this.mail.stayAwake(),
      colour: () => this.training.tutor.colour,
    });
    const probeReader = new ProbeReader(model, tokenizer);
    const { training, scribe, clock, between } = this;
    this.tasks = new PeriodicTasks(
      { training, scribe, keeper, probeReader, model, tokenizer },
      { tokenizerText: options.tokenizer, exams: library.exams, config, dialogues, soul: opened },
      {
        clock,
        between,
        post: (message) => channel.post(message),
        stayAwake: () => this.leaving || this.mail.stayAwake(),
        isBroken: () => this.guard.isBroken,
      },
    );
    this.broadcast = new Broadcast({
      probeReader,
      clock,
      standing: () => this.tasks.standing(),
      values: () => training.tutor.repeater.values(),
      now: () => this.now(),
      post: (message) => channel.post(message),
    });
    this.guard = new NonFiniteGuard({
      training,
      tasks: this.tasks,
      newest: () => keeper.open(),
      wentBack: (step) => this.commentary?.goBack(step),
    });
    const speaking = { channel, readMail: () => this.readMail(), probeReader, tokenizer, training, tasks: this.tasks };
    if (options.voices) this.commentary = new Commentary(speaking);
  }

  /** Builds the model in memory and posts its introduction. A newborn's soul is saved at once, so that its tokenizer is never lost. */
  static async begin(options: LessonOptions, channel: Channel): Promise<Lesson> {
    const { soul } = options;
    const parts = await openParts(options);
    const { model, runtime, teacher } = parts;
    try {
      const lesson = new Lesson(options, channel, parts);
      const { tasks, training } = lesson;
      channel.post({
        kind: 'ready',
        introduction: {
          ...introduce(model),
          ...training.introduction,
          ...(teacher && { teacher }),
          memoryBytes: runtime.bytes,
          threads: runtime.threads,
          kernels: runtime.backend.name,
        },
      });
      const aboutRuntime = runtimeNotes(runtime, model, soul === null, options.config.voice.storage);
      for (const note of [...aboutRuntime, ...training.wakeNotes, ...untaughtNote(teacher)]) tasks.note(...note);
      for (const sentence of training.growth.wakeUnread()) tasks.note('info', 'growth', sentence);
      if (soul === null) tasks.save(null, { within: 0 });
      return lesson;
    } catch (error) {
      await runtime.release(); // helpers left alone would keep this thread from ending
      throw error;
    }
  }

  /** Learns until a message asks for sleep. */
  async live(): Promise<void> {
    try {
      this.learnOn();
    } finally {
      await this.runtime.release();
    }
    this.channel.post({ kind: 'asleep', step: this.training.tutor.step });
  }

  /** Whether only the last save is left to do. */
  isLeaving = (): boolean => this.leaving;

  private learnOn(): void {
    const { minutes, steps = Number.POSITIVE_INFINITY } = this.options;
    const last = this.training.tutor.step + steps;
    const config = () => this.tasks.config;
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
        this.tasks.examine(null, {});
        this.examinedAt = this.now();
      }
      if (this.now() >= babbled + config().babbleSeconds) {
        this.tasks.babble();
        babbled = this.now();
      }
      if (this.now() >= saved + config().saveSeconds && !this.guard.isBroken) {
        this.tasks.saveInPassing();
        saved = this.now();
        if (this.tasks.isExamined) this.examinedAt = saved;
      }
      if (this.training.tutor.step >= last) break;
      if (this.now() >= end) {
        this.tasks.examine(null, {});
        this.kept = this.tasks.save(null);
        if (this.kept) break;
        end = this.now() + AGAIN;
      }
      if (this.tasks.habits.learn(rest) || this.tasks.corrections.consolidate(rest)) continue;
      this.tasks.steer();
      const { waits, isDone } = this.training.growth;
      if (!waits) this.hasWished = false;
      if (waits || isDone) {
        if (waits) this.wish(waits);
        // nobody has anything to learn: it only listens
        else if (Number.isFinite(last)) break;
        this.broadcast.rest();
        this.channel.rest?.(RESTING_MILLISECONDS);
        continue;
      }

      const began = performance.now();
      const windDown = Number.isFinite(end) ? Math.min(1, Math.max(0, (end - this.now()) / (WIND_DOWN * end))) : 1;
      const report = this.training.learn(windDown, this.between, this.clock);
      this.clock.enter('telling');
      this.broadcast.step(report, performance.now() - began);
      this.commentary?.step(report);
      this.guard.take(report);
      if (report.finite) this.tasks.corrections.afterStep(report.tokens);
    }
    this.leaving = true;
    if (!this.kept) this.tasks.keep(null); // the caller of sleep must get the error if saving failed
  }

  /** Asks for another brain, which it cannot give itself: a lesson that begins with the soul of it has it. */
  private wish(wish: BrainWish): void {
    if (!this.hasWished) this.channel.post({ kind: 'wishes', wish });
    this.hasWished = true;
  }

  private examineSoon(): void {
    this.examinedAt = this.now() - Math.max(0, this.tasks.config.examSeconds - FIRST_EXAM);
  }

  private now(): number {
    return (performance.now() - this.wokeAt) / 1000;
  }

  /** Called between two kernel calls: replies go on now, other requests wait for the end of the step. */
  private readonly between = (): void => {
    if (this.channel.hasMail()) this.readMail();
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
          return this.tasks.reportOf(mail.kind);
        default:
          return mail satisfies never;
      }
    });
  }

  private answer(id: number, work: () => unknown): void {
    try {
      this.channel.post({ kind: 'done', id, result: work() });
    } catch (error) {
      this.channel.post({ kind: 'refused', id, message: (error as Error).message });
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
          this.kept = this.leaving = this.tasks.save(mail.id);
          if (!this.leaving) this.mail.stayedAwake();
          break;
        case 'save':
          this.tasks.save(mail.id, mail);
          break;
        case 'exam':
          this.tasks.examine(mail.id, mail);
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
          this.answer(mail.id, this.tasks.fulfil.bind(this.tasks, mail));
          break;
        case 'library':
          this.answer(mail.id, () => this.tasks.changeLibrary(mail.library));
          if (this.training.lastExam === null) this.examineSoon();
          break;
        default:
          mail satisfies never;
      }
    }
  }
}
