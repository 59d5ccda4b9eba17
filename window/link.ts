/** The way to the server of the page. Every answer that is no success becomes an Error with its sentence. */
import type { StreamLine, WindowEvent } from '../school/http/window/messages.ts';

/** Beside the page, whatever its path is. */
const api = (path: string): string => new URL(`api/${path}`, document.baseURI).href;

async function answered(response: Response): Promise<Response> {
  if (response.ok) return response;
  const body = (await response.json().catch(() => ({}))) as { error?: string };
  throw new Error(body.error ?? `The server answered with status ${response.status}.`);
}

/** A server that is gone is no reason for a message of the browser. */
const asked = (path: string, options?: RequestInit): Promise<Response> =>
  fetch(api(path), options).then(answered, () => {
    throw new Error('Nobody answers: start `baby window` again, and open the address that it prints.');
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
    if (done) throw new Error('The reply broke off: the server is gone.');
  }
}

export const upload = async <T>(file: File): Promise<T> => {
  const headers = { 'content-type': 'application/octet-stream', 'x-name': encodeURIComponent(file.name) };
  return (await asked('upload', { method: 'POST', headers, body: file })).json() as Promise<T>;
};

/** Calls back for every event; the browser connects again by itself where the line breaks. */
export function watch(onEvent: (event: WindowEvent) => void, onLine: (isOpen: boolean) => void): void {
  const source = new EventSource(api('events'));
  source.onopen = () => onLine(true);
  source.onerror = () => onLine(false);
  source.onmessage = ({ data }) => onEvent(JSON.parse(data as string) as WindowEvent);
}
