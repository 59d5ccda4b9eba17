/** Rate limits. All times are milliseconds and are passed in by the caller. */
import { connectionTexts } from '../texts/connection.ts';

/** At most `limit` events in any span of `span` milliseconds. Memory: `limit` numbers. */
export class SlidingWindow {
  private readonly span: number;
  private readonly times: Float64Array;
  private next = 0;

  constructor(limit: number, span: number) {
    if (!(Number.isInteger(limit) && limit >= 1)) throw new Error(connectionTexts.windowTooSmall(limit));
    this.span = span;
    this.times = new Float64Array(limit).fill(Number.NEGATIVE_INFINITY);
  }

  /** Milliseconds until the next event is allowed; 0: now. */
  wait(now: number): number {
    return Math.max(0, this.times[this.next] + this.span - now);
  }

  /** Counts an event. Check `wait` first. */
  take(now: number): void {
    this.times[this.next] = now;
    this.next = (this.next + 1) % this.times.length;
  }
}

/** The time each key was last served. Holds at most `most` keys; expired ones are dropped first. */
export class Cooldowns {
  private readonly span: number;
  private readonly most: number;
  /** oldest first */
  private readonly last = new Map<string, number>();

  constructor(span: number, most = 10_000) {
    this.span = span;
    this.most = most;
  }

  get size(): number {
    return this.last.size;
  }

  /** Milliseconds until the key may be served again. */
  wait(key: string, now: number): number {
    const last = this.last.get(key);
    return last === undefined ? 0 : Math.max(0, last + this.span - now);
  }

  start(key: string, now: number): void {
    this.last.delete(key);
    this.last.set(key, now);
    for (const [oldest, at] of this.last) {
      if (at + this.span > now && this.last.size <= this.most) break;
      this.last.delete(oldest);
    }
  }
}

/**
 * Twitch's limits with a margin: 20 messages in 30 s, 100 for moderators and broadcasters, and about one a second in one channel;
 * beyond them Twitch ignores an account for up to 30 minutes. Both windows count always, so that losing the rank breaks no limit.
 */
export class SendLimiter {
  private readonly plain = new SlidingWindow(18, 30_000);
  private readonly ranked = new SlidingWindow(90, 30_000);
  private readonly spacing = new SlidingWindow(1, 1200);

  /** Milliseconds until a message may be sent. */
  wait(now: number, moderator: boolean): number {
    const window = moderator ? this.ranked : this.plain;
    return Math.max(window.wait(now), this.spacing.wait(now));
  }

  take(now: number): void {
    for (const window of [this.plain, this.ranked, this.spacing]) window.take(now);
  }
}
