/** A life in another process, reached over its line. */
import { connect, type Socket } from 'node:net';
import { refuseForeignFolder } from '../../home/socket-path.ts';
import { methodsOver, toParams } from '../calls.ts';
import { type Baby, LONGEST_TEXT, type Method, specOf } from '../contract.ts';
import type { Event } from '../messages.ts';
import { apiTexts } from '../texts.ts';
import { LineSplitter } from './lines.ts';
import { type FromServer, type Hello, LONGEST_WHOLE, PROTOCOL, type RequestName } from './protocol.ts';

/** Milliseconds in which a baby that is awake picks up. */
const PATIENCE = 10_000;

/** Bytes of the longest line a server may send; only events and replies come, which are far shorter. */
const LONGEST_ANSWER = 16 * 1024 * 1024;

/** Nobody listens: the baby is asleep, or not yet awake. */
export class AsleepError extends Error {}

/** The line broke, or what came over it is not ours. */
export class RpcError extends Error {}

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
  onDelta?: ((delta: string) => void) | undefined;
}

/**
 * Attaches to the baby that listens on a socket.
 * @throws AsleepError if nobody listens; LineError if somebody does who does not speak our language
 */
export async function attach(socketPath: string): Promise<Baby & { close(): void }> {
  const line = await Line.open(socketPath);
  try {
    const methods = methodsOver((method, args) => callOver(line, method, args));
    const { introduction } = await methods.status();
    return {
      ...methods,
      introduction,
      watch: (listener) => line.watch(listener),
      over: line.over,
      close: () => line.close(),
    };
  } catch (error) {
    line.close();
    throw error;
  }
}

/** Sends the arguments of a call as a request; a text that is longer than a request goes in parts. */
async function callOver(line: Line, method: Method, args: readonly unknown[]): Promise<unknown> {
  const { params, onDelta } = toParams(method, args);
  const { inParts } = specOf(method);
  for (const [name, value] of Object.entries(params)) {
    if (typeof value !== 'string') continue;
    const longest = name === inParts ? LONGEST_WHOLE : LONGEST_TEXT;
    if (value.length > longest) throw new Error(apiTexts.line.tooMuchSaid(longest, value.length));
    if (name !== inParts) continue;
    let at = 0;
    for (; value.length - at > LONGEST_TEXT; at += LONGEST_TEXT) {
      await line.request(method, { [name]: value.slice(at, at + LONGEST_TEXT), more: true });
    }
    params[name] = value.slice(at);
  }
  return line.request(method, params, onDelta);
}

class Line {
  readonly #socket: Socket;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Set<(event: Event) => void>();
  #lastId = 0;
  #watched = false;
  /** It said that it sleeps, or answered that it does: then a line that ends is as it should be. */
  #asleep = false;
  #refusal: string | undefined;
  readonly over: Promise<void>;

  private constructor(socket: Socket, onHello: (hello: Hello) => void, onEnd: (error: Error) => void) {
    this.#socket = socket;
    const over = Promise.withResolvers<void>();
    this.over = over.promise;
    // avoids an unhandled rejection; callers that await still get the error
    this.over.catch(() => {});
    const splitter = new LineSplitter(LONGEST_ANSWER);
    const end = (error: Error) => {
      onEnd(error);
      if (this.#asleep) over.resolve();
      else over.reject(error);
      for (const { reject } of this.#pending.values()) reject(error);
      this.#pending.clear();
      socket.destroy();
    };
    socket.on('data', (chunk: Buffer) => {
      try {
        for (const text of splitter.push(chunk)) this.#take(JSON.parse(text) as FromServer, onHello);
      } catch (error) {
        end(new RpcError(apiTexts.line.notJson, { cause: error }));
      }
    });
    socket.once('error', (error) => end(new RpcError(apiTexts.line.broke(error.message), { cause: error })));
    const gone = apiTexts.line.ended;
    socket.once('close', () => end(new RpcError(this.#refusal ?? gone)));
  }

  static async open(path: string): Promise<Line> {
    refuseForeignFolder(path);
    const socket = await connected(path);
    return new Promise((resolve, reject) => {
      const refuse = (message: string) => {
        reject(new RpcError(message));
        socket.destroy();
      };
      const patience = setTimeout(() => refuse(apiTexts.line.noAnswer(PATIENCE / 1000)), PATIENCE);
      const line = new Line(
        socket,
        (hello) => {
          clearTimeout(patience);
          if (hello.protocol === PROTOCOL) return resolve(line);
          refuse(apiTexts.line.otherVersion(PROTOCOL, hello.protocol, hello.version));
        },
        (error) => {
          clearTimeout(patience);
          reject(error);
        },
      );
    });
  }

  request(method: RequestName, params: object, onDelta?: (delta: string) => void): Promise<unknown> {
    if (this.#socket.destroyed) return Promise.reject(new RpcError(apiTexts.line.closed));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject, onDelta });
      this.#socket.write(`${JSON.stringify({ id, method, params })}\n`);
    });
  }

  watch(listener: (event: Event) => void): () => void {
    this.#listeners.add(listener);
    if (!this.#watched) {
      this.#watched = true;
      // It can only fail with the line itself, and then every other request says so.
      this.request('watch', {}).catch(() => {});
    }
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(message: FromServer, onHello: (hello: Hello) => void): void {
    if ('hello' in message) return onHello(message);
    if ('event' in message) {
      if (message.event === 'saying') return this.#pending.get(message.id)?.onDelta?.(message.data);
      const { seq: _, ...event } = message;
      if (event.event === 'sleeping') this.#asleep = true;
      for (const listener of this.#listeners) listener(event);
      return;
    }
    if (message.id === null) {
      // why the server hangs up
      if ('error' in message) this.#refusal = message.error.message;
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if ('error' in message) pending?.reject(new Error(message.error.message));
    else pending?.resolve(message.result);
  }
}

/** @throws AsleepError if there is nobody */
function connected(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (['ENOENT', 'ENOTDIR', 'ECONNREFUSED'].includes(error.code ?? '')) {
        reject(new AsleepError(apiTexts.line.asleep, { cause: error }));
      } else reject(new RpcError(apiTexts.line.cannotBeOpened(error.message), { cause: error }));
    });
  });
}
