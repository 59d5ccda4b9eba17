/** The 18 transformers of three parts learn in the page as they do in Node, to the last digit. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ATTENTION_FORMS } from '../../brain/layers/attention-forms.ts';
import type { Plan } from '../../window/train/plan.ts';
import { CHROMIUM, chromiumPages } from '../browser/browsers.ts';
import { lossInNode } from '../browser/node-lesson.ts';
import { addressOf, closeHost, staticHost, writePage } from '../browser/static-host.ts';
import { story } from '../life/program.ts';

const STEPS = 3;
const COMBINATIONS = Object.keys(ATTENTION_FORMS).flatMap((attention) =>
  ['layer', 'rms'].flatMap((norm) =>
    ['gelu', 'swiglu', 'relu'].map((feedForward) => ({ attention, norm, feedForward })),
  ),
);

describe.skipIf(CHROMIUM === undefined)('transformers in the page', () => {
  const pages = chromiumPages();

  it('learn in all 18 combinations what they learn in Node', async () => {
    expect(COMBINATIONS).toHaveLength(18);
    const folder = mkdtempSync(join(tmpdir(), 'baby-page-'));
    expect(writePage('--out', folder).status).toBe(0);
    const server = await staticHost(folder, true);
    try {
      const { page, errors } = await pages.open();
      await page.goto(`${addressOf(server)}/`);
      for (const chosen of COMBINATIONS) {
        const plan: Plan = {
          name: 'x',
          brain: 'tfjs',
          preset: 'tiny',
          chosen,
          contextLength: 0,
          batch: 0,
          vocabulary: 0,
          learningRate: 0,
          seed: 3,
        };
        const loss = await page.evaluate(lossInPage({ plan, text: story, steps: STEPS }));
        expect([chosen, loss]).toEqual([chosen, await lossInNode(plan, story, STEPS)]);
      }
      expect(errors).toEqual([]);
    } finally {
      closeHost(server);
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** Runs in the page, by its own modules; as text, since what compiles the tests would rewrite its `import`. */
const lossInPage = (what: { plan: Plan; text: string; steps: number }): string => `(async ({ plan, text, steps }) => {
  const { Trainer } = await import(new URL('window/train/trainer.js', document.baseURI).href);
  let loss = Number.NaN;
  return new Promise((resolve) => {
    const trainer = new Trainer((event) => {
      if (event.kind === 'ready') trainer.run(steps);
      if (event.kind === 'steps') loss = event.steps.at(-1).loss;
      if (event.kind === 'failed') resolve(event.message);
      if (event.kind !== 'paused') return;
      trainer.end();
      resolve(loss);
    });
    trainer.begin({ plan, texts: [{ name: 'story.txt', text }], threads: 2 });
  });
})(${JSON.stringify(what)})`;
