// The transformer of llm-from-scratch on its own text: how long until it knows it as well as the weights that the original came with.
import { readFileSync } from 'node:fs';
import { SHAPES } from '../../brain/brains/shapes/index.ts';
import { composeShape } from '../../brain/brains/shapes/shape.ts';
import type { KernelChoice } from '../../school/machine/runtime.ts';
import { missing, NO_LIBRARY, type Topic } from './context.ts';
import { characterRecipe, type RecipeOptions } from './recipe.ts';
import { type Entry, number } from './rows.ts';

/** What the original's weights give over as many windows of the text that they learnt, in nats a character (after 100,000 steps, more than 24 hours). */
export const ITS_OWN = { loss: 0.732, windows: 200 };
const SIZES = { contextLength: 128, batch: 16 };

/** Its shape: 64 channels, 8 heads, 6 blocks. It has a table of 1,000 places, of which windows of 128 read 128. */
export const scratchRecipe = (): RecipeOptions => {
  const shape = { channels: 64, heads: 8, kvHeads: 8, blocks: 6, feedForwardWidth: 256 };
  return {
    brain: 'llm-from-scratch',
    sizes: { ...composeShape(SHAPES['llm-from-scratch'], 'small', shape, SIZES.contextLength), ...SIZES },
    optimizer: 'muon',
    peak: 0.01,
    least: 2e-4,
    steps: 3400,
    weightDecay: 0,
  };
};

export const scratchTopic: Topic = {
  about: 'the transformer of llm-from-scratch on its own text, until it knows it as well (needs --requests)',
  takes: '8 minutes',
  async *measure({ wishes, threads, library, embedded, threadsText }) {
    const what = `llm-from-scratch's shape on its own text: seconds of learning until ${ITS_OWN.loss} nats/char`;
    const { requests } = wishes;
    if (!requests) return yield missing('llm-from-scratch', what, 'needs its text: --requests <file>');
    const text = readFileSync(requests, 'utf8');
    const row = async (name: string, kernels: KernelChoice, called: string, bar: number): Promise<Entry> => {
      const looks = { untilLearnt: ITS_OWN, examEvery: 50, examFrom: 2000 };
      const result = await characterRecipe(text, { ...scratchRecipe(), ...looks, kernels, threads });
      const whose = `${what}, ${number(result.parameters, 0)} parameters, ${called}`;
      const after = `${number(result.train, 3)} of what it learnt and ${number(result.heldOut, 3)} of the held-out tenth after ${result.steps} steps of ${number(result.medianMilliseconds, 1)} ms`;
      if (result.train > ITS_OWN.loss)
        return { name, what: whose, missing: `it was not reached: ${after}`, failed: true };
      return {
        name,
        what: whose,
        value: result.seconds,
        unit: 's',
        digits: 0,
        better: 'lower',
        bar,
        noise: result.noise,
        note: after,
        how: `16 windows of 128 characters a step from random places of nine tenths of the text, Muon, cosine over 3,400 steps; looked at every 50 from 2,000 on over 208 windows; ${threadsText}`,
      };
    };
    yield await row('llm-from-scratch', embedded, embedded, 300);
    if (library) yield await row('llm-from-scratch-blas', 'blas', library, 180);
    else yield missing('llm-from-scratch-blas', what, NO_LIBRARY);
  },
};
