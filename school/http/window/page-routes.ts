/** The routes of the page in a browser: they take only its own cookie and its own origin, never the token of programs. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { messageOf } from '../../../library/notices/notices.ts';
import type { SoulContent } from '../../../soul/checkpoint.ts';
import { encodeSoulFile } from '../../../soul/soul-file.ts';
import { histories } from '../../../statistics/query/histories.ts';
import { LiveLedger } from '../../../statistics/query/live-ledger.ts';
import { checkType } from '../access.ts';
import { liftDeadline } from '../deadline.ts';
import { sendJson } from '../exchange.ts';
import { checked, readJson } from '../json-body.ts';
import { Refusal } from '../refusal.ts';
import { httpTexts } from '../texts.ts';
import { act } from './actions.ts';
import { EventStreams } from './event-stream.ts';
import { LARGEST_UPLOAD, type WindowEvent } from './messages.ts';
import { Overlay } from './overlay.ts';
import { overlayFiles, type PageFile, windowFiles } from './page-files.ts';
import type { WindowBaby, WindowOptions } from './served-window.ts';
import { Sessions } from './sessions.ts';
import { tooLarge, Uploads } from './uploads.ts';
import { log, logQuery, newestSoul, opening, settings, souls } from './views.ts';

const ENTER = '/window/enter/';
const OVERLAY = '/overlay/';

/** No request to anywhere else, no code but the page's own files, and memory that threads can share. */
const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
};

const answers = z.record(z.string(), z.union([z.literal('own'), z.array(z.string().max(500)).max(50)]));
const upload = z.strictObject({ id: z.string().max(64), answers: answers.default({}) });

/** The page beside the routes of programs. */
export interface PageRoutes {
  owns(path: string): boolean;
  answer(request: IncomingMessage, response: ServerResponse, path: string): Promise<void>;
}

export class WindowRoutes implements PageRoutes {
  #options: WindowOptions;
  readonly #sessions = new Sessions();
  readonly #past: LiveLedger;
  readonly #events: EventStreams;
  readonly #uploads: Uploads;
  readonly #overlay: Overlay | undefined;
  #overlayFiles: Map<string, PageFile> | undefined;
  #files: Map<string, PageFile> | undefined;
  #isClosed = false;

  constructor(options: WindowOptions) {
    this.#options = options;
    this.#past = new LiveLedger(options.home.statistics);
    this.#events = new EventStreams(options.baby);
    this.#uploads = new Uploads(options.home);
    const { overlay } = options;
    if (overlay !== undefined) this.#overlay = new Overlay(options.baby, overlay, () => this.#events.countenance);
  }

  /** The path of an address that lets one browser in, once. */
  newPath = (): string => `${ENTER}${this.#sessions.newKey()}`;

  owns = (path: string): boolean => path.startsWith('/window/') || path.startsWith(OVERLAY);

  /** Another connection to the same baby: it woke, or it fell asleep. */
  become(baby: WindowBaby): void {
    this.#options = { ...this.#options, baby };
    this.#events.follow(baby);
    this.#overlay?.follow(baby);
    this.#events.tell({ event: 'presence', data: {} });
  }

  /** Tells every open page. */
  tell(event: WindowEvent): void {
    this.#events.tell(event);
  }

  /** The baby is there no more: pages say so. */
  end(why: string): void {
    this.#events.end(why);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#events.close();
    this.#overlay?.close();
    this.#past.close();
    await this.#uploads.close();
  }

  async answer(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const leaving = new AbortController();
    response.once('close', () => leaving.abort());
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    try {
      await this.#route(request, response, path, leaving.signal);
    } catch (error) {
      if (leaving.signal.aborted) return void response.destroy();
      if (!(error instanceof Refusal)) this.#options.onFault?.(error);
      const refusal = error instanceof Refusal ? error : new Refusal(500, httpTexts.routes.fault);
      const body = { error: refusal.message };
      if (!response.headersSent) sendJson(response, refusal.status, body, refusal.details.headers);
      else response.end(`${JSON.stringify(body)}\n`);
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse, path: string, signal: AbortSignal): Promise<void> {
    const { method, headers } = request;
    checkOwnOrigin(request);
    if (path.startsWith(OVERLAY)) return this.#showOverlay(method, path.slice(OVERLAY.length), response);
    if (path.startsWith(ENTER)) return this.#enter(method, path.slice(ENTER.length), response);
    const [, , id = '', ...rest] = path.split('/');
    if (!this.#sessions.isKnown(id, headers.cookie)) throw new Refusal(403, httpTexts.page.notLetIn);
    const inside = rest.join('/');
    if (!inside.startsWith('api/')) {
      this.#files ??= (this.#options.files ?? windowFiles)();
      return sendFile(this.#files.get(inside === '' ? 'window/index.html' : inside), method, response);
    }
    const name = inside.slice('api/'.length);
    if (method === 'GET')
      return this.#look(name, new URL(request.url ?? '', 'http://localhost').searchParams, response);
    if (method !== 'POST') throw new Refusal(405, httpTexts.page.getOrPost, { headers: { allow: 'GET, POST' } });
    // a page of another origin could send a form without asking first, but never with an Origin of ours
    if (headers.origin === undefined) throw new Refusal(403, httpTexts.page.browserNamesPage);
    if (name === 'upload') return this.#upload(request, response);
    checkType(headers);
    await this.#act(name, await readJson(request), response, signal);
  }

  /** Lets a browser in. The answer is a page that goes on by itself: a strict cookie is sent only to where one of our pages leads. */
  #enter(method: string | undefined, key: string, response: ServerResponse): void {
    if (method !== 'GET') throw new Refusal(405, httpTexts.page.addressByGet, { headers: { allow: 'GET' } });
    const entered = this.#sessions.enter(key);
    if (!entered) throw new Refusal(403, httpTexts.page.addressUsed);
    const { path, cookie } = entered;
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'set-cookie': cookie });
    response.end(
      `<!doctype html><meta charset="utf-8"><title>babyLLM</title><link rel="icon" href="data:,"><meta http-equiv="refresh" content="0;url=${path}"><a href="${path}">${httpTexts.page.toThePage}</a>`,
    );
    this.#options.onEntered?.();
  }

