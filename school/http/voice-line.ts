/** One voice for all programs: one reply at a time, and a short line of those that wait. */
import { randomUUID } from 'node:crypto';
import type { Baby, CompletionOptions } from '../api/contract.ts';
import type { Prompt, Reply } from '../api/messages.ts';
import { COMPLETION } from '../api/voice-schema.ts';
import { Refusal } from './refusal.ts';

/** Requests that wait for the voice; another one is refused. */
export const MOST_WAITING = 8;

/** What a request asks for. */
export interface Wish {
  readonly prompt: Prompt;
  readonly voice: Omit<CompletionOptions, 'conversation'>;
}

/** The client closed its connection: nobody reads an answer. */
export class ClientLeft extends Error {}

export class VoiceLine {
  readonly #baby: Pick<Baby, 'complete' | 'stop'>;
  readonly #waiting: (() => void)[] = [];
  #isBusy = false;

  constructor(baby: Pick<Baby, 'complete' | 'stop'>) {
    this.#baby = baby;
  }

  /**
   * Speaks when it is this request's turn. When the signal is aborted, it leaves the line, or the reply ends.
   * @throws Refusal 429 when too many wait, 503 when the baby cannot speak; ClientLeft
   */
  async speak({ prompt, voice }: Wish, signal: AbortSignal, onDelta: (delta: string) => void): Promise<Reply> {
    if (this.#isBusy) await this.#wait(signal);
    this.#isBusy = true;
    // a label of its own, by which it can be stopped
    const conversation = `${COMPLETION}${randomUUID()}`;
    const stop = () => void this.#baby.stop(conversation).catch(() => {});
    signal.addEventListener('abort', stop);
    try {
      if (signal.aborted) throw new ClientLeft();
      return await this.#baby.complete(prompt, { ...voice, conversation }, onDelta);
    } catch (error) {
      if (signal.aborted) throw new ClientLeft();
      throw new Refusal(503, error instanceof Error ? error.message : String(error));
    } finally {
      signal.removeEventListener('abort', stop);
      const next = this.#waiting.shift();
      if (next) next();
      else this.#isBusy = false;
    }
  }

  /** The voice is handed over without becoming free in between, so that nobody overtakes. */
  #wait(signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new ClientLeft();
    if (this.#waiting.length >= MOST_WAITING) {
      throw new Refusal(429, `${MOST_WAITING} requests wait already: ask again in a moment.`, {
        type: 'rate_limit_error',
        code: 'rate_limit_exceeded',
        headers: { 'retry-after': '1' },
      });
    }
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
