import type { Sizes } from '../brain/brains/brain.ts';
import type { From } from '../library/batches.ts';
import type { Config } from './config.ts';
import type { FromLesson, Library, ToLesson } from './messages.ts';

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
