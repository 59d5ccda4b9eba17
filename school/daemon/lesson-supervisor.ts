import { count } from '../../statistics/format/numbers.ts';
import type { BrainWish, Event, Introduction, Library, SavingWish, SoulAt, Stats } from '../api/messages.ts';
import type { LessonClient } from '../lesson/lesson-client.ts';
import { daemonTexts } from './texts/daemon-texts.ts';

/** So often a lesson that broke off is begun again within a span; then something is wrong that beginning again does not cure. */
export const MOST_AGAIN = 3;
const SPAN_MINUTES = 10;

const ASLEEP = daemonTexts.lesson.asleep;

export interface SleepOptions {
  now?: boolean | undefined;
  anyway?: boolean | undefined;
}

/** Whether to end, and how. */
type Ending = 'saving' | 'now';

/**
 * Holds one lesson after another, so that views and the line see one life: a lesson whose thread dies is begun again from the last
 * soul, a few times at most. A pending request is rejected with one sentence; watching clients get a note with the stack.
 */
export class LessonSupervisor {
  /** the lesson that goes on, or went on last */
  private latest: LessonClient;
  /** the newest statistics, or none yet */
  stats: Stats | null = null;
  /** step of the newest soul */
  private savedStep: number;
  /** resolves when the last lesson is over; rejects when its last save failed, or it broke off too often */
  readonly over: Promise<void>;
  private readonly reopen: () => Promise<LessonClient>;
  private readonly now: () => number;
  private readonly listeners = new Set<(event: Event) => void>();
  /** when lessons broke off, in milliseconds of the clock */
  private readonly brokeOff: number[] = [];
  /** none while a lesson is being begun again */
  private room: LessonClient | undefined;
  private ending: Ending | undefined;
  /** why there is no lesson any more */
  private failure: Error | undefined;
  /** what came while there was no room: the library, and what else the next lesson must hear */
  private missed: Library | undefined;
  private readonly fulfiller = Promise.withResolvers<(wish: BrainWish) => void>();
  private unheard: ((room: LessonClient) => void)[] = [];
  /** what is to be done between a lesson that ends and the next, when it was told to begin again */
  private between: (() => void) | undefined;
  /** tells who asked for it that the next lesson goes on */
  private goesOn: (() => void) | undefined;

  /**
   * @param room the first lesson, which has begun
   * @param reopen begins another from the newest soul
   * @param now a steady clock in milliseconds; tests hand in their own
   */
  constructor(room: LessonClient, reopen: () => Promise<LessonClient>, now: () => number = () => performance.now()) {
    this.latest = room;
    this.savedStep = room.introduction.step;
    this.reopen = reopen;
    this.now = now;
    this.over = this.guard(room);
    this.over.catch((error: Error) => (this.failure = error)); // avoids an unhandled rejection; callers that await still get the error
  }

  get introduction(): Introduction {
    return this.latest.introduction;
  }

  /** Asks the lesson that goes on. Rejects with one sentence when there is none, or when it breaks off before it answers. */
  async ask<T>(question: (room: LessonClient) => Promise<T>): Promise<T> {
    const { room } = this;
    if (!room) {
      if (this.failure) throw this.failure;
      const why = this.ending ? ASLEEP : daemonTexts.lesson.beginningAgain;
      throw new Error(why);
    }
    try {
      return await question(room);
    } catch (error) {
      if (!room.brokeOff || error !== room.brokeOff) throw error;
      if (this.ending) throw new Error(ASLEEP, { cause: error });
      throw new Error(daemonTexts.lesson.brokeOffBeforeAnswer(room.brokeOff.message), {
        cause: error,
      });
    }
  }

  /**
   * Saves and ends; `now` ends without saving. Settles as `over` does.
   * @throws Error with one sentence where it cannot save, and stays awake; with `anyway` it ends all the same
   */
  async sleep({ now = false, anyway = false }: SleepOptions = {}): Promise<void> {
    if (!now && !anyway && this.room && !this.ending) return this.leave();
    if (now) {
      this.ending = 'now';
      await this.room?.terminate();
    } else {
      this.ending ??= 'saving';
      this.room?.sleep();
    }
    await this.over;
  }

  private async leave(): Promise<void> {
    this.ending = 'saving';
    try {
      await this.ask((room) => room.leave());
    } catch (error) {
      if (this.failure || !this.room) return this.over;
      this.ending = undefined;
      const why = (error as Error).message.replace(/\.$/, '');
      throw new Error(daemonTexts.lesson.staysAwake(why), { cause: error });
    }
    await this.over;
  }

  /**
   * Lets the lesson save, ends it, does something while there is none, and begins the next from the newest soul. Resolves when that one
   * goes on; rejects if it could not be done, or if the lesson could not be begun again.
   *
   * @param saving how it is saved before
   * @returns the soul that was saved before
   */
  async restart(between: () => void, saving?: SavingWish): Promise<SoulAt> {
    const saved = await this.ask((room) => room.save(saving));
    if (!this.room || this.ending || this.between) throw new Error(daemonTexts.lesson.beginningOrEnding);
    const done = Promise.withResolvers<void>();
    this.between = () => {
      try {
        between();
        this.goesOn = () => done.resolve();
      } catch (error) {
        // the lesson goes on all the same, from where it was
        this.goesOn = () => done.reject(error as Error);
      }
    };
    this.over.then(
      () => done.reject(new Error(ASLEEP)),
      (error: Error) => done.reject(error),
    );
    await this.room.terminate();
    await done.promise;
    return saved;
  }

