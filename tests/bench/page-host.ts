// A page in Chromium for the bench: the built modules on a loopback server, and the processor time of what runs in it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { packageFolder } from '../../school/home/package-root.ts';
import { pageFiles } from '../../school/http/window/page-files.ts';
import type { Plan } from '../../window/train/plan.ts';
import type { PageReady } from './page-worker.ts';

/** What the peers of the page are installed into: `npm ci --prefix tests/bench/peers`. */
export const PEERS = join(packageFolder, 'tests', 'bench', 'peers', 'node_modules');

export const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

/** Threads may share a memory. */
const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
};
const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.wasm': 'application/wasm' };

/** Milliseconds that the threads of a process calculated whose name is so. */
export function threadMilliseconds(pid: number, isWanted: (name: string, thread: number) => boolean): number {
  let sum = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const told = (file: string) => readFileSync(`/proc/${pid}/task/${thread}/${file}`, 'utf8');
    try {
      if (isWanted(told('comm').trim(), Number(thread))) sum += Number(told('schedstat').split(' ')[0]) / 1e6;
    } catch {} // it has ended
  }
  return sum;
}

export interface BenchPage {
  readonly page: Page;
  /** milliseconds that workers of the page have calculated */
  workers(): Promise<number>;
  /** … and its process, all of it */
  all(): Promise<number>;
  /** … and its main thread */
  main(): Promise<number>;
  close(): Promise<void>;
}

/** @param scripts paths below the folder of peers, loaded before anything else */
export async function benchPage(scripts: readonly string[] = []): Promise<BenchPage> {
  const entries = ['tests/bench/page-worker.js', 'tests/bench/peers/tfjs-transformer.js', 'window/inside/heat.js'];
  const files = pageFiles(join(packageFolder, 'dist'), entries);
  const html = `<!doctype html><link rel="icon" href="data:,"><div id="said"></div>${scripts.map((path) => `<script src="/peers/${path}"></script>`).join('')}`;
  const server = createServer(({ url = '/' }, response) => {
    const path = normalize(url).slice(1);
    const inPeers = path.startsWith('peers/') ? join(PEERS, path.slice('peers/'.length)) : undefined;
    const bytes = inPeers && existsSync(inPeers) ? readFileSync(inPeers) : files.get(path)?.bytes;
    if (path !== '' && !bytes) return void response.writeHead(404, ISOLATED).end();
    response.writeHead(200, { ...ISOLATED, 'content-type': TYPES[extname(path)] ?? 'text/html' }).end(bytes ?? html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({
    executablePath: CHROMIUM as string,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const ofBrowser = await browser.newBrowserCDPSession();
  const ofThreads = async (isWanted: (name: string, thread: number, pid: number) => boolean): Promise<number> => {
    const { processInfo } = await ofBrowser.send('SystemInfo.getProcessInfo');
    const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
    return Math.max(...renderers.map((pid) => threadMilliseconds(pid, (name, thread) => isWanted(name, thread, pid))));
  };
  return {
    page,
    workers: () => ofThreads((name) => name.startsWith('DedicatedWorker')),
    all: () => ofThreads(() => true),
    main: () => ofThreads((_, thread, pid) => thread === pid),
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Sends something to the worker of the page that learns, and waits for its answer. It begins with the first. */
async function ask<T>({ page }: BenchPage, message: object): Promise<T> {
  const answer = await page.evaluate(`new Promise((resolve) => {
    globalThis.worker ??= new Worker('/tests/bench/page-worker.js', { type: 'module' });
    worker.onerror = ({ message }) => resolve({ error: message });
    worker.onmessage = ({ data }) => resolve(data);
    worker.postMessage(${JSON.stringify(message)});
  })`);
  const { error } = answer as { error?: string };
  if (error !== undefined) throw new Error(`the page: ${error}`);
  return answer as T;
}

/** A brain begins in the page, in the place of one before it. */
export async function beginInPage(
  on: BenchPage,
  plan: Plan,
  text: string,
  threads: number,
  defaults: object,
): Promise<PageReady> {
  await on.page.evaluate('globalThis.worker?.terminate(), (globalThis.worker = undefined)');
  return ask(on, { plan, text, threads, defaults });
}

/** Milliseconds of each step. */
export const stepsInPage = (on: BenchPage, steps: number): Promise<readonly number[]> => ask(on, { steps });
