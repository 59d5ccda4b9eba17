/** Events of the baby for pages, as a stream of server-sent events. */
import type { ServerResponse } from 'node:http';
import type { Event } from '../../api/messages.ts';
import { bear, moodOf } from '../../raising/mood-face.ts';
import { Percentiles } from '../../raising/percentiles.ts';
import type { Countenance, WindowEvent } from './messages.ts';
import type { WindowBaby } from './served-window.ts';

/** Milliseconds between two signs of life, so that nothing between page and server takes the stream for dead. */
const HEARTBEAT = 15_000;
/** Milliseconds for which a mood stays, so that it can be read. */
const MOOD_LASTS = 10_000;
/** Bytes that may wait for a page; one that reads more slowly is let go, and comes again. */
const MOST_WAITING = 1 << 20;

export class EventStreams {
  readonly #responses = new Set<ServerResponse>();
  readonly #percentiles = new Percentiles();
  #unwatch: () => void = () => {};
  readonly #heartbeat: NodeJS.Timeout;
  #moodAt = Number.NEGATIVE_INFINITY;
  #countenance: Countenance = { bear: '', mood: '' };

  constructor(baby: WindowBaby) {
    this.follow(baby);
    this.#heartbeat = setInterval(() => this.#send(':\n\n'), HEARTBEAT);
    this.#heartbeat.unref();
  }

  /** From now on the events of this one are sent. */
  follow(baby: WindowBaby): void {
    this.#unwatch();
    this.#countenance = { bear: bear(null, undefined, baby.watch ? 'awake' : 'asleep'), mood: '' };
    this.#unwatch = baby.watch?.((event) => this.#take(event)) ?? (() => {});
  }

  get countenance(): Countenance {
    return this.#countenance;
  }

  /** The past of a statistic, by which the present is judged. */
  readonly seed = (...past: Parameters<Percentiles['seed']>): void => this.#percentiles.seed(...past);

  /** Answers with a stream that ends when the page leaves, or `close` is called. */
  open(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
    response.write(':\n\n');
    this.#responses.add(response);
    response.once('close', () => this.#responses.delete(response));
  }

  /** The baby is there no more. */
  end(why: string): void {
    this.tell({ event: 'over', data: { why } });
  }

  close(): void {
    this.#unwatch();
    clearInterval(this.#heartbeat);
    for (const response of this.#responses) response.end();
  }

  #take(event: Event): void {
    // durations and verdicts are shown nowhere on the page
    if (event.event === 'durations' || event.event === 'verdict') return;
    const now = Date.now();
    if (event.event === 'probes') this.#percentiles.observe(now, event.data.values);
    this.tell(event);
    if (event.event !== 'stats') return;
    const stats = event.data;
    this.#percentiles.observe(now, stats as unknown as Record<string, unknown>);
    const standings = this.#percentiles.all();
    const isDue = now - this.#moodAt >= MOOD_LASTS;
    if (isDue) this.#moodAt = now;
    const next = {
      bear: bear(stats, standings['loss'], 'awake'),
      mood: isDue ? moodOf(stats, standings) : this.#countenance.mood,
    };
    if (next.bear === this.#countenance.bear && next.mood === this.#countenance.mood) return;
    this.#countenance = next;
    this.tell({ event: 'countenance', data: next });
  }

  tell(event: WindowEvent): void {
    if (this.#responses.size > 0) this.#send(`data: ${JSON.stringify(event)}\n\n`);
  }

  #send(text: string): void {
    for (const response of this.#responses)
      if (response.writableLength > MOST_WAITING) response.destroy();
      else response.write(text);
  }
}
