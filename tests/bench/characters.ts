// The baby brain on the character recipe: how well it learns in 2,000 steps, and how soon it knows what PyTorch's GPT knows at the end.
import { readFileSync } from 'node:fs';
import type { KernelChoice } from '../../school/machine/runtime.ts';
import { missing, NO_LIBRARY, type Topic } from './context.ts';
import { LOSS_NOISE, TARGET } from './nanogpt.ts';
import { peerOf } from './peers.ts';
import { characterRecipe } from './recipe.ts';
import { type Entry, number } from './rows.ts';

/** Fewer parameters than a million, by characters. */
export const RECIPE = { sizes: { channels: 144, neurons: 300, lobes: 4 }, peak: 4e-3 };

/** A schedule as short as the way to the target: what is learnt towards its end counts most. */
const SHORT = { steps: 240, warmup: 50, examEvery: 10, examFrom: 180 };

export const recipeTopic: Topic = {
  about: 'the baby brain on the character recipe: its loss after 2,000 steps (needs --shakespeare)',
  takes: '2 minutes',
  async *measure({ wishes, threads, library, embedded }) {
    const { shakespeare, steps } = wishes;
    if (!shakespeare)
      return yield missing('recipe', 'baby brain on the character recipe', 'needs its text: --shakespeare <file>');
    const result = await characterRecipe(readFileSync(shakespeare, 'utf8'), { ...RECIPE, steps, threads });
    yield {
      name: 'recipe',
      what: `baby brain on the character recipe, ${number(result.parameters, 0)} parameters, ${number(result.steps, 0)} steps`,
      value: result.heldOut,
      unit: 'nats/char',
      digits: 3,
      better: 'lower',
      bar: 1.66,
      noise: LOSS_NOISE,
      assumed: true,
      also: [
        { value: result.seconds, unit: 's', digits: 0, better: 'lower', bar: 90, label: 'in', noise: result.noise },
      ],
      how: `12×64 characters a step, last 10 % held out: 200 batches of fixed random blocks with empty memories; seconds of learning only; ${library ?? embedded}`,
    };
  },
};

export const reachTopic: Topic = {
  about: `seconds until the baby brain knows what PyTorch's GPT knows after nanoGPT's recipe: ${TARGET} nats/char (needs --shakespeare)`,
  takes: '5 minutes',
  async *measure({ wishes, threads, library, embedded, peers }) {
    const { shakespeare } = wishes;
    const what = `seconds of learning until ${TARGET} nats/char, held out`;
    if (!shakespeare) return yield missing('reach', what, 'needs its text: --shakespeare <file>');
    const text = readFileSync(shakespeare, 'utf8');
    const peer = peerOf(
      await peers.nanogpt(shakespeare, wishes.steps, threads, TARGET),
      ({ secondsToTarget }) => secondsToTarget,
    );
    const row = async (name: string, kernels: KernelChoice, called: string, barPeer: number): Promise<Entry> => {
      const result = await characterRecipe(text, { ...RECIPE, ...SHORT, kernels, threads, until: TARGET });
      const whose = `baby brain, ${number(result.parameters, 0)} parameters, ${called}: ${what}`;
      const after = `${number(result.heldOut, 3)} after ${result.steps} steps of ${number(result.medianMilliseconds, 1)} ms`;
      if (result.heldOut > TARGET) return { name, what: whose, missing: `it was not reached: ${after}`, failed: true };
      return {
        name,
        what: whose,
        value: result.seconds,
        unit: 's',
        digits: 1,
        better: 'lower',
        barPeer,
        noise: result.noise,
        peer,
        note: after,
        how: `the recipe with a cosine over ${SHORT.steps} steps; the exam (200 batches) every ${SHORT.examEvery} steps from ${SHORT.examFrom} on, its time not counted; the peer with its own schedule of ${number(wishes.steps, 0)} steps, looked at every 50`,
      };
    };
    yield await row('reach', embedded, `${embedded} kernels`, 3.7);
    if (library) yield await row('reach-blas', 'blas', library, 6.2);
    else yield missing('reach-blas', what, NO_LIBRARY);
  },
};
