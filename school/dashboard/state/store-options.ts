/** What the store of the dashboard is given. */
import type { Home } from '../../home/home.ts';
import type { Attached } from './connection.ts';

/** @param tell says how far it is */
export type Wake = (tell: (progress: string) => void) => Promise<void>;

export interface StoreOptions {
  readonly home: Home;
  readonly connect: () => Promise<Attached>;
  /** how it is woken, for the sentence: `baby wake` */
  readonly wakeCommand?: string;
  /** Wakes it in a process of its own, and tells how far that is; rejects with one sentence. Left out: it cannot be woken from here. */
  readonly wake?: Wake;
  /** whether a process holds the home; left out: its lock says so */
  readonly isHeld?: () => boolean;
  readonly now?: () => number;
  /** milliseconds of a core that were spent so far */
  readonly spent?: () => number;
}