  /** @returns whether a lesson reads it from now on; false where the next one will */
  async newLibrary(library: Library): Promise<boolean> {
    const { room } = this;
    if (!room) this.missed = library;
    return (
      (await room?.newLibrary(library).then(
        () => true,
        () => false,
      )) ?? false
    );
  }

  /** Tells the lesson something now, or the next one as soon as it goes on; nobody waits for an answer. */
  whenThere(tell: (room: LessonClient) => Promise<unknown>): void {
    // a lesson that breaks off before it heard it is followed by one that was told all from the beginning
    const told = (room: LessonClient): void => void tell(room).catch(() => {});
    if (this.room) told(this.room);
    else this.unheard.push(told);
  }

  /** Has the lesson do something, and waits for it; where there is none, or it breaks off, the next one does it first of all. */
  async have(done: (room: LessonClient) => Promise<unknown>): Promise<void> {
    const { room } = this;
    if (room) {
      try {
        await done(room);
        return;
      } catch (error) {
        if (error !== room.brokeOff) throw error;
      }
    }
    this.whenThere(done);
  }

  /** @param fulfil gives a lesson the brain that it waits for, or has it `stay` */
  fulfilWishes(fulfil: (wish: BrainWish) => void): void {
    this.fulfiller.resolve(fulfil);
  }

  watch(listener: (event: Event) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tell(event: Event): void {
    if (event.event === 'stats') this.stats = event.data;
    if (event.event === 'saved') this.savedStep = event.data.step;
    for (const listener of this.listeners) listener(event);
  }

  private async guard(first: LessonClient): Promise<void> {
    for (let room: LessonClient | undefined = first; room; ) {
      const error = await this.teach(room);
      if (!error) return;
      if (this.between && !this.ending) {
        this.between();
        this.between = undefined;
        room = await this.beginAgain();
        continue;
      }
      if (this.ending === 'now') break;
      // what it should have done last it could not do: doing it again would hide that
      if (room.brokeOff?.atTheEnd) throw error;
      if (this.ending && !this.between) throw error;
      // told to sleep just when it was ended to begin again, for which it had saved
      if (this.ending) break;
      room = await this.beginAgain(error);
    }
    const why = this.between ? daemonTexts.lesson.toldToSleep : daemonTexts.lesson.endedUnsaved;
    this.note('warn', daemonTexts.lesson.wakesFromLastSoul(why));
    this.tell({ event: 'sleeping', data: { step: this.savedStep } });
  }

  /** One lesson to its end. @returns why it broke off, if it did */
  private async teach(room: LessonClient): Promise<Error | undefined> {
    this.room = room;
    this.latest = room;
    this.savedStep = room.introduction.step;
    const unwatch = room.watch((event) => this.tell(event));
    void this.fulfiller.promise.then((fulfil) => room.fulfilWishes(fulfil));
    if (this.missed) room.newLibrary(this.missed).catch(() => {});
    this.missed = undefined;
    for (const tell of this.unheard.splice(0)) tell(room);
    this.goesOn?.();
    this.goesOn = undefined;
    try {
      await room.over;
      return undefined;
    } catch (error) {
      this.room = undefined;
      return error as Error;
    } finally {
      unwatch();
    }
  }

  /**
   * @param error why the lesson before broke off; none if it was told to begin again
   * @returns none if it was told to sleep meanwhile: the soul it would go on from is saved already
   */
  private async beginAgain(error?: Error): Promise<LessonClient | undefined> {
    for (let why = error; ; ) {
      if (why) this.noteBroken(why);
      try {
        const room = await this.reopen();
        if (!this.ending) {
          this.note('info', daemonTexts.lesson.goesOnAt(count(room.introduction.step)));
          return room;
        }
        await room.terminate();
        return undefined;
      } catch (next) {
        if (this.ending) return undefined;
        why = next as Error;
      }
    }
  }

  /** @throws when it broke off too often */
  private noteBroken(why: Error): void {
    const times = this.count();
    if (times > MOST_AGAIN) {
      const sentence = daemonTexts.lesson.notBegunAgain(times, SPAN_MINUTES, why.message);
      this.note('error', sentence, why.stack);
      throw new Error(sentence, { cause: why });
    }
    this.note('error', daemonTexts.lesson.beginsAgain(why.message), why.stack);
  }

  /** One more that broke off. @returns how many within the span */
  private count(): number {
    const now = this.now();
    this.brokeOff.push(now);
    while (this.brokeOff[0] < now - SPAN_MINUTES * 60_000) this.brokeOff.shift();
    return this.brokeOff.length;
  }

  private note(level: 'info' | 'warn' | 'error', message: string, stack?: string): void {
    this.tell({ event: 'note', data: { level, scope: 'lesson', message, ...(stack ? { stack } : {}) } });
  }
}
