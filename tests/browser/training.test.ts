/** Training inside the page, on a static host: what the browser learns is what Node learns, to the last digit. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Keeper } from '../../soul/keeper.ts';
import { insideTexts } from '../../window/texts/inside.ts';
import { trainTexts } from '../../window/texts/train.ts';
import type { Plan } from '../../window/train/plan.ts';
import { baby, story, temporaryFolder } from '../life/program.ts';
import { CHROMIUM, chromiumPages, expectOwn, FIREFOX, firefox } from './browsers.ts';
import { lossInNode } from './node-lesson.ts';
import { addressOf, closeHost, staticHost, writePage } from './static-host.ts';

const STEPS = 30;
const folder = mkdtempSync(join(tmpdir(), 'baby-page-'));
const text = join(folder, 'story.txt');
let site: Server;
let plain: Server;

beforeAll(async () => {
  writeFileSync(text, story);
  const { status, stderr } = writePage('--out', join(folder, 'page'));
  expect(stderr).toBe('');
  expect(status).toBe(0);
  [site, plain] = [await staticHost(folder, true), await staticHost(folder, false)];
});
afterAll(() => {
  for (const server of [site, plain]) closeHost(server);
  rmSync(folder, { recursive: true, force: true });
});

const PLAN: Plan = {
  name: 'baby',
  brain: 'baby',
  preset: 'tiny',
  chosen: {},
  contextLength: 0,
  batch: 0,
  vocabulary: 0,
  learningRate: 0,
  seed: 1337,
};

const stepIn = (words: string | null): number => Number(words?.match(/step ([\d,]+)/)?.[1]?.replaceAll(',', ''));

/** Attention of what it learnt, by block and head; the pointer and the arrow keys name both tokens and the weight. */
async function seesAttention(page: Page): Promise<void> {
  await page.locator('summary', { hasText: 'Look inside' }).click();
  await page.fill('#inside-text', 'The sea was green.');
  await page.getByRole('button', { name: 'Look', exact: true }).click();
  const map = page.getByRole('img', { name: insideTexts.attentionTitle });
  await map.hover({ position: { x: 5, y: 5 } });
  // the first token hears nothing but itself
  await page.locator('#inside-cell', { hasText: /^(.+) hears 100\.0 % of \1$/ }).waitFor();
  await page.locator('#inside-block').selectOption('block 2');
  await page.locator('#inside-head').selectOption('head 1');
  await map.press('ArrowRight');
  await page.locator('#inside-cell', { hasText: / hears 0\.0 % of / }).waitFor();
}

