import { extname } from 'node:path';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Example } from '../../library/sources/examples.ts';
import type { TaughtName } from '../../library/sources/names.ts';
import type { CheckpointInfo } from '../../soul/keeper.ts';
import type {
  BrainWish,
  Event,
  ExamResult,
  FromLesson,
  HabitWish,
  Introduction,
  Library,
  MemoryReport,
  ReadSoFar,
  Reply,
  SavingWish,
  SoulAt,
  Stats,
  ToLesson,
  VoiceOptions,
} from '../api/messages.ts';
import { LESSON_HEAP } from '../machine/young-generation.ts';
import type { Config } from '../settings/config.ts';
import { LessonError } from './lesson-error.ts';
import type { LessonData } from './lesson-thread.ts';
import type { Keep, LessonOptions } from './options.ts';
import { sentLibrary } from './sent-library.ts';
import { lessonTexts } from './texts.ts';

/** Somebody who waits for an answer. */
interface Asker {
  resolve(value: never): void;
  reject(error: Error): void;
  onDelta?: ((delta: string) => void) | undefined;
}

/** A message to the lesson that wants an answer, without its number. */
type Question<M extends ToLesson = ToLesson> = M extends { id: number } ? Omit<M, 'id'> : never;

/**
 * The main thread's side of the lesson: turns questions into messages and messages into answers and events. It never calculates.
 */
export class LessonClient {
  /** as it is now: its library may grow while it is awake */
  introduction: Introduction;
  /** the newest statistics, or none yet */
  stats: Stats | null = null;
  private readonly worker: Worker;
  private readonly port: MessagePort;
  private readonly flag: Int32Array;
  private readonly askers = new Map<number, Asker>();
  private readonly listeners = new Set<(event: Event) => void>();
  private nextId = 1;
  /** why nobody answers any more */
  private ended: Error | undefined;
  /** the same, if it should not be so */
  brokeOff: LessonError | undefined;
  private readonly keeper = Promise.withResolvers<Keep>();
  private readonly fulfiller = Promise.withResolvers<(wish: BrainWish) => void>();
  /** resolves when the lesson is over: saved, or failed with a LessonError */
  readonly over: Promise<void>;

  private constructor(
    introduction: Introduction,
    worker: Worker,
    port: MessagePort,
    flag: Int32Array,
    over: Promise<void>,
  ) {
    this.introduction = introduction;
    this.worker = worker;
    this.port = port;
    this.flag = flag;
    this.over = over;
  }

  /** Starts the lesson's thread and waits until the brain stands. Rejects with the lesson's own sentence if it cannot. */
  static async open(options: LessonOptions): Promise<LessonClient> {
    const { port1: port, port2 } = new MessageChannel();
    const flag = new SharedArrayBuffer(4);
    const data: LessonData = { options: { ...options, library: sentLibrary(options.library) }, port: port2, flag };
    const worker = new Worker(new URL(`./lesson-thread${extname(import.meta.url)}`, import.meta.url), {
      workerData: data,
      transferList: [port2],
      resourceLimits: LESSON_HEAP,
      stdout: true,
      stderr: true,
    });
    // what a thread prints must never reach a terminal that a view owns
    let printed = '';
    for (const stream of [worker.stdout, worker.stderr])
      stream.on('data', (chunk) => (printed = (printed + chunk).slice(-4000)));
    let classroom: LessonClient | undefined;
    let end: (error?: Error) => void = () => {};
    const over = new Promise<void>((resolve, reject) => (end = (error) => (error ? reject(error) : resolve())));
    over.catch(() => {}); // avoids an unhandled rejection; callers that await still get the error
    let asleep = false;
    let failure: LessonError | undefined;
    return new Promise((resolve, reject) => {
      const take = (message: FromLesson): void => {
        if (message.kind === 'ready') {
          classroom = new LessonClient(message.introduction, worker, port, new Int32Array(flag), over);
          resolve(classroom);
        } else if (message.kind === 'failed') {
          failure = new LessonError(message.message, message.stack, message.atTheEnd);
          // it has said its last, and must not be kept by anything that it could not end
          void worker.terminate();
        } else {
          if (message.kind === 'asleep') asleep = true;
          classroom?.hear(message);
        }
      };
      port.on('message', take);
      worker.on('error', (error) => {
        const { message, stack } = error as Error;
        failure ??= new LessonError(message, stack);
      });
      worker.on('exit', (code) => {
        // what it said last may still wait to be delivered, however long this thread was busy
        setImmediate(() => {
          for (let last = receiveMessageOnPort(port); last; last = receiveMessageOnPort(port)) take(last.message);
          port.close();
          const error =
            failure ?? (asleep ? undefined : new LessonError(lessonTexts.requests.threadEnded(code, printed).trim()));
          classroom?.giveUp(error ?? new Error(lessonTexts.requests.asleep));
          end(error);
          if (error) reject(error);
        });
      });
    });
  }

  say(
    from: string,
    text: string,
    conversation: string,
    options: VoiceOptions,
    onDelta?: (delta: string) => void,
  ): Promise<Reply> {
    return this.ask({ kind: 'say', from, text, conversation, options }, onDelta);
  }

  /** Ends the reply being spoken in a conversation, and what waits there; false if there was nothing. */
  stop = (conversation: string): Promise<boolean> => this.ask({ kind: 'stop', conversation });

  forget = (conversation: string): Promise<boolean> => this.ask({ kind: 'forget', conversation });

  correct(conversation: string, text: string): Promise<void> {
    return this.ask({ kind: 'correct', conversation, text });
  }

