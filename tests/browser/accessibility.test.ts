/** Every page in light and dark, for eyes that need contrast, for keys alone, for screen readers, and without motion. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baby, newHome, type Running, sharedFolder, start, story, wakes } from '../life/program.ts';
import { CHROMIUM, chromiumPages, type Watched } from './browsers.ts';
import { FAINT, type Faint } from './contrast.ts';

const PAGES = ['now', 'library', 'soul', 'log', 'settings', 'inside', 'train'] as const;

/** Marks what gets the focus, and what of it does not show that it has it. */
const MARK_FOCUS = `for (const one of document.querySelectorAll('[data-reached]')) delete one.dataset.reached;
globalThis.marking ??= addEventListener('focusin', ({ target }) => {
  target.dataset.reached = '';
  // what is no more than the input of a label shows it by the label
  const shown = getComputedStyle(target.classList.contains('unseen') ? target.closest('label') : target);
  const isShown = shown.outlineStyle !== 'none' || shown.borderStyle === 'dashed';
  if (target.id !== 'main' && !isShown) target.dataset.unseen = '';
}) ?? true`;
/** What can be operated on the page that is shown, and was not reached. */
const UNREACHED = `[...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.dataset.reached === undefined)
  .map((one) => one.outerHTML.slice(0, 150))`;
const NAMELESS = `[...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"], canvas, [role="img"]')]
  .filter((one) => one.checkVisibility() && !one.closest('.uplot') &&
    !(one.textContent.trim() || one.getAttribute('aria-label') || one.labels?.length))
  .map((one) => one.outerHTML.slice(0, 150))`;

describe.skipIf(CHROMIUM === undefined)('the pages, for everybody', () => {
  const home = newHome(
    { name: 'mia', owner: 'ada', examSeconds: 3, babbleSeconds: 1 },
    { 'story.txt': story },
    sharedFolder(),
  );
  const pages = chromiumPages();
  let awake: Running;
  let server: Running;
  let watched: Watched;
  const go = async (page: Page, name: string) => {
    await page.evaluate(`location.hash = '${name}'`);
    await page.locator(`nav a[href="#${name}"][aria-current]`).waitFor();
    // settings, lines and souls come from the server
    const wanted = { now: '.figure', library: 'td', soul: 'td', log: '.log li', settings: '.setting' }[name];
    if (wanted) await page.locator(`#pages > :not([hidden]) ${wanted}`).first().waitFor();
    else await page.locator('#pages > :not([hidden]) h2').waitFor();
  };

  beforeAll(async () => {
    awake = (await wakes(home)).outliveTest();
    server = start(home, ['window', '--port', '0']).outliveTest();
    const [, address] = await server.says(/in a browser: (\S+)/);
    watched = await pages.open({ colorScheme: 'dark' });
    const { page } = watched;
    await page.goto(address as string);
    await page.waitForURL(/\/window\/[\w-]{22}\/$/);
    await page.locator('#contact[data-contact="awake"]').waitFor();
    await page.fill('#words', 'tell me of the sea');
    await page.keyboard.press('Enter');
    await page.locator('.line.replied:not(.speaking)').waitFor();
  });
  afterAll(async () => {
    await server?.interrupt();
    await awake?.interrupt();
    await baby(home, 'sleep', '--now');
  });

  it.each(['dark', 'light'] as const)(
    'have texts of 4.5 : 1 and curves of 3 : 1 at least, %s, whatever it feels',
    async (colorScheme) => {
      const { page } = watched;
      await page.emulateMedia({ colorScheme });
      for (const name of PAGES) {
        await go(page, name);
        const corners = ['rgb(0 0 0)', 'rgb(255 255 255)', 'rgb(255 0 0)', 'rgb(0 255 255)'];
        // the bear takes it on, on every page alike
        for (const felt of name === 'now' ? corners : corners.slice(0, 1)) {
          await page.evaluate(`document.documentElement.style.setProperty('--felt', '${felt}')`);
          const { faint, texts } = (await page.evaluate(FAINT)) as { faint: readonly Faint[]; texts: number };
          expect(texts).toBeGreaterThan(20);
          expect([name, faint]).toEqual([name, []]);
        }
      }
      // the measure itself sees what is hard to read
      await page.evaluate(`document.querySelector('h1').style.color = 'gray'`);
      const { faint } = (await page.evaluate(FAINT)) as { faint: readonly Faint[] };
      expect(faint.map(({ what }) => what)).toEqual([expect.stringContaining('id="name"')]);
      await page.evaluate(`document.querySelector('h1').style.color = ''`);
    },
  );

  it.each(PAGES)(
    'let Tab reach all that can be operated on the page %s, show where it is, and name it',
    async (name) => {
      const { page } = watched;
      await go(page, name);
      // the others are of the same kinds
      if (name === 'settings') await page.getByLabel('Find a setting').fill('temperature');
      await page.evaluate(MARK_FOCUS);
      await page.locator('.skip').focus();
      const controls = ((await page.evaluate(UNREACHED)) as string[]).length;
      expect(controls).toBeGreaterThan(15);
      for (let i = 0; i < controls + 5; i++) await page.keyboard.press('Tab');
      expect(await page.evaluate(UNREACHED)).toEqual([]);
      expect(await page.evaluate(NAMELESS)).toEqual([]);
      expect(
        await page.evaluate(`[...document.querySelectorAll('[data-unseen]')].map((one) => one.outerHTML)`),
      ).toEqual([]);
    },
  );

  it('stand still where no motion is wanted', async () => {
    const { page } = watched;
    const moving = () => page.evaluate('document.getAnimations().length');
    expect(await moving()).toBeGreaterThan(0);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await moving()).toBe(0);
    await page.emulateMedia({ reducedMotion: null });
  });
});
