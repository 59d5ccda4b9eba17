/** The only place that sends to the channel: every message is judged, rate-limited and sent at most once. */
import { createHmac, randomBytes } from 'node:crypto';
import type { Verdict, VerdictRecord } from '../../api/twitch-messages.ts';
import { SendLimiter } from '../connection/rate.ts';
import { type Guard, judgeOutput, type TermList } from '../moderation/index.ts';
import { channelTexts } from '../texts/channel.ts';

export interface Addressee {
  readonly login: string;
  readonly userId: string;
}

export interface MouthOptions {
  /** milliseconds since 1970 */
  readonly now: () => number;
  /** milliseconds of a monotonic clock */
  readonly steady: () => number;
  /** sends one line over the current connection, or rejects */
  readonly send: (text: string) => Promise<void>;
  readonly moderator: () => boolean;
  /** shared by all channels: earlier messages count too */
  readonly limiter?: SendLimiter;
  /** the reason why sending is not allowed at this moment, or undefined */
  readonly shut: () => string | undefined;
  readonly lists: () => readonly TermList[];
  /** names of the turns in the training text */
  readonly names: () => readonly string[];
  /** undefined until the guard of private texts is ready */
  readonly guard: () => Guard | undefined;
  readonly onVerdict: (record: VerdictRecord) => void;
}

export class Mouth {
  private readonly options: MouthOptions;
  private readonly limiter: SendLimiter;
  private pausedUntil = Number.NEGATIVE_INFINITY;
  private last: { text: string; at: number } | null = null;
  private readonly key = randomBytes(32);
  sent = 0;

  constructor(options: MouthOptions) {
    this.options = options;
    this.limiter = options.limiter ?? new SendLimiter();
  }

  /** Milliseconds until the next message may be sent. */
  wait(): number {
    const now = this.options.steady();
    return Math.max(0, this.pausedUntil - now, this.limiter.wait(now, this.options.moderator()));
  }

  /** Pauses sending after a notice of Twitch. */
  pause(milliseconds: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, this.options.steady() + milliseconds);
  }

  /** Judges text of the model, or, with `own`, of the program. */
  judge(text: string, to: Addressee | null, own = false): Verdict {
    const { steady, lists, names, guard } = this.options;
    const began = performance.now();
    const verdict = judgeOutput(text, {
      ...{ to, now: steady(), last: this.last, lists: lists(), names: names() },
      guard: own ? null : guard(),
    });
    this.record('output', text, verdict, performance.now() - began);
    return verdict;
  }

  record(direction: VerdictRecord['direction'], text: string, { allowed, rules }: Verdict, milliseconds: number): void {
    const hash = createHmac('sha256', this.key).update(text).digest('hex').slice(0, 16);
    this.options.onVerdict({ at: this.options.now(), direction, allowed, rules, hash, milliseconds });
  }

  /**
   * Sends a judged message. It counts as sent before it is on the wire, so that no message is sent twice.
   * @throws Error if sending is not allowed now, or the connection rejects the message
   */
  async say(text: string): Promise<void> {
    const now = this.options.steady();
    const why = this.options.shut() ?? (this.wait() > 0 ? channelTexts.tooMuch : undefined);
    if (why !== undefined) throw new Error(channelTexts.nothingMayBeSaid(why));
    this.limiter.take(now);
    this.last = { text, at: now };
    await this.options.send(text);
    this.sent++;
  }
}