  /** Resolves when the settings count. */
  configure = (config: Config): Promise<void> => this.ask({ kind: 'configure', config });

  memory = (): Promise<MemoryReport> => this.ask({ kind: 'memory' });
  read = (): Promise<ReadSoFar> => this.ask({ kind: 'read' });

  teach(source: TaughtName, passages: readonly Example[]): Promise<unknown> {
    return this.ask({ kind: 'teach', source, passages });
  }

  /** How often each was read, where that is counted; unknown ids are left out. */
  unteach(source: TaughtName, ids: readonly string[]): Promise<Readonly<Record<string, number>>> {
    return this.ask({ kind: 'unteach', source, ids });
  }

  exam(text?: string, name?: string): Promise<ExamResult> {
    return this.ask({ kind: 'exam', ...(text === undefined ? {} : { text }), ...(name === undefined ? {} : { name }) });
  }

  save(wish: SavingWish = {}): Promise<SoulAt> {
    return this.ask({ kind: 'save', ...wish });
  }

  habit = <T>(wish: HabitWish): Promise<T> => this.ask({ kind: 'habit', wish });
  stay = (): Promise<void> => this.ask({ kind: 'stay' });

  /** Changes the label of a soul. */
  label(soul: string, change: Extract<ToLesson, { kind: 'label' }>['change']): Promise<CheckpointInfo> {
    return this.ask({ kind: 'label', soul, change });
  }

  /** Lets the lesson save and end. Rejects with one sentence if it cannot save, and goes on then. */
  leave = (): Promise<SoulAt> => this.ask({ kind: 'leave' });

  /** Tells the lesson to save and end, also where it cannot save; `over` resolves when it has. */
  sleep = (): void => this.post({ kind: 'sleep' });

  /** Ends the lesson's thread as it is, without saving; `over` rejects then, unless it was asleep already. */
  async terminate(): Promise<void> {
    await this.worker.terminate();
  }

  /** Resolves when it reads that library from now on. */
  newLibrary = (library: Library): Promise<void> => this.ask({ kind: 'library', library: sentLibrary(library) });

  /** @param keep keeps what it says of its steps, for which it waits */
  keepSaid(keep: Keep): void {
    this.keeper.resolve(keep);
  }

  /** @param fulfil gives it the brain that it waits for, or has it `stay` */
  fulfilWishes(fulfil: (wish: BrainWish) => void): void {
    this.fulfiller.resolve(fulfil);
  }

  watch(listener: (event: Event) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tell(event: Event): void {
    for (const listener of this.listeners) listener(event);
  }

  private ask<T>(question: Question, onDelta?: (delta: string) => void): Promise<T> {
    if (this.ended) return Promise.reject(this.ended);
    const id = this.nextId++;
    return new Promise<T>((resolve, reject) => {
      this.askers.set(id, { resolve: resolve as Asker['resolve'], reject, onDelta });
      this.post({ ...question, id });
    });
  }

  private post(message: ToLesson): void {
    this.port.postMessage(message);
    Atomics.store(this.flag, 0, 1);
    Atomics.notify(this.flag, 0); // one that rests hears at once
  }

  private answer(id: number | null, settle: (asker: Asker) => void): void {
    if (id === null) return;
    const asker = this.askers.get(id);
    this.askers.delete(id);
    if (asker) settle(asker);
  }

  private hear(message: FromLesson): void {
    switch (message.kind) {
      case 'stats':
        this.stats = message.stats;
        this.tell({ event: 'stats', data: message.stats });
        return this.tell({ event: 'durations', data: message.durations });
      case 'guesses':
        return this.tell({ event: 'guesses', data: message.guesses });
      case 'probes':
        return this.tell({ event: 'probes', data: message.probes });
      case 'babble':
        return this.tell({ event: 'babble', data: { step: message.step, text: message.text } });
      case 'said': {
        const { step, said } = message;
        const heard = (ids: readonly string[]): void => this.post({ kind: 'heard', step, ids });
        void this.keeper.promise.then((keep) => keep(said)).then(heard, () => heard([]));
        return;
      }
      case 'note':
        return this.tell({
          event: 'note',
          data: { level: message.level, scope: message.scope, message: message.message },
        });
      case 'wishes':
        return void this.fulfiller.promise.then((fulfil) => fulfil(message.wish));
      case 'saying':
        return this.askers.get(message.id)?.onDelta?.(message.delta);
      case 'replied':
        return this.answer(message.id, (asker) => asker.resolve(message.reply as never));
      case 'examined':
        this.tell({ event: 'examined', data: message.result });
        return this.answer(message.id, (asker) => asker.resolve(message.result as never));
      case 'saved': {
        const { id, name, step, bytes, milliseconds } = message;
        this.tell({ event: 'saved', data: { name, step, bytes, milliseconds } });
        return this.answer(id, (asker) => asker.resolve({ name, step } as never));
      }
      case 'library':
        this.introduction = { ...this.introduction, libraryTokens: message.tokens };
        return;
      case 'done':
        return this.answer(message.id, (asker) => asker.resolve(message.result as never));
      case 'refused':
        return this.answer(message.id, (asker) => asker.reject(new Error(message.message)));
      case 'asleep':
        return this.tell({ event: 'sleeping', data: { step: message.step } });
      case 'ready':
      case 'failed':
        return; // heard in open()
      default:
        message satisfies never;
    }
  }

  private giveUp(error: Error): void {
    this.ended = error;
    if (error instanceof LessonError) this.brokeOff = error;
    for (const asker of this.askers.values()) asker.reject(error);
    this.askers.clear();
  }
}
