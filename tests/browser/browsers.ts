/** Debian's browsers, driven as people use them; without them the tests are skipped, and say so. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import puppeteer from 'puppeteer-core';
import { afterAll, beforeAll, expect } from 'vitest';

const found = (paths: readonly string[]): string | undefined => paths.find((path) => existsSync(path));
export const CHROMIUM = found(['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']);
export const FIREFOX = found(['/usr/bin/firefox-esr', '/usr/bin/firefox']);

/**
 * As root Chromium runs only without its sandbox, and a container may have a small /dev/shm. Where there is no graphics card, calculating
 * what one would do costs more than drawing without.
 */
export const CHROMIUM_ARGS: readonly string[] = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'];

/** What a page asked for, and what went wrong in it. */
export interface Watched {
  readonly page: Page;
  /** addresses of every request, in the order in which the browser made them */
  readonly requests: string[];
  readonly errors: string[];
}

/** One Chromium for all tests of a file. */
export function chromiumPages(): { open(options?: BrowserContextOptions): Promise<Watched> } {
  let browser: Browser;
  beforeAll(async () => {
    if (CHROMIUM === undefined) return;
    browser = await chromium.launch({ executablePath: CHROMIUM, args: [...CHROMIUM_ARGS] });
  });
  afterAll(() => browser?.close());
  return {
    async open(options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
      const page = await context.newPage();
      const watched = { page, requests: [] as string[], errors: [] as string[] };
      page.on('request', (request) => watched.requests.push(request.url()));
      page.on('pageerror', (error) => watched.errors.push(String(error.stack)));
      page.on('console', (message) => {
        if (message.type() === 'error') watched.errors.push(message.text());
      });
      return watched;
    },
  };
}

/** Nothing went wrong, and nothing was asked of any other server. */
export function expectOwn({ requests, errors }: Watched, origin: string): void {
  const others = requests.filter(
    (url) => !url.startsWith(`${origin}/`) && !url.startsWith('data:') && !url.startsWith('blob:'),
  );
  expect(others).toEqual([]);
  expect(errors).toEqual([]);
}

/** Firefox with a profile and a home that go with the test. */
export async function firefox<T>(
  use: (page: Awaited<ReturnType<Awaited<ReturnType<typeof puppeteer.launch>>['newPage']>>) => Promise<T>,
): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'baby-firefox-'));
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: FIREFOX as string,
    headless: true,
    env: { ...process.env, HOME: home },
  });
  try {
    return await use(await browser.newPage());
  } finally {
    await browser.close();
    rmSync(home, { recursive: true, force: true });
  }
}
