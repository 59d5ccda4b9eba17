/** A baby that is awake, in a browser: every page by what a person does there. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { windowFiles } from '../../school/http/window/page-files.ts';
import { pageTexts } from '../../window/texts/page.ts';
import { panelTexts } from '../../window/texts/panels.ts';
import { baby, newHome, type Running, sharedFolder, start, story, wakes } from '../life/program.ts';
import { CHROMIUM, chromiumPages, expectOwn, type Watched } from './browsers.ts';

/** By the command, since the button is there only while it speaks. */
async function typeStop(page: Page): Promise<void> {
  await page.fill('#words', '/stop');
  await page.locator('#words').press('Enter');
}

describe.skipIf(CHROMIUM === undefined)('the window, in Chromium', () => {
  const home = newHome(
    { name: 'mia', owner: 'ada', examSeconds: 2, babbleSeconds: 1 },
    { 'story.txt': story },
    sharedFolder(),
  );
  const pages = chromiumPages();
  let awake: Running;
  let server: Running;
  let watched: Watched;
  const origin = () => new URL(watched.page.url()).origin;
  const go = (name: string) => watched.page.click(`nav a[href="#${name}"]`);

  beforeAll(async () => {
    awake = (await wakes(home)).outliveTest();
    server = start(home, ['window', '--port', '0', '--overlay']).outliveTest();
    const [, address] = await server.says(/in a browser: (\S+)/);
    watched = await pages.open({ colorScheme: 'dark' });
    await watched.page.goto(address as string);
    await watched.page.waitForURL(/\/window\/[\w-]{22}\/$/);
  });
  afterAll(async () => {
    await server?.interrupt();
    await baby(home, 'sleep', '--now');
  });

  it('shows its name, its words, its exam and its curves, and goes on by itself', async () => {
    const { page } = watched;
    await page.locator('#contact', { hasText: 'awake' }).waitFor();
    expect(await page.textContent('#name')).toBe('mia');
    expect(await page.textContent('#bear')).toMatch(/^ʕ.+ʔ$/);
    await page.locator('.hero', { hasText: /\w/ }).waitFor();
    await page.locator('.figure', { hasText: /^\d+\.\d{3}$/ }).waitFor();
    await page.locator('.exam canvas').waitFor({ state: 'attached' });
    expect(await page.locator('.curves canvas').count()).toBe(3);
    const label = page.getByRole('img', { name: /^Loss/ });
    const before = await label.getAttribute('aria-label');
    await page.waitForFunction(
      (old) => document.querySelector('[aria-label^="Loss"]')?.getAttribute('aria-label') !== old,
      before,
    );
    const felt = await page.evaluate(() => document.documentElement.style.getPropertyValue('--felt'));
    expect(felt).toMatch(/^rgb\(\d+ \d+ \d+\)$/);
  });

  it('needs at most 150 kB of script, and no brain', async () => {
    const { page } = watched;
    const scripts = await page.evaluate(() =>
      (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
        .filter(({ name }) => name.endsWith('.js'))
        .map(({ name, decodedBodySize }) => ({ name, size: decodedBodySize })),
    );
    expect(scripts.length).toBeGreaterThan(5);
    expect(scripts.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(150_000);
    expect(scripts.map(({ name }) => name).filter((name) => name.includes('/brain/'))).toEqual([]);
    // nor does what is loaded later bring the schemas of settings, which are a hundred files
    const packages = [...windowFiles().keys()].filter((path) => path.startsWith('packages/'));
    expect([...new Set(packages.map((path) => path.split('/')[1]))].toSorted()).toEqual(['@noble', 'uplot']);
  });

  it('talks: words stream in, the reply can be praised, asked for again, stopped and fixed', async () => {
    const { page } = watched;
    await page.fill('#words', 'tell me of the sea <img src=x onerror=alert(1)>');
    await page.keyboard.press('Enter');
    await page.locator('.line.said', { hasText: '<img src=x onerror=alert(1)>' }).waitFor();
    await page.locator('.line.replied:not(.speaking)').waitFor();
    expect(await page.locator('.line img').count()).toBe(0);
    // one that is some seconds old may say nothing at all, and nothing is not praised
    while ((await page.locator('.line.replied p').last().textContent())?.trim() === '') {
      await page.getByRole('button', { name: 'Again', exact: true }).click();
      await page.locator('.speaking').waitFor({ state: 'detached' });
    }
    await page.getByRole('button', { name: 'Good', exact: true }).click();
    await page.locator('#said:not(:empty)').waitFor();
    expect(await page.textContent('#said')).toBe('It remembers this answer.');
    await page.getByRole('button', { name: 'Again', exact: true }).click();
    await page.locator('#words').fill('/fix');
    await expect.poll(() => page.locator('.line.replied:not(.speaking)').count()).toBe(1);
    await page.locator('.speaking').waitFor({ state: 'detached' });
    await page.locator('#words').press('Enter');
    await page.getByLabel(panelTexts.talk.shouldHaveSaid).fill('the sea is green');
    await page.getByRole('button', { name: panelTexts.talk.itShouldHaveSaid }).click();
    await page.locator('.line.corrected', { hasText: 'the sea is green' }).waitFor();
    await page.fill('#words', 'tell me of the sea <img src=x onerror=alert(1)>');
    await page.keyboard.press('Enter');
    await page.locator('.line.replied:not(.speaking)', { hasText: 'the sea is green' }).waitFor();
    await page.locator('.from-correction').first().waitFor();
    // the values of the sliders go with the next message
    await page.locator('summary', { hasText: 'How it speaks here' }).click();
    await page.getByRole('slider', { name: 'temperature' }).press('End');
    await page.getByRole('slider', { name: 'longest reply' }).press('Home');
    await page.fill('#words', 'and the wind?');
    const [asked] = await Promise.all([page.waitForRequest('**/api/say'), page.locator('#words').press('Enter')]);
    expect(asked.postDataJSON()).toMatchObject({ text: 'and the wind?', temperature: 2, maxTokens: 8 });
    const stop = await Promise.all([page.waitForResponse('**/api/stop'), typeStop(page)]);
    expect(stop[0].status()).toBe(200);
    await page.locator('.speaking').waitFor({ state: 'detached' });
    await page.fill('#words', '/nonsense');
    await page.keyboard.press('Enter');
    await page.locator('#said.error', { hasText: 'There is no /nonsense here.' }).waitFor();
    await page.fill('#words', '');
  });

  it('shows a file that is dropped, asks who its owner is, and feeds it only then', async () => {
    const { page } = watched;
    await go('library');
    await page.locator('td', { hasText: 'story.txt' }).waitFor();
    const chat = ['Ann', 'Bo']
      .flatMap((who, i) =>
        Array.from({ length: 8 }, (_, j) => `1/${j + 1}/24, 10:0${i} - ${who}: words of ${who} ${j}`),
      )
      .join('\n');
    const drag = await page.evaluateHandle((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], 'WhatsApp Chat with Ann.txt', { type: 'text/plain' }));
      return transfer;
    }, chat);
    await page.dispatchEvent('.drop', 'drop', { dataTransfer: drag });
    await page.getByRole('group', { name: 'Who are you in WhatsApp Chat with Ann.txt?' }).waitFor();
    expect(readdirSync(join(home, 'library')).filter((name) => /WhatsApp/i.test(name))).toEqual([]);
    await page.getByRole('button', { name: 'Ann (8)' }).click();
    await page.getByRole('button', { name: 'Feed it' }).click();
    await page.locator('.fed').first().waitFor();
    await page
      .locator('td', { hasText: /WhatsApp|Ann/ })
      .first()
      .waitFor();
    expect(readdirSync(join(home, 'library')).filter((name) => /WhatsApp/i.test(name))).toHaveLength(1);
  });

  it('keeps a soul under a name, shows what its owner did, and undoes it after a question', async () => {
    const { page } = watched;
    await go('soul');
    await page.getByLabel(panelTexts.soul.aNameForIt).fill('spring');
    await page.getByRole('button', { name: /^Save now/ }).click();
    await page.locator('td', { hasText: '"spring"' }).waitFor();
    const fed = page.locator('.acts li', { hasText: 'feeding' }).first();
    await fed.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Undo it' }).click();
    await page.locator('.acts li', { hasText: 'undone' }).first().waitFor();
    expect(readdirSync(join(home, 'library')).filter((name) => /WhatsApp/i.test(name))).toEqual([]);
  });

  it('filters the log, and sets what counts at once or later', async () => {
    const { page } = watched;
    await go('log');
    await page.locator('.log li').first().waitFor();
    await page.getByLabel('Words in a line').fill('zzz no line has this');
    await page.locator('.log', { hasText: panelTexts.log.nothingLikeThat }).waitFor();
    await page.getByLabel('Words in a line').fill('');
    await go('settings');
    await page.getByLabel('Find a setting').fill('temperature');
    const input = page.getByLabel('voice.temperature', { exact: true });
    await input.fill('0.55');
    await input.press('Enter');
    await page.locator('.result', { hasText: 'voice.temperature is 0.55 now.' }).waitFor();
    await input.fill('99');
    await input.press('Enter');
    await page.locator('.result.error').first().waitFor();
    await page.getByLabel('Find a setting').fill('vocabulary');
    await page.locator('.setting', { hasText: 'counts from the next wake on' }).first().waitFor();
  });

  it('looks inside: what the lobes make of a text, and which tokens are alike', async () => {
    const { page } = watched;
    await go('inside');
    await page.fill('#inside-text', 'The sea is green.');
    await page.getByRole('button', { name: 'Look' }).click();
    await page.getByRole('img', { name: 'Lobe 1: long memory' }).hover();
    await page.locator('#inside-cell', { hasText: /: long memory, neurons \d+–\d+, -?\d\.\d\d$/ }).waitFor();
    await page.fill('#inside-word', 'sea');
    await page.getByRole('button', { name: 'Nearest tokens' }).click();
    await page.locator('#inside-neighbours li').nth(9).waitFor();
  });

  it('has an overlay for streams: transparent, with its bear, and without a word that was not said in public', async () => {
    const [, address] = await server.says(/browser source of OBS: (\S+)/);
    const overlay = await pages.open();
    await overlay.page.goto(address as string);
    await overlay.page.locator('#bear', { hasText: /^ʕ.+ʔ$/ }).waitFor();
    expect(await overlay.page.textContent('#name')).toBe('mia');
    expect(await overlay.page.textContent('#said')).toBe('');
    expect(await overlay.page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgba(0, 0, 0, 0)');
    expectOwn(overlay, origin());
    expect((await overlay.page.goto(`${address}api/state`))?.status()).toBe(404);
    expect((await overlay.page.goto(`${address}window/main.js`))?.status()).toBe(404);
    await overlay.page.context().close();
  });

  it('is used by keys alone, and fits a phone', async () => {
    const { page } = watched;
    await go('now');
    await page.waitForFunction(() => document.activeElement?.id === 'main');
    await page.locator('nav a').first().focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/#library$/);
    await page.setViewportSize({ width: 390, height: 844 });
    await go('talk');
    const log = page.getByRole('log', { name: 'Talk' });
    await log.waitFor();
    // the newest words are seen first
    await expect
      .poll(() => log.evaluate((lines) => lines.scrollHeight - lines.scrollTop - lines.clientHeight))
      .toBeLessThan(80);
    for (const name of ['now', 'talk', 'library', 'soul', 'log', 'settings', 'inside', 'train']) {
      await go(name);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect([name, wide <= 0]).toEqual([name, true]);
    }
    expect(
      await page
        .locator('button:visible, input:visible, select:visible, textarea:visible')
        .evaluateAll((all) =>
          all
            .filter(
              (one) =>
                !(
                  one.textContent?.trim() ||
                  one.getAttribute('aria-label') ||
                  (one as HTMLInputElement).labels?.length
                ),
            )
            .map((one) => one.outerHTML),
        ),
    ).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('shows the page that was chosen last, while another is still loaded', async () => {
    const { page } = watched;
    await page.reload();
    await page.evaluate(`location.hash = 'train'; setTimeout(() => { location.hash = 'now'; })`);
    await page.locator('.train h2').waitFor({ state: 'attached' });
    expect(await page.locator('.train').isVisible()).toBe(false);
    await page.locator('.now .hero').waitFor();
  });

  it('asks nothing of any other server', () => {
    expectOwn({ ...watched, errors: watched.errors.filter((error) => !/status of (400|409)/.test(error)) }, origin());
  });

  it('lets it sleep after a second click, and wakes it', async () => {
    const { page } = watched;
    await go('now');
    await page.getByRole('button', { name: 'Let it sleep' }).click();
    expect(await page.getAttribute('#contact', 'data-contact')).toBe('awake');
    await page.getByRole('button', { name: pageTexts.sleep.sure }).click();
    await page.locator('#contact[data-contact="asleep"]').waitFor();
    expect((await awake.ended).code).toBe(0);
    expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Wake it' }).click();
    await page.locator('#contact[data-contact="awake"]').waitFor({ timeout: 60_000 });
    await page.locator('.figure', { hasText: /^\d/ }).waitFor();
    // when another program ends the baby, the page says so, and stays
    expect((await baby(home, 'sleep')).code).toBe(0);
    await page.locator('#contact[data-contact="asleep"]').waitFor();
  });
});
