/** Learns from people who opted in while the channel is quiet: message by message, no faster than the lesson uses them. */

import type { ChatMessage, Example } from '../../api/twitch-messages.ts';
import { Cooldowns, SlidingWindow } from '../connection/rate.ts';
import type { PeopleWords } from '../moderation/index.ts';
import type { ConsentStore } from './consent.ts';

/** Most examples that wait to be learnt. */
const MOST_PENDING = 16;
/** Messages stored per second, of all people and of one. */
const KEPT_A_SECOND = 20;
const BETWEEN = 1000;

export interface StudyOptions {
  readonly consent: ConsentStore;
  readonly seconds: number;
  /** adds an example to the training data; the source bounds its weight */
  readonly teach: (example: Example) => void;
  readonly people: () => PeopleWords | undefined;
}

export class Study {
  private readonly options: StudyOptions;
  private readonly pending = new Map<string, Example>();
  private readonly all = new SlidingWindow(KEPT_A_SECOND, 1000);
  private readonly each = new Cooldowns(BETWEEN);
  private lastAt = Number.NEGATIVE_INFINITY;

  constructor(options: StudyOptions) {
    this.options = options;
  }

  /** Whether one more message of a person may be stored now: floods are not stored. */
  mayKeep(userId: string, steady: number): boolean {
    const { each, all } = this;
    return this.options.consent.of(userId) === 'in' && each.wait(userId, steady) === 0 && all.wait(steady) === 0;
  }

  keep(message: ChatMessage, text: string, steady: number): void {
    if (!this.options.consent.keep(message, text)) return;
    this.each.start(message.userId, steady);
    this.all.take(steady);
    this.options.people()?.put(message.id, message.userId, text);
  }

  /** Passes on the next example that has not expired at `now`, if it is due by the monotonic clock. */
  tend(now: number, steady: number): void {
    if (steady - this.lastAt < this.options.seconds * 1000 || this.pending.size >= MOST_PENDING) return;
    const example = this.options.consent.next(now);
    if (example === undefined) return;
    this.lastAt = steady;
    this.pending.set(example.id, example);
    this.options.teach(example);
  }

  /** Records the step at which these examples were learnt. */
  taught(ids: readonly string[], step: number, now: number): void {
    this.options.consent.taught(ids, step, now);
    for (const id of ids) this.pending.delete(id);
  }

  /** Removes deleted messages from the queue. */
  gone(ids: readonly string[]): void {
    for (const id of ids) this.pending.delete(id);
  }

  /** The waiting examples of a person. */
  pendingOf(userId: string): number {
    let count = 0;
    for (const example of this.pending.values()) if (example.userId === userId) count++;
    return count;
  }
}
