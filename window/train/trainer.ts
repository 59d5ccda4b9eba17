/** The worker that trains, as the page calls it. */
import type { Reply } from '../../school/api/messages.ts';
import type { Config } from '../../school/settings/config.ts';
import type { FromTrainer, SpeakOptions, ToTrainer } from './messages.ts';
import type { NamedText, Plan } from './plan.ts';

type Event = Exclude<FromTrainer, { kind: 'delta' | 'replied' | 'soul' | 'forecast' }>;
type Forecast = Extract<FromTrainer, { kind: 'forecast' }>['forecast'];

/** The settings that nobody changed, as the build wrote them. */
const defaults: Promise<Config> = fetch(new URL('./defaults.json', import.meta.url)).then((response) =>
  response.json(),
);

export class Trainer {
  readonly #worker = new Worker(new URL('./leader.js', import.meta.url), { type: 'module' });
  readonly #waiting = new Map<number, (message: FromTrainer) => void>();
  #lastId = 0;

  constructor(onEvent: (event: Event) => void) {
    this.#worker.onmessage = ({ data }: MessageEvent<FromTrainer>) => {
      if ('id' in data) this.#waiting.get(data.id)?.(data);
      else onEvent(data);
    };
    this.#worker.onerror = ({ message }) => onEvent({ kind: 'failed', message });
  }

  async begin(what: { texts: readonly NamedText[]; threads: number; plan?: Plan; soul?: ArrayBuffer }): Promise<void> {
    this.#post({ kind: 'begin', defaults: await defaults, ...what });
  }

  open(soul: ArrayBuffer, threads: number): void {
    this.#post({ kind: 'open', soul, threads });
  }

  run(until: number | null): void {
    this.#post({ kind: 'run', until });
  }

  pause(): void {
    this.#post({ kind: 'pause' });
  }

  stop(): void {
    this.#post({ kind: 'stop' });
  }

  say(text: string, options: SpeakOptions, onDelta: (delta: string) => void): Promise<Reply> {
    return this.#ask(
      (id) => ({ kind: 'say', id, text, options }),
      (message, done) => {
        if (message.kind === 'delta') onDelta(message.text);
        else if (message.kind === 'replied') done(message.reply);
      },
    );
  }

  /** All of it, as one file. */
  soul(): Promise<{ step: number; bytes: ArrayBuffer }> {
    return this.#ask(
      (id) => ({ kind: 'soul', id }),
      (message, done) => {
        if (message.kind === 'soul') done(message);
      },
    );
  }

  async forecast(plan: Plan, threads: number): Promise<Forecast> {
    const known = await defaults;
    return this.#ask(
      (id) => ({ kind: 'forecast', id, plan, threads, defaults: known }),
      (message, done) => {
        if (message.kind === 'forecast') done(message.forecast);
      },
    );
  }

  end(): void {
    this.#worker.terminate();
  }

  #ask<T>(
    message: (id: number) => ToTrainer,
    take: (message: FromTrainer, done: (value: T) => void) => void,
  ): Promise<T> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#waiting.set(id, (answer) =>
        take(answer, (value) => {
          this.#waiting.delete(id);
          resolve(value);
        }),
      );
      this.#post(message(id));
    });
  }

  #post(message: ToTrainer): void {
    this.#worker.postMessage(message);
  }
}
