/** Talking with a baby that sleeps, from a view that stays open: its newest soul is opened when it is needed, and closed after a while. */
import type { Home } from '../home/home.ts';
import { takeLock } from '../home/lock.ts';
import { loadConfig } from '../settings/config.ts';
import type { OfflineModel } from './offline-model.ts';
import { refuseWhileHeld } from './while-asleep.ts';

/** Milliseconds without a question after which the soul is closed, and the home free for others. */
const IDLE = 60_000;

interface Opened {
  readonly model: OfflineModel;
  close(): Promise<void>;
}

export class OfflineTalk {
  readonly #home: Home;
  #opened: Promise<Opened> | undefined;
  #busy = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(home: Home) {
    this.#home = home;
  }

  /**
   * Asks the opened soul; the home is held meanwhile, and for a minute more.
   * @throws one sentence if the baby is just waking, or has no soul
   */
  async ask<T>(what: (model: OfflineModel) => Promise<T>): Promise<T> {
    clearTimeout(this.#timer);
    this.#busy++;
    try {
      this.#opened ??= this.#open();
      return await what((await this.#opened).model);
    } catch (error) {
      // one that could not be opened is tried again
      if (
        await this.#opened?.then(
          () => false,
          () => true,
        )
      )
        this.#opened = undefined;
      throw error;
    } finally {
      if (--this.#busy === 0) this.#timer = setTimeout(() => void this.close(), IDLE).unref();
    }
  }

  /** Ends what is being said, and lets go of the home. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    const opened = this.#opened;
    this.#opened = undefined;
    await opened?.then(
      (one) => one.close(),
      () => {},
    );
  }

  async #open(): Promise<Opened> {
    refuseWhileHeld(this.#home);
    const lock = takeLock(this.#home);
    try {
      const { openOfflineModel } = await import('./offline-model.ts');
      const model = await openOfflineModel(this.#home, await loadConfig(this.#home));
      return {
        model,
        async close() {
          await model.close();
          lock.release();
        },
      };
    } catch (error) {
      lock.release();
      throw error;
    }
  }
}
