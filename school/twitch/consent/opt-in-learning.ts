/** What is learnt while nobody asks: words of people who opted in, one by one, and no faster than they are used up. */

import type { ChatMessage, Example } from '../../api/twitch-messages.ts';
import { Cooldowns, SlidingWindow } from '../connection/rate.ts';
import type { PeopleWords } from '../moderation/index.ts';
import type { ConsentStore } from './consent.ts';

/** Examples that may wait to be learnt. */
const MOST_PENDING = 16;
/** Messages kept in a second, of all people and of one. */
const KEPT_A_SECOND = 20;
const BETWEEN = 1000;

export interface StudyOptions {
  readonly consent: ConsentStore;
  readonly seconds: number;
  /** takes an example into what is learnt, with a weight that the source bounds */
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

  /** Whether one more message of a person may be kept now: a flood is not worth keeping. */
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

  /** Hands on the next example that has not expired `now`, if it is time by the steady clock. */
  tend(now: number, steady: number): void {
    if (steady - this.lastAt < this.options.seconds * 1000 || this.pending.size >= MOST_PENDING) return;
    const example = this.options.consent.next(now);
    if (example === undefined) return;
    this.lastAt = steady;
    this.pending.set(example.id, example);
    this.options.teach(example);
  }

  /** These were learnt, at a step. */
  taught(ids: readonly string[], step: number, now: number): void {
    this.options.consent.taught(ids, step, now);
    for (const id of ids) this.pending.delete(id);
  }

  /** Messages that are gone. */
  gone(ids: readonly string[]): void {
    for (const id of ids) this.pending.delete(id);
  }

  /** Examples of a person that wait to be learnt. */
  pendingOf(userId: string): number {
    let count = 0;
    for (const example of this.pending.values()) if (example.userId === userId) count++;
    return count;
  }
}
