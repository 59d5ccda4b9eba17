/** What can be asked, by method and path. None of it changes a file or a setting. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Asker, askerOf, checkHost, checkOrigin, checkType } from './access.ts';
import { checkModel, type Exchange, type Service, sendJson } from './exchange.ts';
import type { FriendTokens } from './friend-tokens.ts';
import { readJson } from './json-body.ts';
import { ollamaChat, ollamaGenerate, ollamaVersion, running, show, tags } from './ollama.ts';
import { chatCompletion, model, models, textCompletion } from './openai.ts';
import { Refusal, refusalBody } from './refusal.ts';
import { httpTexts } from './texts.ts';
import { ClientLeft } from './voice-line.ts';
import type { PageRoutes } from './window/page-routes.ts';

const QUESTIONS: Readonly<Record<string, (service: Service) => object>> = {
  '/v1/models': models,
  '/api/tags': tags,
  '/api/ps': running,
  '/api/version': ollamaVersion,
};

const REQUESTS: Readonly<Record<string, (exchange: Exchange) => Promise<void>>> = {
  '/v1/chat/completions': chatCompletion,
  '/v1/completions': textCompletion,
  '/api/chat': ollamaChat,
  '/api/generate': ollamaGenerate,
  '/api/show': show,
};

const ONE_MODEL = '/v1/models/';

export interface Admission {
  /** left out: programs are not answered, only the page is */
  readonly token?: string;
  /** tokens of other people; left out: only the owner is answered */
  readonly friends?: Pick<FriendTokens, 'ownerOf'>;
  /** pages that may ask, such as http://localhost:3000 */
  readonly origins: readonly string[];
  /** the page in a browser, which has checks of its own */
  readonly page?: PageRoutes;
}

/** Answers one request, whatever it is. `onFault`: for errors that no request should be able to cause. */
export async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  service: Service,
  admission: Admission,
  onFault: (error: unknown) => void,
): Promise<void> {
  const leaving = new AbortController();
  response.once('close', () => leaving.abort());
  const path = (request.url ?? '').split('?', 1)[0] as string;
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('cache-control', 'no-store');
  try {
    checkHost(request.headers);
    if (admission.page?.owns(path)) return await admission.page.answer(request, response, path);
    const origin = checkOrigin(request.headers, admission.origins);
    if (origin !== undefined) {
      response.setHeader('access-control-allow-origin', origin);
      response.setHeader('vary', 'origin');
      if (request.method === 'OPTIONS') return preflight(request, response);
    }
    if (admission.token === undefined) throw new Refusal(404, httpTexts.routes.onlyThePage);
    const asker = askerOf(request.headers, admission.token, admission.friends);
    await route(request, response, path, { ...service, asker }, leaving.signal);
  } catch (error) {
    if (error instanceof ClientLeft || leaving.signal.aborted) return void response.destroy();
    if (!(error instanceof Refusal)) onFault(error);
    const refusal = error instanceof Refusal ? error : new Refusal(500, httpTexts.routes.fault);
    refuse(response, refusal, path.startsWith('/api/'));
  }
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  service: Service & { readonly asker: Asker },
  signal: AbortSignal,
): Promise<void> {
  const { method } = request;
  const isLook = method === 'GET' || method === 'HEAD';
  if (path === '/' && isLook) {
    // by these words Ollama's clients know that somebody is there
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
    return void response.end('Ollama is running');
  }
  const question = Object.hasOwn(QUESTIONS, path) ? QUESTIONS[path] : undefined;
  if (question && isLook) return sendJson(response, 200, question(service));
  if (path.startsWith(ONE_MODEL) && isLook) {
    checkModel(service, decoded(path.slice(ONE_MODEL.length)));
    return sendJson(response, 200, model(service));
  }
  const answered = Object.hasOwn(REQUESTS, path) ? REQUESTS[path] : undefined;
  if (answered && method === 'POST') {
    checkType(request.headers);
    const body = await readJson(request);
    return answered({ ...service, body, response, signal });
  }
  if (question || answered) {
    const allow = question ? 'GET, HEAD' : 'POST';
    throw new Refusal(405, httpTexts.routes.otherMethod(path, allow), { headers: { allow } });
  }
  throw new Refusal(404, httpTexts.routes.noSuchRoute);
}

/** A browser asks whether a page may ask. */
function preflight(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(204, {
    'access-control-allow-methods': 'GET, HEAD, POST',
    'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '',
    'access-control-max-age': '600',
  });
  response.end();
}

function refuse(response: ServerResponse, refusal: Refusal, isOllama: boolean): void {
  const body = refusalBody(refusal, isOllama);
  if (!response.headersSent) return sendJson(response, refusal.status, body, refusal.details.headers);
  // within a stream: an error in its place, and no mark that it is complete
  response.end(isOllama ? `${JSON.stringify(body)}\n` : `data: ${JSON.stringify(body)}\n\n`);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
