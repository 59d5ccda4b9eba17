/** Twenty minutes of training in the page leak nothing: memory, workers, elements and listeners end as they were after the first third. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { CHROMIUM, CHROMIUM_ARGS } from '../browser/browsers.ts';
import { addressOf, closeHost, staticHost, writePage } from '../browser/static-host.ts';

/** Minutes of training; the first third fills caches, and is not counted. */
const MINUTES = Number(process.env['BABY_PAGE_MINUTES'] ?? 20);

/** What the page, its workers and its process hold at one moment. */
interface Held {
  readonly step: number;
  /** JavaScript heap of the page, after a collection of garbage */
  readonly heap: number;
  /** JavaScript heaps and WebAssembly memory of the page and its workers, as the browser measures them */
  readonly all: number;
  /** resident memory of the process that runs the page and its workers */
  readonly resident: number;
  readonly workers: number;
  readonly nodes: number;
  readonly listeners: number;
}

async function heldBy(browser: Browser, page: Page): Promise<Held> {
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable');
  await client.send('HeapProfiler.collectGarbage');
  const { metrics } = await client.send('Performance.getMetrics');
  const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  const all = (await page.evaluate(
    '(async () => (await performance.measureUserAgentSpecificMemory()).bytes)()',
  )) as number;
  const ofBrowser = await browser.newBrowserCDPSession();
  const { processInfo } = await ofBrowser.send('SystemInfo.getProcessInfo');
  await ofBrowser.detach();
  await client.detach();
  const residents = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => residentOf(id));
  return {
    step: Number((await page.textContent('#train-numbers'))?.match(/step ([\d,]+)/)?.[1]?.replaceAll(',', '')),
    heap: metric('JSHeapUsedSize'),
    all,
    resident: Math.max(...residents),
    workers: page.workers().length,
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
  };
}

const residentOf = (pid: number): number =>
  1024 * Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+) kB/)?.[1]);

describe.skipIf(CHROMIUM === undefined)('the page that trains', () => {
  it(`keeps its memory over ${MINUTES} minutes`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'baby-page-'));
    expect(writePage('--out', folder).status).toBe(0);
    const server = await staticHost(folder, true);
    // else a measurement waits for the browser's own collection of garbage
    const args = [...CHROMIUM_ARGS, '--enable-blink-features=ForceEagerMeasureMemory'];
    const browser = await chromium.launch({ executablePath: CHROMIUM as string, args });
    try {
      const page = await browser.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(String(error.stack)));
      await page.goto(`${addressOf(server)}/`);
      await page.getByRole('button', { name: 'Take the starter texts' }).click();
      await page.locator('.texts li').nth(5).waitFor();
      await page.getByRole('button', { name: 'Begin' }).click();
      await page.getByRole('button', { name: 'Start', exact: true }).click();
      await page.locator('#train-numbers', { hasText: /step [\d,]+/ }).waitFor();
      await sleep((MINUTES / 3) * 60_000);
      const before = await heldBy(browser, page);
      await sleep((MINUTES / 1.5) * 60_000);
      const after = await heldBy(browser, page);
      console.log(JSON.stringify({ before, after }));
      expect(after.step).toBeGreaterThan(before.step);
      expect(after.heap).toBeLessThan(1.3 * before.heap + 2e6);
      expect(after.all).toBeLessThan(1.1 * before.all + 4e6);
      expect(after.resident).toBeLessThan(1.15 * before.resident + 16e6);
      expect(after.workers).toBe(before.workers);
      expect(after.nodes).toBeLessThan(1.3 * before.nodes + 200);
      expect(after.listeners).toBeLessThan(1.3 * before.listeners + 50);
      expect(errors).toEqual([]);
    } finally {
      await browser.close();
      closeHost(server);
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
