/** One client of the line, seen from the server. */
import type { Socket } from 'node:net';
import type { z } from 'zod';
import { version } from '../../home/package-root.ts';
import { explain, shown } from '../../settings/errors.ts';
import { nearest } from '../../settings/nearest.ts';
import type { Baby, Event } from '../messages.ts';
import { LineSplitter } from './lines.ts';
import {
  type ErrorCode,
  type FromServer,
  isMethod,
  LONGEST_EXAM,
  LONGEST_LINE,
  type Method,
  type Params,
  PROTOCOL,
  paramsOf,
  type Results,
  requestSchema,
  TOPICS,
} from './protocol.ts';

/** Events that the next of their kind makes worthless. */
const SNAPSHOTS: ReadonlySet<Event['event']> = new Set(['stats', 'durations', 'guesses', 'probes', 'twitch']);

/** Bytes waiting for a slow reader: beyond the first it misses snapshots, never news; beyond the second it is cut off. */
const LATE = 64 * 1024;
const LOST = 4 * 1024 * 1024;

/** Requests of one client that may be open at once. */
const MOST_OPEN = 64;

class RequestError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export class Connection {
  readonly #socket: Socket;
  readonly #life: Baby;
  /** what it wants to hear of; undefined: nothing */
  #topics: ReadonlySet<Event['event']> | undefined;
  #open = 0;
  #onIdle: (() => void) | undefined;
  #seq = 0;
  /** Parts of a text for an exam. */
  #parts: string[] = [];
  #partsLength = 0;

  constructor(socket: Socket, life: Baby) {
    this.#socket = socket;
    this.#life = life;
    const splitter = new LineSplitter(LONGEST_LINE);
    socket.on('data', (chunk: Buffer) => {
      try {
        for (const line of splitter.push(chunk)) if (line.trim() !== '') void this.#receive(line);
        // Who does not read its answers is not listened to until it does.
        if (socket.writableLength > LATE) socket.pause();
      } catch (error) {
        this.#refuse(null, new RequestError('garbage', (error as Error).message));
        socket.pause().removeAllListeners('data').removeAllListeners('drain').destroySoon();
        // whoever does not read why it is cut off must not keep its place for that
        setTimeout(() => socket.destroy(), 1000).unref();
      }
    });
    socket.on('drain', () => socket.resume());
    // A client that goes away in the middle harms nobody; 'close' follows.
    socket.on('error', () => socket.destroy());
    this.#send({ hello: 'babyllm', version, protocol: PROTOCOL, pid: process.pid });
  }

  /** Tells of an event, if this client watches; of its falling asleep in any case. Numbers count every event, missed ones too. */
  push(event: Event): void {
    if (!this.#topics?.has(event.event) && event.event !== 'sleeping') return;
    const seq = ++this.#seq;
    if (SNAPSHOTS.has(event.event) && this.#socket.writableLength > LATE) return;
    this.#send({ ...event, seq });
  }

  /** Lets the answers that are due reach the client, for a second at most, then hangs up. */
  end(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#socket.destroyed) return resolve();
      const patience = setTimeout(() => this.#socket.destroy(), 1000);
      this.#socket.once('close', () => {
        clearTimeout(patience);
        resolve();
      });
      this.#onIdle = () => this.#socket.destroySoon();
      if (this.#open === 0) this.#onIdle();
    });
  }

  #send(message: FromServer): void {
    if (this.#socket.destroyed || this.#socket.writableEnded) return;
    if (this.#socket.writableLength > LOST) {
      this.#socket.destroy();
      return;
    }
    this.#socket.write(`${JSON.stringify(message)}\n`);
  }

  #refuse(id: number | null, { code, message }: RequestError): void {
    this.#send({ id, error: { code, message } });
  }

  async #receive(line: string): Promise<void> {
    let id: number | null = null;
    this.#open++;
    try {
      let json: unknown;
      try {
        json = JSON.parse(line);
      } catch {
        throw new RequestError('garbage', `A request should be one line of JSON, but ${shown(line)} came.`);
      }
      const request = check(requestSchema, json, 'garbage', 'request');
      id = request.id;
      const { method } = request;
      if (!isMethod(method)) throw unknownMethod(method);
      if (this.#open > MOST_OPEN) {
        throw new RequestError('busy', `${MOST_OPEN} requests are open already: wait for their answers.`);
      }
      const params = check<unknown>(paramsOf[method], request.params ?? {}, 'params', method);
      this.#send({ id, result: await this.#answer(id, method, params as Params[Method]) });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#refuse(id, error instanceof RequestError ? error : new RequestError('refused', message));
    } finally {
      this.#open--;
      if (this.#open === 0) this.#onIdle?.();
    }
  }

  async #answer<M extends Method>(id: number, method: M, given: Params[M]): Promise<Results[Method]> {
    const life = this.#life;
    const methods: { [K in Method]: (params: Params[K]) => Promise<Results[K]> } = {
      status: () => life.status(),
      say: ({ text, ...options }) =>
        life.say(text, options as Parameters<Baby['say']>[1], (data) => this.#send({ event: 'saying', id, data })),
      stop: ({ conversation }) => life.stop(conversation),
      forget: ({ conversation }) => life.forget(conversation),
      correct: ({ conversation, text }) => life.correct(conversation, text),
      corrections: () => life.corrections(),
      teach: ({ source, passages }) => life.teach(source, passages),
      unteach: ({ source, ids }) => life.unteach(source, ids),
      set: ({ key, value }) => life.set(key, value),
      library: () => life.library(),
      twitch: (request) => life.twitch(request),
      journal: async ({ text }) => {
        await life.journal(text);
        return null;
      },
      goBack: ({ soul }) => life.goBack(soul),
      exam: (params) => this.#exam(params),
      save: () => life.save(),
      sleep: async (options) => {
        await life.sleep(options);
        return null;
      },
      watch: async ({ topics }) => {
        this.#topics = new Set(topics ?? TOPICS);
        return null;
      },
    };
    return methods[method](given);
  }

  async #exam({ text, name, more }: Params['exam']): Promise<Results['exam']> {
    if (text !== undefined) {
      this.#partsLength += text.length;
      if (this.#partsLength > LONGEST_EXAM) {
        this.#takeParts();
        throw new RequestError(
          'params',
          `A text for an exam should have at most ${LONGEST_EXAM} characters, but it has more.`,
        );
      }
      this.#parts.push(text);
    }
    if (more) return null;
    const whole = this.#parts.length > 0 ? this.#takeParts() : undefined;
    return this.#life.exam(whole, name);
  }

  #takeParts(): string {
    const whole = this.#parts.join('');
    this.#parts = [];
    this.#partsLength = 0;
    return whole;
  }
}

function check<T>(schema: z.ZodType<T>, value: unknown, code: ErrorCode, where: string): T {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  throw new RequestError(code, explain(checked.error.issues, value, schema, where));
}

function unknownMethod(method: string): RequestError {
  const known = Object.keys(paramsOf);
  const meant = nearest(method, known);
  const advice = meant ? `did you mean "${meant}"?` : `the methods are ${known.join(', ')}.`;
  return new RequestError('method', `There is no method ${shown(method)}; ${advice}`);
}
