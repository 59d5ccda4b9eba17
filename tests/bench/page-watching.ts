// What it costs to watch a baby that learns: the first paint, the script of a frame, and the server's share of a core.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { packageFolder } from '../../school/home/package-root.ts';
import { daemon } from './awake.ts';
import { pause } from './daemon-load.ts';
import { median, noiseOf } from './measure.ts';
import { CHROMIUM } from './page-host.ts';
import { secondsOf } from './processes.ts';
import type { Entry } from './rows.ts';

const SECONDS = 30;
const PAINTS = 5;

export async function* watching(): AsyncGenerator<Entry> {
  const baby = await daemon({ babbleSeconds: 3, examSeconds: 10 });
  const launcher = join(packageFolder, 'dist', 'school', 'cli', 'launcher.js');
  const server = spawn(process.execPath, [launcher, 'window', '--port', '0', '--home', baby.home], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const browser = await chromium.launch({
    executablePath: CHROMIUM as string,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  try {
    let said = '';
    server.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    let address: string | undefined;
    while ((address = said.match(/in a browser: (\S+)/)?.[1]) === undefined) await pause(50);
    const page = await browser.newPage();
    await page.goto(address);
    await page.waitForURL(/\/window\/[\w-]{22}\/$/);
    const paints: number[] = [];
    for (let i = 0; i < PAINTS; i++) {
      await page.reload();
      await page.locator('.curves canvas').first().waitFor({ state: 'attached' });
      paints.push(
        (await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")) as number,
      );
    }
    yield {
      name: 'page-paint',
      what: 'the page that watches: first paint on loopback',
      value: median(paints),
      unit: 'ms',
      digits: 0,
      better: 'lower',
      bar: 300,
      noise: noiseOf(paints),
      how: `first-contentful-paint of Chromium, ${PAINTS} times, the server and the baby on the same machine`,
    };
    const client = await page.context().newCDPSession(page);
    await client.send('Performance.enable');
    const script = async (): Promise<number> => {
      const { metrics } = await client.send('Performance.getMetrics');
      return 1000 * (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN);
    };
    await page.evaluate(
      `globalThis.frames = 0; const count = () => { frames++; requestAnimationFrame(count); }; count();`,
    );
    const pid = server.pid as number;
    const [scriptBefore, calculated, began] = [await script(), secondsOf(pid), performance.now()];
    await pause(1000 * SECONDS);
    const seconds = (performance.now() - began) / 1000;
    const scripted = (await script()) - scriptBefore;
    const core = (secondsOf(pid) - calculated) / seconds;
    const frames = (await page.evaluate('frames')) as number;
    yield {
      name: 'page-frame',
      what: 'the page that watches a baby that learns: script of a frame',
      value: scripted / frames,
      unit: 'ms',
      better: 'lower',
      bar: 8,
      note: `${(scripted / seconds).toFixed(1)} ms of script a second, ${(frames / seconds).toFixed(0)} frames a second`,
      how: `ScriptDuration of Chromium over ${SECONDS} s while four curves move`,
    };
    yield {
      name: 'page-server',
      what: 'the server of a page that watches',
      value: 100 * core,
      unit: '% of a core',
      digits: 1,
      better: 'lower',
      bar: 3,
      points: true,
      how: `\`baby window\` while a page is open, ${SECONDS} s of a baby that learns, from /proc`,
    };
  } finally {
    await browser.close();
    server.kill('SIGINT');
    await baby.close();
  }
}
