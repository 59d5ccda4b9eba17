/** Watching a baby and talking with it in Firefox, by what a person does there. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { panelTexts } from '../../window/texts/panels.ts';
import { baby, newHome, type Running, sharedFolder, start, story, wakes } from '../life/program.ts';
import { FIREFOX, firefox } from './browsers.ts';

describe.skipIf(FIREFOX === undefined)('the window, in Firefox', () => {
  const home = newHome(
    { name: 'mia', owner: 'ada', examSeconds: 2, babbleSeconds: 1 },
    { 'story.txt': story },
    sharedFolder(),
  );
  let server: Running;

  beforeAll(async () => {
    (await wakes(home)).outliveTest();
    server = start(home, ['window', '--port', '0']).outliveTest();
  });
  afterAll(async () => {
    await server?.interrupt();
    await baby(home, 'sleep', '--now');
  });

  it('shows its curves as they grow, talks, learns a correction, sets, and looks inside', async () => {
    const [, address] = await server.says(/in a browser: (\S+)/);
    await firefox(async (page) => {
      const errors: string[] = [];
      const others: string[] = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      page.on('request', (request) => others.push(request.url()));
      page.setDefaultTimeout(30_000);
      await page.setViewport({ width: 1280, height: 800 });
      await page.goto(address as string);
      const text = (selector: string) => page.$eval(selector, (one) => one.textContent ?? '');
      const shows = (selector: string, words: RegExp) =>
        page.waitForFunction(
          (where, source, flags) =>
            [...document.querySelectorAll(where)].some((one) => new RegExp(source, flags).test(one.textContent ?? '')),
          {},
          selector,
          words.source,
          words.flags,
        );
      const click = (name: string) => page.locator(`::-p-aria([name="${name}"][role="button"])`).click();
      const write = async (selector: string, words: string) => {
        await page.waitForSelector(selector, { visible: true });
        await page.$eval(selector, (field) => (field as HTMLInputElement).select());
        await page.type(selector, words);
      };
      const go = (name: string) => page.locator(`nav a[href="#${name}"]`).click();

      await shows('#contact', /^awake$/);
      expect(await text('#name')).toBe('mia');
      await shows('.hero', /\w/);
      await shows('.figure', /^\d+\.\d{3}$/);
      await page.waitForFunction(() => document.querySelectorAll('.now canvas').length === 4);
      const label = await page.$eval('[aria-label^="Loss"]', (one) => one.getAttribute('aria-label'));
      await page.waitForFunction(
        (before) => document.querySelector('[aria-label^="Loss"]')?.getAttribute('aria-label') !== before,
        {},
        label,
      );
      // colours of canvases are computed ones, whatever the theme
      const exam = await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--exam'));
      expect(exam).toMatch(/^rgb/);

      await write('#words', 'tell me of the sea <b>now</b>');
      await page.focus('#words');
      await page.keyboard.press('Enter');
      await shows('.line.said', /<b>now<\/b>/);
      await page.waitForSelector('.line.replied:not(.speaking)');
      await click('Good');
      await shows('#said', /It remembers this answer/);
      await click('Fix…');
      await write('.fixing textarea', 'the sea is green');
      await click(panelTexts.talk.itShouldHaveSaid);
      await shows('.line.corrected', /the sea is green/);

      await go('settings');
      await write('input[placeholder="find a setting"]', 'voice.temperature');
      await write('[id="set-voice.temperature"]', '0.55');
      await page.focus('[id="set-voice.temperature"]');
      await page.keyboard.press('Enter');
      await shows('.result', /voice\.temperature is 0\.55 now\./);

      await go('inside');
      await write('#inside-text', 'The sea is green.');
      await click('Look');
      const map = await page.waitForSelector('[aria-label="Lobe 1: long memory"]');
      await map?.hover();
      await shows('#inside-cell', /: long memory, neurons \d+–\d+, -?\d\.\d\d$/);

      expect(errors).toEqual([]);
      const { origin } = new URL(page.url());
      expect(others.filter((url) => !/^(?:data|blob):/.test(url) && new URL(url).origin !== origin)).toEqual([]);
    });
  });
});