  /** The overlay is opened with a token of its own in its path, since programs that stream keep no cookies. */
  #showOverlay(method: string | undefined, path: string, response: ServerResponse): void {
    if (!this.#overlay) throw new Refusal(404, httpTexts.page.noOverlay);
    const [token = '', ...rest] = path.split('/');
    this.#overlay.check(token);
    const inside = rest.join('/');
    if (inside === 'events' && method === 'GET') return this.#overlay.open(response);
    this.#overlayFiles ??= overlayFiles();
    sendFile(this.#overlayFiles.get(inside === '' ? 'window/overlay.html' : inside), method, response);
  }

  async #look(name: string, query: URLSearchParams, response: ServerResponse): Promise<void> {
    switch (name) {
      case 'events':
        return this.#events.open(response);
      case 'state': {
        const state = await opening(this.#options, this.#past, this.#events.countenance);
        this.#learnPast();
        return sendJson(response, 200, state);
      }
      case 'soul':
        return sendSoul(newestSoul(this.#options), response);
      case 'souls':
        return sendJson(response, 200, { souls: souls(this.#options) });
      case 'settings':
        return sendJson(response, 200, await settings(this.#options));
      case 'log':
        return sendJson(response, 200, log(this.#past, checked(logQuery, Object.fromEntries(query))));
      default:
        throw new Refusal(404, httpTexts.page.cannotLook);
    }
  }

  async #act(name: string, body: unknown, response: ServerResponse, signal: AbortSignal): Promise<void> {
    switch (name) {
      case 'preview': {
        const { id, answers } = checked(upload, body);
        return sendJson(response, 200, await this.#uploads.preview(id, answers));
      }
      case 'feed': {
        const { id, answers } = checked(upload, body);
        return sendJson(response, 200, { sentences: await this.#uploads.feed(id, answers) });
      }
      case 'wake':
        return this.#wake(response);
      case 'discard':
        await this.#uploads.discard(checked(upload, body).id);
        return sendJson(response, 200, {});
      default:
        return act(this.#options, name, body, response, signal);
    }
  }

  async #wake(response: ServerResponse): Promise<void> {
    const { baby, wake } = this.#options;
    if (baby.watch) throw new Refusal(409, httpTexts.page.isAwake);
    if (!wake) throw new Refusal(409, httpTexts.page.cannotWake);
    try {
      await wake();
    } catch (error) {
      throw new Refusal(409, messageOf(error));
    }
    sendJson(response, 200, {});
  }

  async #upload(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers['content-type'] !== 'application/octet-stream') throw new Refusal(415, httpTexts.page.fileType);
    if (Number(request.headers['content-length'] ?? 0) > LARGEST_UPLOAD) {
      // it is read and thrown away, so that the page hears why
      request.resume();
      throw tooLarge();
    }
    liftDeadline(request);
    sendJson(response, 200, await this.#uploads.take(request, decoded(String(request.headers['x-name'] ?? ''))));
  }

  #isSeeded = false;

  /** Once: where the present stands among all that its ledger knows. */
  #learnPast(): void {
    const { ledger } = this.#past;
    if (this.#isSeeded || !ledger) return;
    this.#isSeeded = true;
    histories(ledger, this.#events.seed, () => this.#isClosed || this.#past.ledger !== ledger).catch((error: unknown) =>
      this.#options.onFault?.(error),
    );
  }
}

/** A request names no origin, or that of the page itself. @throws Refusal 403 */
function checkOwnOrigin({ headers }: IncomingMessage): void {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  const isOwn = origin === undefined || origin === `http://${host}`;
  if (isOwn && (site === undefined || site === 'same-origin' || (site === 'none' && origin === undefined))) return;
  throw new Refusal(403, httpTexts.page.onlyThePage);
}

function sendFile(file: PageFile | undefined, method: string | undefined, response: ServerResponse): void {
  if (!file) throw new Refusal(404, httpTexts.page.noSuchFile);
  if (method !== 'GET' && method !== 'HEAD')
    throw new Refusal(405, httpTexts.page.fileByGet, { headers: { allow: 'GET, HEAD' } });
  response.writeHead(200, { 'content-type': file.type, 'content-length': file.bytes.length });
  response.end(method === 'HEAD' ? undefined : file.bytes);
}

/** A soul as one file, for the page to look into. */
function sendSoul(soul: SoulContent, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/octet-stream' });
  for (const part of encodeSoulFile(soul)) response.write(part);
  response.end();
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
