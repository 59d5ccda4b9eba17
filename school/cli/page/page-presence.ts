/** The baby behind the page, from awake to asleep and back: the page stays open, and is handed another connection each time. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Home } from '../../home/home.ts';
import { holderOf } from '../../home/lock.ts';
import type { WindowRoutes } from '../../http/window/page-routes.ts';
import { attachIfAwake, isAwake, type Listening, withBaby } from '../connect.ts';
import { wakeDetached } from '../detach.ts';

/** Milliseconds between two looks whether somebody woke it. */
const LOOK = 1000;
/** Looks whether another process lets go of the home, before it is asked for all the same. */
const MOST_LOOKS = 10;
/** Milliseconds between two reports to the page while it wakes. */
const REPORT = 200;

/** Asks for a wake, from a request of the page to the loop that holds the baby. */
export class WakeRequest {
  #asked = new AbortController();
  #done = Promise.withResolvers<void>();

  /** Aborted when the page asks for it. */
  get signal(): AbortSignal {
    return this.#asked.signal;
  }

  /** Settles when it is awake. @throws Error with one sentence where it does not wake */
  readonly ask = (): Promise<void> => {
    this.#asked.abort();
    return this.#done.promise;
  };

  /** Answers the page, and waits for its next request. */
  settle(error?: unknown): void {
    if (error === undefined) this.#done.resolve();
    else this.#done.reject(error);
    this.#done.promise.catch(() => {}); // without a page nobody hears it
    this.#asked = new AbortController();
    this.#done = Promise.withResolvers<void>();
  }
}

/**
 * Keeps a page supplied until `ending` is aborted. `show` gets the baby wherever it is, and returns the page that shows it. While the baby
 * sleeps after it was awake, nothing of its home is held, so that `baby wake` works in a terminal too.
 */
export async function keepPresent(
  home: Home,
  request: WakeRequest,
  ending: AbortSignal,
  show: (baby: Listening, owner: string) => Promise<WindowRoutes>,
): Promise<void> {
  const page = await withBaby(home.folder, async (baby, { owner }) => {
    const shown = await show(baby, owner);
    await firstOf(ending, request.signal, baby.over);
    if (!ending.aborted) shown.become({ introduction: baby.introduction });
    return shown;
  });
  while (!ending.aborted) {
    const isAsked = request.signal.aborted;
    const refusal = isAsked ? await wake(page, home) : undefined;
    // a line that is just closing is one to a baby that is asleep
    const awake = await attachIfAwake(home).catch(() => undefined);
    if (awake) page.become(awake);
    if (isAsked) request.settle(refusal);
    if (awake) {
      await firstOf(ending, awake.over);
      awake.close();
      if (!ending.aborted) page.become({ introduction: awake.introduction });
    } else await firstOf(ending, request.signal, sleep(LOOK));
  }
}

/** Wakes it in a process of its own, and tells the page how far that is. @returns why it does not wake */
async function wake(page: WindowRoutes, home: Home): Promise<Error | undefined> {
  // one that is just falling asleep lets go of its home first
  for (let looks = 0; looks < MOST_LOOKS && holderOf(home); looks++) {
    if (await isAwake(home).catch(() => false)) return undefined;
    await sleep(LOOK);
  }
  let toldAt = 0;
  try {
    await wakeDetached(home, [], (label, done, total) => {
      if (Date.now() - toldAt < REPORT) return;
      toldAt = Date.now();
      page.tell({ event: 'waking', data: { label, done, total } });
    });
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

/** Waits for the first of several ends, whatever it is. */
async function firstOf(...ends: readonly (AbortSignal | Promise<unknown> | undefined)[]): Promise<void> {
  const done = new AbortController();
  await Promise.race(
    ends.map((end) => {
      if (!(end instanceof AbortSignal)) return end?.catch(() => {}) ?? new Promise(() => {});
      return end.aborted ? undefined : once(end, 'abort', { signal: done.signal }).catch(() => {});
    }),
  );
  done.abort();
}
