/** The overlay for streams: the bear, how it feels, its colour, and the last answer that it gave in public; nothing else. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { printable } from '../../../library/notices/printable.ts';
import type { Colour, Event } from '../../api/messages.ts';
import { Refusal } from '../refusal.ts';
import { httpTexts } from '../texts.ts';
import type { Countenance } from './messages.ts';
import type { WindowBaby } from './served-window.ts';

/** All that an overlay is sent. */
export interface OverlayState extends Countenance {
  readonly name: string;
  readonly colour: Colour;
  /** what was said in the channel, behind guard and moderation; null: nothing, or its person asked to be forgotten */
  readonly answer: { readonly text: string; readonly at: number } | null;
}

export class Overlay {
  readonly #token: Buffer;
  readonly #responses = new Set<ServerResponse>();
  readonly #countenance: () => Countenance;
  #unwatch: () => void = () => {};
  #state: OverlayState;

  /** @param token opens the overlay, and no other route */
  constructor(baby: WindowBaby, token: string, countenance: () => Countenance) {
    this.#token = digest(token);
    this.#countenance = countenance;
    this.#state = { ...countenance(), name: baby.introduction.name, colour: [0.5, 0.5, 0.5], answer: null };
    this.follow(baby);
  }

  /** From now on the events of this one count. */
  follow(baby: WindowBaby): void {
    this.#unwatch();
    this.#unwatch = baby.watch?.((event) => this.#take(event)) ?? (() => {});
  }

  /** @throws Refusal 403 */
  check(token: string): void {
    if (timingSafeEqual(digest(token), this.#token)) return;
    throw new Refusal(403, httpTexts.page.overlayAddress);
  }

  open(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    this.#send(response);
    this.#responses.add(response);
    response.once('close', () => this.#responses.delete(response));
  }

  close(): void {
    this.#unwatch();
    for (const response of this.#responses) response.end();
  }

  #take(event: Event): void {
    const next = this.#after(event);
    if (next === undefined) return;
    this.#state = { ...this.#state, ...this.#countenance(), ...next };
    for (const response of this.#responses) this.#send(response);
  }

  /** What an event changes; undefined for every event that is not meant for the public. */
  #after(event: Event): Partial<OverlayState> | undefined {
    if (event.event === 'stats') return { colour: event.data.colour };
    if (event.event !== 'twitch') return undefined;
    // newest first; where nothing was said there is no answer
    const said = event.data.recent.find(({ answer }) => answer !== null);
    return { answer: said ? { text: printable(said.answer ?? ''), at: said.at + (said.milliseconds ?? 0) } : null };
  }

  #send(response: ServerResponse): void {
    response.write(`data: ${JSON.stringify(this.#state)}\n\n`);
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
