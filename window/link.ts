/** The way to the server of the page. Every answer that is no success becomes an Error with its sentence. */

import { LARGEST_UPLOAD, type StreamLine, type WindowEvent } from '../school/http/window/messages.ts';
import { bytes } from '../statistics/format/numbers.ts';
import { pageTexts } from './texts/page.ts';

/** Beside the page, whatever its path is. */
const api = (path: string): string => new URL(`api/${path}`, document.baseURI).href;

async function answered(response: Response): Promise<Response> {
  if (response.ok) return response;
  const body = (await response.json().catch(() => ({}))) as { error?: string };
  throw new Error(body.error ?? pageTexts.link.badStatus(response.status));
}

/** A server that is gone is no reason for a message of the browser. */
const asked = (path: string, options?: RequestInit): Promise<Response> =>
  fetch(api(path), options).then(answered, () => {
    throw new Error(pageTexts.link.nobodyAnswers);
  });

export const look = async <T>(path: string): Promise<T> => (await asked(path)).json() as Promise<T>;

/** What the newest soul speaks with, as one file. */
export const soulFile = async (): Promise<ArrayBuffer> => (await asked('soul')).arrayBuffer();

const post = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

export const send = async <T>(path: string, body: object = {}): Promise<T> =>
  (await asked(path, post(body))).json() as Promise<T>;

/** A method of the baby: its result, and the sentence that says it. */
export const call = <T>(method: string, params: object = {}): Promise<{ result: T; sentence: string | null }> =>
  send(method, params);

/** A reply while it is spoken. */
export async function stream<T>(path: string, body: object, onDelta: (delta: string) => void): Promise<T> {
  const response = await asked(path, post(body));
  const reader = (response.body as ReadableStream<Uint8Array>)
    .pipeThrough(new TextDecoderStream() as never)
    .getReader();
  let rest = '';
  for (;;) {
    const { done, value } = (await reader.read()) as { done: boolean; value?: string };
    const lines = (rest + (value ?? '')).split('\n');
    rest = lines.pop() as string;
    for (const line of lines) {
      const one = JSON.parse(line) as StreamLine<T>;
      if ('delta' in one) onDelta(one.delta);
      else if ('result' in one) return one.result;
      else throw new Error(one.error);
    }
    if (done) throw new Error(pageTexts.link.replyBroke);
  }
}

/**
 * Sends a file, and says how far it is: `fetch` tells nothing of that, so an older request does it.
 * @throws Error with one sentence
 */
export function upload<T>(file: File, onProgress: (share: number) => void, signal: AbortSignal): Promise<T> {
  if (file.size > LARGEST_UPLOAD) throw new Error(pageTexts.link.tooLarge(bytes(file.size), bytes(LARGEST_UPLOAD)));
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', api('upload'));
    request.responseType = 'json';
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('x-name', encodeURIComponent(file.name));
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded / Math.max(1, total));
    request.onload = () => {
      const answer = request.response as (T & { error?: string }) | null;
      if (request.status === 200 && answer) resolve(answer);
      else reject(new Error(answer?.error ?? pageTexts.link.badStatus(request.status)));
    };
    request.onerror = () => reject(new Error(pageTexts.link.fileLost));
    request.onabort = () => reject(new Error(pageTexts.link.stopped));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

/** Calls back for every event; the browser connects again by itself where the line breaks. */
export function watch(onEvent: (event: WindowEvent) => void, onLine: (isOpen: boolean) => void): void {
  const source = new EventSource(api('events'));
  source.onopen = () => onLine(true);
  source.onerror = () => onLine(false);
  source.onmessage = ({ data }) => onEvent(JSON.parse(data as string) as WindowEvent);
}
