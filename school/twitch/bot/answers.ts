/** From a question that waits to an answer in the channel, one at a time. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Baby } from '../../api/contract.ts';
import type { Reply } from '../../api/messages.ts';
import type { Verdict } from '../../api/twitch-messages.ts';
import type { TwitchSettings } from '../../settings/twitch-settings.ts';
import { Cooldowns } from '../connection/rate.ts';
import { SPEAKER } from '../consent/consent-rows.ts';
import type { Talks } from './conversations.ts';
import { FairQueue, type Waiting } from './queue.ts';
import type { Addressee, Mouth } from './sender.ts';

export interface Ask extends Waiting, Addressee {
  readonly messageId: string;
  /** cleaned */
  readonly text: string;
  /** it was deleted, or its person asked to be forgotten: nothing more may come of it */
  cancelled: boolean;
}

/** Something that the program itself says. */
interface Line {
  readonly to: Addressee | null;
  readonly text: string;
  /** put behind what was judged: a link of the owner's */
  readonly behind: string;
  readonly at: number;
}

export type AnswerDrop = 'stale' | 'full' | 'again' | 'too soon' | 'muted' | 'failed' | 'withdrawn';

export interface AnsweringOptions {
  readonly settings: TwitchSettings;
  readonly life: Pick<Baby, 'say' | 'stop'>;
  readonly mouth: Mouth;
  readonly talks: Talks;
  /** milliseconds of a clock that nobody sets */
  readonly steady: () => number;
  /** why nothing may be said at this moment, or undefined */
  readonly shut: () => string | undefined;
  readonly onDrop: (reason: AnswerDrop, ask: Ask) => void;
  /** an answer left, or none did */
  readonly onAnswered: (ask: Ask, verdict: Verdict) => void;
  readonly onFault: (message: string) => void;
  /** waits so many milliseconds; tests hand in a clock of their own */
  readonly rest?: ((milliseconds: number) => Promise<unknown>) | undefined;
}

/** Lines of the program that may wait; the oldest goes first. */
const MOST_LINES = 3;
/** Longest time for one answer, in milliseconds. */
const PATIENCE = 30_000;

export class Answering {
  private readonly options: AnsweringOptions;
  private readonly queue: FairQueue<Ask>;
  private readonly perUser: Cooldowns;
  private readonly perChannel: Cooldowns;
  private lines: Line[] = [];
  private current: Ask | undefined;
  /** the conversation in which the mind is speaking */
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

  /** Why a question of this person would not be taken now; undefined if it would. Cheap, and asked before anything is done. */
  refuses(userId: string): AnswerDrop | undefined {
    const now = this.options.steady();
    if (this.perUser.wait(userId, now) > 0) return 'too soon';
    return this.current?.userId === userId ? 'again' : this.queue.refuses(userId, now);
  }

  /** A person whose question was not fit has to wait like one who was answered. */
  cool(userId: string): void {
    this.perUser.start(userId, this.options.steady());
  }

  ask(ask: Ask): void {
    this.queue.push(ask, this.options.steady());
    this.wake();
  }

  /** Says something of the program, as soon as it may be said. */
  tell(to: Addressee | null, text: string, behind = ''): void {
    this.lines.push({ to, text, behind, at: this.options.steady() });
    if (this.lines.length > MOST_LINES) this.lines.shift();
    this.wake();
  }

  /** Takes back what waits or is being answered. Returns how many that were. */
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

  /** Called about every second: lets go what waited in vain, and goes on with the rest. */
  tend(): void {
    this.queue.dropStale(this.options.steady());
    this.wake();
  }

  /** Goes on with what waits, if it can. Called whenever something may have changed. */
  wake(): void {
    this.running ??= this.run()
      .catch((error: Error) => this.options.onFault(error.message))
      .finally(() => {
        this.running = undefined;
      });
  }

  /** Waits for nothing more, and stops what is being said; resolves when that has ended. */
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

  /** Short rests, so that what changes meanwhile is seen. */
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
        // what may not be said must not go on in the talk either
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
      onFault(`a question was not answered: ${(error as Error).message}`);
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
    life.stop(conversation).catch((error: Error) => onFault(`an answer was not stopped: ${error.message}`));
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
