/** One voice for all programs: a few replies side by side, and a short line of those that wait. */

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../library/notices/notices.ts';
import type { Baby, CompletionOptions } from '../api/contract.ts';
import type { Prompt, Reply } from '../api/messages.ts';
import { COMPLETION } from '../api/voice-schema.ts';
import type { Asker } from './access.ts';
import { Refusal } from './refusal.ts';
import { httpTexts } from './texts.ts';

/** Replies spoken side by side where it learns: a token of each costs little more than a token of one (brain/voice/speak.ts). */
export const AT_ONCE = 4;
/** Requests that wait for the voice; another one is refused. */
export const MOST_WAITING = 8;
/** Requests of one friend that wait or are answered, so that a friend leaves room for the owner. */
export const MOST_OF_A_FRIEND = 2;
/**
 * The most of its time that replies may take, once programs ask all the time: the rest is for learning. Programs should cost it no more than
 * 15 % in all, and their requests take some of the cores that it learns on (school/EXPERIMENTS.md).
 */
export const SHARE = 0.095;
/** Milliseconds of learning that replies may owe before the next one waits: some seconds of speaking come at once. */
export const MOST_OWED = 30_000;
/**
 * Milliseconds of learning that are paid back before replies go on. All requests that wait begin together then: replies spoken side by side cost
 * two thirds of what each costs alone, and replies that begin whenever the last one is paid for are spoken alone.
 */
export const PAID_AT_ONCE = 1000;
/** Milliseconds that no timer can tell apart. */
const LEAST_REST = 1;

/** What a request asks for. */
export interface Wish {
  readonly prompt: Prompt;
  readonly voice: Omit<CompletionOptions, 'conversation' | 'learnable' | 'public'>;
}

/** The client closed its connection: nobody reads an answer. */
export class ClientLeft extends Error {}

/** Whether it learns beside speaking, and its clock. */
export interface VoiceLineOptions {
  /** whether it learns whenever it does not speak: then it speaks for a share of its time, and in several replies at once */
  readonly learns?: boolean;
  /** milliseconds of a steady clock */
  readonly now?: () => number;
  readonly rest?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

export class VoiceLine {
  readonly #baby: Pick<Baby, 'complete' | 'stop'>;
  readonly #waiting: (() => void)[] = [];
  readonly #friends = new Map<string, number>();
  readonly #options: Required<VoiceLineOptions>;
  /** replies that are spoken now */
  #speaking = 0;
  /** milliseconds of learning that replies owe, and when that was so */
  #owed = 0;
  #owedAt = 0;
  /** whether replies wait until PAID_AT_ONCE is paid back */
  #pays = false;

  constructor(baby: Pick<Baby, 'complete' | 'stop'>, options: VoiceLineOptions = {}) {
    this.#baby = baby;
    const rest = (milliseconds: number, signal: AbortSignal) => sleep(milliseconds, undefined, { signal });
    this.#options = { learns: false, now: () => performance.now(), rest, ...options };
  }

  /**
   * Speaks when it is this request's turn. When the signal is aborted, it leaves the line, or the reply ends. Who is not the owner gets
   * a public answer.
   * @throws Refusal 429 when too many wait, 503 when the baby cannot speak; ClientLeft
   */
  async speak(wish: Wish, asker: Asker, signal: AbortSignal, onDelta: (delta: string) => void): Promise<Reply> {
    if (asker.isOwner) return this.#speakInTurn(wish, true, signal, onDelta);
    const { friend } = asker;
    const before = this.#friends.get(friend) ?? 0;
    if (before >= MOST_OF_A_FRIEND) throw tooMany(httpTexts.line.friendWaits(MOST_OF_A_FRIEND));
    this.#friends.set(friend, before + 1);
    try {
      return await this.#speakInTurn(wish, false, signal, onDelta);
    } finally {
      const others = (this.#friends.get(friend) ?? 1) - 1;
      if (others > 0) this.#friends.set(friend, others);
      else this.#friends.delete(friend);
    }
  }

  async #speakInTurn(
    { prompt, voice }: Wish,
    isOwner: boolean,
    signal: AbortSignal,
    onDelta: (delta: string) => void,
  ): Promise<Reply> {
    if (this.#speaking < (this.#options.learns ? AT_ONCE : 1)) this.#speaking++;
    else await this.#wait(signal);
    // a label of its own, by which it can be stopped
    const conversation = `${COMPLETION}${randomUUID()}`;
    const stop = () => void this.#baby.stop(conversation).catch(() => {});
    let began: number | undefined;
    let reply: Reply | undefined;
    try {
      await this.#letLearn(signal);
      if (signal.aborted) throw new ClientLeft();
      signal.addEventListener('abort', stop);
      began = this.#options.now();
      const options = { ...voice, conversation, ...(isOwner ? { learnable: true } : { public: true }) };
      reply = await this.#baby.complete(prompt, options, onDelta);
      return reply;
    } catch (error) {
      if (signal.aborted) throw new ClientLeft();
      throw new Refusal(503, messageOf(error));
    } finally {
      signal.removeEventListener('abort', stop);
      if (began !== undefined) this.#spoke(reply?.workMilliseconds ?? this.#options.now() - began);
      const next = this.#waiting.shift();
      if (next) next();
      else this.#speaking--;
    }
  }

  /** Waits while replies owe much: it does not learn while it speaks. All that wait go on at the same time. */
  async #letLearn(signal: AbortSignal): Promise<void> {
    if (!this.#options.learns) return;
    const above = (limit: number) => this.#owed - (this.#options.now() - this.#owedAt) - limit;
    this.#pays ||= above(MOST_OWED) > 0;
    while (this.#pays) {
      // a reply that ended meanwhile owes too
      const left = above(MOST_OWED - PAID_AT_ONCE);
      if (left >= LEAST_REST) await this.#options.rest(left, signal);
      else this.#pays = false;
    }
  }

  /** A reply has ended, for which learning stood still for these milliseconds. */
  #spoke(milliseconds: number): void {
    const now = this.#options.now();
    const learnt = now - this.#owedAt - milliseconds;
    this.#owed = Math.max(0, this.#owed - learnt) + milliseconds * (1 / SHARE - 1);
    this.#owedAt = now;
  }

  /** The voice is handed over without becoming free in between, so that nobody overtakes. */
  #wait(signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new ClientLeft();
    if (this.#waiting.length >= MOST_WAITING) throw tooMany(httpTexts.line.tooManyWait(MOST_WAITING));
    return new Promise((resolve, reject) => {
      const begin = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(begin), 1);
        reject(new ClientLeft());
      };
      this.#waiting.push(begin);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}

const tooMany = (why: string): Refusal =>
  new Refusal(429, httpTexts.line.askAgain(why), {
    type: 'rate_limit_error',
    code: 'rate_limit_exceeded',
    headers: { 'retry-after': '1' },
  });
