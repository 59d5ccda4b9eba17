/** Twenty minutes of training in the page leak nothing: the memory of the browser ends where it began. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CHROMIUM, chromiumPages } from '../browser/browsers.ts';
import { addressOf, closeHost, staticHost, writePage } from '../browser/static-host.ts';

/** Minutes of training; the first third fills caches, and is not counted. */
const MINUTES = Number(process.env['BABY_PAGE_MINUTES'] ?? 20);

describe.skipIf(CHROMIUM === undefined)('the page that trains', () => {
  const pages = chromiumPages();

  it(`keeps its memory over ${MINUTES} minutes`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'baby-page-'));
    expect(writePage('--out', folder).status).toBe(0);
    const server = await staticHost(folder, false);
    try {
      const { page, errors } = await pages.open();
      await page.goto(`${addressOf(server)}/`);
      await page.getByRole('button', { name: 'Take the starter texts' }).click();
      await page.locator('.texts li').nth(5).waitFor();
      await page.getByRole('button', { name: 'Begin' }).click();
      await page.getByRole('button', { name: 'Start', exact: true }).click();
      const client = await page.context().newCDPSession(page);
      await client.send('Performance.enable');
      const used = async () => {
        await client.send('HeapProfiler.collectGarbage');
        const { metrics } = await client.send('Performance.getMetrics');
        const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
        return { heap: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners') };
      };
      await sleep((MINUTES / 3) * 60_000);
      const before = await used();
      await sleep((MINUTES / 1.5) * 60_000);
      const after = await used();
      expect(await page.textContent('#train-numbers')).toMatch(/step [\d,]+/);
      expect(after.heap).toBeLessThan(1.3 * before.heap + 2e6);
      expect(after.nodes).toBeLessThan(1.3 * before.nodes + 200);
      expect(after.listeners).toBeLessThan(1.3 * before.listeners + 50);
      expect(errors).toEqual([]);
    } finally {
      closeHost(server);
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