describe.skipIf(CHROMIUM === undefined)('training in the page, in Chromium', () => {
  const pages = chromiumPages();

  it.each<[string, Partial<Plan>]>([
    ['baby', {}],
    ['tfjs', { chosen: { norm: 'rms', feedForward: 'swiglu' } }],
  ])('of %s costs what it costs in Node, to the last digit, on two threads and on one', async (brain, change) => {
    const plan = { ...PLAN, brain, ...change } as Plan;
    const wanted = String(await lossInNode(plan, story, STEPS));
    for (const server of [site, plain]) {
      const watched = await pages.open();
      const { page } = watched;
      await page.goto(`${addressOf(server)}/page/`);
      await page.setInputFiles('#train-files', text);
      await page.getByLabel('Kind of brain').selectOption(brain);
      await page.locator('summary', { hasText: 'Parts and sizes' }).click();
      for (const [part, value] of Object.entries(plan.chosen))
        await page.locator(`#plan-${part}`).selectOption(String(value));
      await page.locator('.forecast', { hasText: /parameters, .* of memory; about .* ms a step/ }).waitFor();
      await page.getByRole('button', { name: 'Begin' }).click();
      await page.fill('#until', String(STEPS));
      await page.getByRole('button', { name: 'Start', exact: true }).click();
      await page.locator('#train-status', { hasText: `is paused at step ${STEPS}` }).waitFor();
      expect(await page.getAttribute('#train-loss', 'title')).toBe(wanted);
      if (brain === 'tfjs') await seesAttention(page);
      const isolated = await page.evaluate(() => crossOriginIsolated);
      expect(isolated).toBe(server === site);
      expect(await page.textContent('#train-status')).toMatch(
        isolated ? /simd-relaxed on [2-8] threads/ : /simd-relaxed on 1 thread\./,
      );
      expectOwn(watched, addressOf(server));
      await page.context().close();
    }
  });

  it('goes on after a reload, speaks by its settings, and its soul lives on in a home and on another page', async () => {
    const watched = await pages.open();
    const { page } = watched;
    await page.goto(`${addressOf(site)}/page/`);
    await page.getByRole('button', { name: 'Take the starter texts' }).click();
    await page.locator('.texts li').nth(5).waitFor();
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.locator('#train-samples li').first().waitFor();
    await page.locator('#train-exam', { hasText: /exam \d/ }).waitFor();
    await page.locator('.train canvas').first().waitFor({ state: 'attached' });
    const learnt = stepIn(await page.textContent('#train-numbers'));
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.locator('#said', { hasText: trainTexts.isKept }).waitFor();
    // it was learning: after the reload it learns on from what was kept
    await page.reload();
    await page.locator('#train-numbers', { hasText: /step \d/ }).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.locator('#train-status', { hasText: /is paused at step [\d,]+/ }).waitFor();
    const step = stepIn(await page.textContent('#train-status'));
    expect(learnt).toBeGreaterThan(0);
    expect(step).toBeGreaterThanOrEqual(learnt);

    await page.locator('summary', { hasText: 'How words are drawn' }).click();
    await page.fill('#voice-seed', '7');
    await page.fill('#voice-maxTokens', '12');
    const spoken = [];
    for (let i = 0; i < 2; i++) {
      await page.fill('#train-words', 'The sea');
      await page.check('#train-go-on');
      await page.getByRole('button', { name: 'Speak' }).click();
      await page.locator('#train-answer', { hasText: /^The sea./ }).waitFor();
      await page.getByRole('button', { name: 'Speak' }).and(page.locator(':enabled')).waitFor();
      spoken.push(await page.textContent('#train-answer'));
      await page.evaluate(() => document.getElementById('train-answer')?.replaceChildren());
    }
    expect(spoken[0]).toBe(spoken[1]);

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`baby-${step}.safetensors`);
    const soul = join(folder, 'soul-of-page.safetensors');
    await download.saveAs(soul);
    expectOwn(watched, addressOf(site));

    const home = join(temporaryFolder(), 'home');
    const imported = await baby(home, 'import', soul);
    expect(imported).toMatchObject({ code: 0, err: '' });
    expect(new Keeper({ folder: join(home, 'soul') }).list()[0]?.step).toBe(step);
    const awake = await baby(home, 'wake', '--minutes', '0.05');
    expect(awake.code, awake.err).toBe(0);
    expect(new Keeper({ folder: join(home, 'soul') }).list()[0]?.step).toBeGreaterThan(step);

    const { status, stdout } = writePage('--out', join(folder, 'talk'), '--soul', soul);
    expect(status).toBe(0);
    expect(stdout).toContain('WARNING');
    const published = readFileSync(join(folder, 'talk', 'soul.safetensors'));
    expect(published.includes('stories-sea.txt')).toBe(false);
    expect(published.length).toBeLessThan(readFileSync(soul).length / 1.5);
    const other = await pages.open();
    await other.page.goto(`${addressOf(plain)}/talk/`);
    await other.page.locator('#train-status', { hasText: 'speaks in this page' }).waitFor();
    await other.page.fill('#train-words', 'good morning');
    await other.page.getByRole('button', { name: 'Speak' }).click();
    await other.page.locator('#train-answer', { hasText: /\w/ }).waitFor();
    expectOwn(other, addressOf(plain));
  });
});

describe.skipIf(FIREFOX === undefined)('training in the page, in Firefox', () => {
  it('costs what it costs in Node, to the last digit', async () => {
    const wanted = String(await lossInNode(PLAN, story, STEPS));
    await firefox(async (page) => {
      await page.goto(`${addressOf(site)}/page/`);
      const input = await page.waitForSelector('#train-files');
      await (input as unknown as { uploadFile(file: string): Promise<void> }).uploadFile(text);
      await page.waitForSelector('.texts li');
      await page.evaluate(() => {
        [...document.querySelectorAll('button')].find((one) => one.textContent === 'Begin')?.click();
      });
      await page.waitForSelector('.working:not([hidden])');
      await page.type('#until', String(STEPS));
      await page.evaluate(() => {
        [...document.querySelectorAll('button')].find((one) => one.textContent === 'Start')?.click();
      });
      await page.waitForFunction(
        (steps) => document.getElementById('train-status')?.textContent?.includes(`is paused at step ${steps}`),
        {},
        STEPS,
      );
      expect(await page.$eval('#train-loss', (one) => one.getAttribute('title'))).toBe(wanted);
      expect(await page.$eval('#train-status', (one) => one.textContent)).toMatch(/simd-relaxed on [2-8] threads/);
    });
  });
});
