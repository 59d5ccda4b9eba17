/** Answers the waiting questions in the channel, one at a time. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Baby } from '../../api/contract.ts';
import type { Reply } from '../../api/messages.ts';
import type { Verdict } from '../../api/twitch-messages.ts';
import type { TwitchSettings } from '../../settings/twitch-settings.ts';
import { Cooldowns } from '../connection/rate.ts';
import { SPEAKER } from '../consent/consent-rows.ts';
import { channelTexts } from '../texts/channel.ts';
import type { Talks } from './conversations.ts';
import { FairQueue, type Waiting } from './queue.ts';
import type { Addressee, Mouth } from './sender.ts';

export interface Ask extends Waiting, Addressee {
  readonly messageId: string;
  /** the question after cleaning */
  readonly text: string;
  /** set when the message was deleted or its author asked to be forgotten: the answer is dropped */
  cancelled: boolean;
}

/** A message of the program, not of the model. */
interface Line {
  readonly to: Addressee | null;
  readonly text: string;
  /** appended after the text was judged: a link of the owner's */
  readonly behind: string;
  readonly at: number;
}

export type AnswerDrop = 'stale' | 'full' | 'again' | 'too soon' | 'muted' | 'failed' | 'withdrawn';

export interface AnsweringOptions {
  readonly settings: TwitchSettings;
  readonly life: Pick<Baby, 'say' | 'stop'>;
  readonly mouth: Mouth;
  readonly talks: Talks;
  /** milliseconds of a monotonic clock */
  readonly steady: () => number;
  /** the reason why sending is not allowed at this moment, or undefined */
  readonly shut: () => string | undefined;
  readonly onDrop: (reason: AnswerDrop, ask: Ask) => void;
  /** called after an answer was sent or refused */
  readonly onAnswered: (ask: Ask, verdict: Verdict) => void;
  readonly onFault: (message: string) => void;
  /** waits for a number of milliseconds; tests pass their own clock */
  readonly rest?: ((milliseconds: number) => Promise<unknown>) | undefined;
}

/** Most messages of the program that wait; the oldest is sent first. */
const MOST_LINES = 3;
/** Timeout of one answer, in milliseconds. */
const PATIENCE = 30_000;

export class Answering {
  private readonly options: AnsweringOptions;
  private readonly queue: FairQueue<Ask>;
  private readonly perUser: Cooldowns;
  private readonly perChannel: Cooldowns;
  private lines: Line[] = [];
  private current: Ask | undefined;
  /** the conversation in which the model is generating */
  private speaking: string | undefined;
  private running: Promise<void> | undefined;
  private closed = false;

  constructor(options: AnsweringOptions) {
    this.options = options;
    const { settings, onDrop } = options;
    this.queue = new FairQueue(settings.queue, settings.staleSeconds * 1000, onDrop);
    this.perUser = new Cooldowns(settings.userSeconds * 1000);
    this.perChannel = new Cooldowns(settings.channelSeconds * 1000);
  }

  get waiting(): number {
    return this.queue.length + (this.current ? 1 : 0);
  }

  /** The reason why a question of this person would be rejected now, or undefined. Cheap, so that it is checked first. */
  refuses(userId: string): AnswerDrop | undefined {
    const now = this.options.steady();
    if (this.perUser.wait(userId, now) > 0) return 'too soon';
    return this.current?.userId === userId ? 'again' : this.queue.refuses(userId, now);
  }

  /** A rejected question starts the person's cooldown, as an answered one does. */
  cool(userId: string): void {
    this.perUser.start(userId, this.options.steady());
  }

  ask(ask: Ask): void {
    this.queue.push(ask, this.options.steady());
    this.wake();
  }

  /** Queues a message of the program; it is sent when the limits allow it. */
  tell(to: Addressee | null, text: string, behind = ''): void {
    this.lines.push({ to, text, behind, at: this.options.steady() });
    if (this.lines.length > MOST_LINES) this.lines.shift();
    this.wake();
  }

  /** Cancels waiting questions and the one being answered. Returns how many were cancelled. */
  cancel(which: (ask: Ask) => boolean): number {
    const out = this.queue.remove(which);
    const { current } = this;
    if (current !== undefined && !current.cancelled && which(current)) out.push(current);
    for (const ask of out) ask.cancelled = true;
    return out.length;
  }

