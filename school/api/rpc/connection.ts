/** One client of the line, seen from the server. */

import type { Socket } from 'node:net';
import type { z } from 'zod';
import { messageOf } from '../../../library/notices/notices.ts';
import { version } from '../../home/package-root.ts';
import { explain, shown } from '../../settings/errors.ts';
import { nearest } from '../../settings/nearest.ts';
import { callMethod, toArguments } from '../calls.ts';
import { type Baby, specOf } from '../contract.ts';
import type { Event } from '../messages.ts';
import { apiTexts } from '../texts.ts';
import { LineSplitter } from './lines.ts';
import {
  type ErrorCode,
  type FromServer,
  isRequest,
  LONGEST_LINE,
  LONGEST_WHOLE,
  PROTOCOL,
  REQUEST_NAMES,
  type RequestName,
  requestSchema,
  schemaOf,
  TOPICS,
  type watchSchema,
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
  /** of a text that is sent in parts */
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
        // a client that does not read the reason must not keep its connection
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
        throw new RequestError('garbage', apiTexts.line.badRequest(shown(line)));
      }
      const request = check(requestSchema, json, 'garbage', 'request');
      id = request.id;
      const { method } = request;
      if (!isRequest(method)) throw unknownMethod(method);
      if (this.#open > MOST_OPEN) {
        throw new RequestError('busy', apiTexts.line.tooManyRequests(MOST_OPEN));
      }
      const params = check(schemaOf(method), request.params ?? {}, 'params', method);
      this.#send({ id, result: (await this.#answer(id, method, params as object)) ?? null });
    } catch (error) {
      // such as of JSON that is nested without end
      const deep = error instanceof RangeError ? apiTexts.line.nestedTooDeeply : undefined;
      const message = deep ?? messageOf(error);
      this.#refuse(id, error instanceof RequestError ? error : new RequestError('refused', message));
    } finally {
      this.#open--;
      if (this.#open === 0) this.#onIdle?.();
    }
  }

  async #answer(id: number, method: RequestName, params: object): Promise<unknown> {
    if (method === 'watch') {
      this.#topics = new Set((params as z.output<typeof watchSchema>).topics ?? TOPICS);
      return null;
    }
    const { inParts } = specOf(method);
    const whole = inParts === undefined ? params : this.#gather(inParts, params as { more?: boolean });
    if (whole === undefined) return null;
    const args = toArguments(method, whole, (data) => this.#send({ event: 'saying', id, data }));
    return callMethod(this.#life, method, args);
  }

  /** @returns the parameters with the whole text; undefined while more of it will come */
  #gather(name: string, { more, ...params }: { more?: boolean; [name: string]: unknown }): object | undefined {
    const part = params[name] as string | undefined;
    if (part !== undefined) {
      this.#partsLength += part.length;
      if (this.#partsLength > LONGEST_WHOLE) {
        this.#takeParts();
        throw new RequestError('params', apiTexts.line.partsTooLong(LONGEST_WHOLE));
      }
      this.#parts.push(part);
    }
    if (more) return undefined;
    return this.#parts.length > 0 ? { ...params, [name]: this.#takeParts() } : params;
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
  const known = [...REQUEST_NAMES];
  const meant = nearest(method, known);
  const advice = meant ? apiTexts.line.didYouMean(meant) : apiTexts.line.methodsAre(known.join(', '));
  return new RequestError('method', apiTexts.line.noSuchMethod(shown(method), advice));
}
