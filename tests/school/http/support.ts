/** A server with a baby that says what a test asks of it, and requests over real sockets. */

import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:http';
import { afterEach } from 'vitest';
import type { CompletionOptions } from '../../../school/api/contract.ts';
import type { Prompt, Reply } from '../../../school/api/messages.ts';
import type { ServedBaby } from '../../../school/http/exchange.ts';
import { type HttpOptions, type HttpServing, serveHttp } from '../../../school/http/server.ts';

export const TOKEN = `baby-${'t'.repeat(43)}`;

export class SpokenBaby implements ServedBaby {
  readonly introduction = { name: 'mia', brain: 'baby', preset: 'small', parameters: 1_612_345 };
  readonly asked: { prompt: Prompt; options: CompletionOptions }[] = [];
  readonly stopped: string[] = [];
  deltas = ['Hel', 'lo ', 'you.'];
  ends: Reply['stopped'] = 'turn';
  fails: string | undefined;
  /** answers as a baby does to others than its owner */
  publicly = false;
  withheld = false;
  /** of its reply, where they are asked for */
  logprobs: Reply['logprobs'];
  /** waited for before each piece */
  pause: (prompt: Prompt) => Promise<void> = async () => {};
  /** of its reply, as one that learns tells it */
  workMilliseconds: number | undefined;

  async complete(prompt: Prompt, options: CompletionOptions, onDelta?: (delta: string) => void): Promise<Reply> {
    this.asked.push({ prompt, options });
    const times = { milliseconds: 5, firstTokenMilliseconds: 1 };
    const work = () => (this.workMilliseconds === undefined ? {} : { workMilliseconds: this.workMilliseconds });
    const likely = options.logprobs === undefined || !this.logprobs ? {} : { logprobs: this.logprobs };
    const counts = this.publicly && options.public ? { tokens: 0 } : { tokens: 3, promptTokens: 7 };
    const refused = this.withheld ? { withheld: true as const } : {};
    const told = () => ({ text: this.deltas.join(''), ...counts, ...times, ...work(), ...likely, ...refused });
    for (const delta of this.deltas) {
      await this.pause(prompt);
      if (this.stopped.includes(options.conversation)) return { ...told(), stopped: 'asked' };
      onDelta?.(delta);
    }
    if (this.fails !== undefined) throw new Error(this.fails);
    return { ...told(), stopped: this.ends };
  }

  async stop(conversation: string): Promise<boolean> {
    this.stopped.push(conversation);
    return true;
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON came
  readonly json: any;
}

export interface Asking {
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

const servers: HttpServing[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** A server of its own, gone after the test. */
export async function serve(options: Partial<HttpOptions> = {}) {
  const baby = new SpokenBaby();
  const server = await serveHttp(baby, { port: 0, token: TOKEN, origins: [], owner: 'ada', ...options });
  servers.push(server);
  /** Sends a request; a body makes it a POST of JSON. */
  const open = ({ path, body, method = body === undefined ? 'GET' : 'POST', headers = {} }: Asking) => {
    const sent = {
      authorization: `Bearer ${TOKEN}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    };
    const kept = Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined));
    const asking = request({ host: '127.0.0.1', port: server.port, path, method, headers: kept as never });
    asking.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
    return asking;
  };
  const ask = (asking: Asking): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const sent = open(asking);
      sent.once('error', reject);
      sent.once('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        response.once('error', reject);
        response.once('end', () => {
          const isJson = /^application\/json/.test(response.headers['content-type'] ?? '');
          const json = isJson && text !== '' ? JSON.parse(text) : undefined;
          resolve({ status: response.statusCode as number, headers: response.headers, text, json });
        });
      });
    });
  return { baby, server, open, ask };
}

export const CHAT = { model: 'mia', messages: [{ role: 'user', content: 'hello' }] };

/** Something that happens when a test lets it. */
export function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}