  forget(userId: string): void {
    this.queue.forget(userId);
    this.lines = this.lines.filter(({ to }) => to?.userId !== userId);
  }

  /** Called about every second: drops questions that waited too long, and continues with the others. */
  tend(): void {
    this.queue.dropStale(this.options.steady());
    this.wake();
  }

  /** Starts the next answer if the limits allow it. Called after every change that may allow one. */
  wake(): void {
    this.running ??= this.run()
      .catch((error: Error) => this.options.onFault(error.message))
      .finally(() => {
        this.running = undefined;
      });
  }

  /** Drops the queue and stops the current answer; resolves when that answer has ended. */
  async close(): Promise<void> {
    this.closed = true;
    this.lines = [];
    this.cancel(() => true);
    if (this.speaking !== undefined) this.stop(this.speaking);
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.closed && this.options.shut() === undefined) {
      const wait = this.options.mouth.wait();
      if (this.lines.length > 0) {
        if (wait > 0) await this.rest(wait);
        else await this.sayLine();
        continue;
      }
      if (this.queue.length === 0) return;
      const pause = Math.max(wait, this.perChannel.wait('', this.options.steady()));
      if (pause > 0) {
        await this.rest(pause);
        continue;
      }
      const ask = this.queue.shift(this.options.steady());
      if (ask !== undefined) await this.answer(ask);
    }
  }

  /** Waits in short steps, so that cancellations are noticed. */
  private async rest(milliseconds: number): Promise<void> {
    const short = Math.min(milliseconds, 250);
    await (this.options.rest?.(short) ?? sleep(short, undefined, { ref: false }));
  }

  private async sayLine(): Promise<void> {
    const line = this.lines.shift() as Line;
    if (this.options.steady() - line.at > this.options.settings.staleSeconds * 1000) return;
    const verdict = this.options.mouth.judge(line.text, line.to, true);
    if (verdict.allowed) await this.send(verdict.text + (line.behind === '' ? '' : ` ${line.behind}`));
  }

  private async answer(ask: Ask): Promise<void> {
    const { settings, steady, onAnswered, onDrop, onFault, talks } = this.options;
    this.current = ask;
    this.perUser.start(ask.userId, steady());
    this.perChannel.start('', steady());
    let verdict: Verdict = { allowed: false, rules: [], text: '' };
    try {
      for (let tried = 0; tried < settings.tries && !verdict.allowed && !ask.cancelled && !this.closed; tried++) {
        const reply = await this.speak(ask);
        if (ask.cancelled) break;
        verdict = this.options.mouth.judge(reply.text, ask);
        // a refused answer must not stay in the conversation either
        if (!verdict.allowed) talks.forget(ask.userId);
        if (verdict.rules.includes('memory.unready')) break;
      }
      if (verdict.allowed) {
        for (let wait = this.options.mouth.wait(); wait > 0 && !this.closed; wait = this.options.mouth.wait())
          await this.rest(wait);
      }
      if (ask.cancelled) {
        talks.forget(ask.userId);
        return onDrop('withdrawn', ask);
      }
      if (verdict.allowed && !(await this.send(verdict.text))) return onDrop('failed', ask);
      onAnswered(ask, verdict);
    } catch (error) {
      talks.forget(ask.userId);
      onFault(channelTexts.questionNotAnswered((error as Error).message));
      onDrop('failed', ask);
    } finally {
      this.current = undefined;
      this.perChannel.start('', steady());
    }
  }

  private async speak(ask: Ask): Promise<Reply> {
    const { life, talks, steady, settings } = this.options;
    const conversation = talks.with(ask.userId, steady());
    const patience = setTimeout(() => this.stop(conversation), PATIENCE);
    patience.unref();
    this.speaking = conversation;
    try {
      return await life.say(ask.text, { from: SPEAKER, conversation, stop: ['\n'], maxTokens: settings.answerTokens });
    } finally {
      this.speaking = undefined;
      clearTimeout(patience);
    }
  }

  private stop(conversation: string): void {
    const { life, onFault } = this.options;
    life.stop(conversation).catch((error: Error) => onFault(channelTexts.answerNotStopped(error.message)));
  }

  private async send(text: string): Promise<boolean> {
    try {
      await this.options.mouth.say(text);
      return true;
    } catch (error) {
      this.options.onFault((error as Error).message);
      return false;
    }
  }
}
