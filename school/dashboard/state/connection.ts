/** The line to the baby, looked for again and again: its process may end, and another may wake. */
import { messageOf } from '../../../library/notices/notices.ts';
import { AsleepError, type attach } from '../../api/rpc/client.ts';

export type Attached = Awaited<ReturnType<typeof attach>>;

/** Milliseconds between two attempts: the first, and the longest. */
const SOON = 250;
const SELDOM = 5000;
/** A line that held so long was a good one: the next is looked for at once. */
const GOOD = 2000;

export type Absence =
  | { readonly kind: 'asleep' }
  /** somebody holds the home: it wakes, or falls asleep */
  | { readonly kind: 'waking' }
  | { readonly kind: 'broken'; readonly message: string };

export interface ContactOptions {
  readonly connect: () => Promise<Attached>;
  /** whether a process holds the home at this moment */
  readonly isHeld: () => boolean;
  readonly onLife: (life: Attached) => void;
  /** it said that it sleeps, or else its process ended without a word */
  readonly onEnd: (how: 'asleep' | 'lost') => void;
  /** there was nobody */
  readonly onAbsence: (absence: Absence) => void;
}

export interface ContactKept {
  /** Looks for it at once. */
  look(): void;
  close(): void;
}

/** Keeps the line until it is closed. Never rejects. */
export function keepContact({ connect, isHeld, onLife, onEnd, onAbsence }: ContactOptions): ContactKept {
  let life: Attached | undefined;
  let wake = () => {};
  let closed = false;

  const pause = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const keep = async (): Promise<void> => {
    let wait = SOON;
    while (!closed) {
      try {
        life = await connect();
        if (closed) return life.close();
        const since = performance.now();
        onLife(life);
        const how = await life.over.then(
          () => 'asleep' as const,
          () => 'lost' as const,
        );
        life.close();
        if (closed) return;
        if (performance.now() - since > GOOD) wait = SOON;
        onEnd(how);
      } catch (error) {
        if (closed) return;
        if (!(error instanceof AsleepError)) onAbsence({ kind: 'broken', message: messageOf(error) });
        else onAbsence({ kind: isHeld() ? 'waking' : 'asleep' });
      }
      life = undefined;
      await pause(wait);
      wait = Math.min(wait * 2, SELDOM);
    }
  };
  void keep();

  return {
    look: () => wake(),
    close() {
      closed = true;
      wake();
      life?.close();
    },
  };
}
