// nanoGPT's CPU recipe with our GPT: 4 layers, 4 heads, 128 wide, blocks of 64, 12 of them a step.
// `node tests/bench/nanogpt.ts <text file> [steps] [kernels] [threads]` shows its course and where its time goes.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { GPT2_PARTS } from '../../brain/brains/shapes/transformer.ts';
import type { KernelChoice } from '../../school/machine/runtime.ts';
import { type Context, missing, NO_LIBRARY, type Topic } from './context.ts';
import { matmulRates } from './limits.ts';
import { peerOf } from './peers.ts';
import { byFamily, profileStep } from './profile.ts';
import { characterRecipe, charactersOf, type RecipeOptions, type RecipeResult } from './recipe.ts';
import type { Entry, Row } from './rows.ts';

export const NANO = {
  ...GPT2_PARTS,
  channels: 128,
  feedForwardWidth: 512,
  blocks: 4,
  heads: 4,
  kvHeads: 4,
  contextLength: 64,
  batch: 12,
};
/** What PyTorch's GPT reaches with this recipe: nats per character of the held-out part. */
export const TARGET = 1.886;

/** The whole recipe; `steps` shortens it, and then the loss is not comparable with the 2,000 steps' one. */
export const nanoGpt = (text: string, options: RecipeOptions): Promise<RecipeResult> =>
  characterRecipe(text, { ...options, brain: 'gpt2', sizes: NANO });

export const nanogptTopic: Topic = {
  about: "nanoGPT's CPU recipe with our GPT, beside PyTorch's (needs --shakespeare)",
  takes: '6 minutes',
  async *measure(context) {
    const { shakespeare, steps } = context.wishes;
    if (!shakespeare)
      return yield missing('nanogpt-step', "nanoGPT's CPU recipe, our GPT", 'needs its text: --shakespeare <file>');
    const text = readFileSync(shakespeare, 'utf8');
    const { threads, embedded, library } = context;
    const told = await context.peers.nanogpt(shakespeare, steps, threads, TARGET);
    const step = (told_: typeof told) => peerOf(told_, ({ milliseconds }) => milliseconds);
    const loss = (told_: typeof told) => peerOf(told_, ({ heldOut }) => heldOut);
    const bars = { peer: 1.2, share: 0.45 };
    yield* rows('nanogpt', embedded, await measured(text, embedded, context), bars, step(told), loss(told));
    if (!library) return yield missing('nanogpt-blas-step', "nanoGPT's CPU recipe, our GPT, system BLAS", NO_LIBRARY);
    const barsBlas = { peer: 2, share: 0.35 };
    yield* rows('nanogpt-blas', library, await measured(text, 'blas', context), barsBlas, step(told), loss(told));
  },
};

/** The recipe, and what products reach at most in the same minutes. */
async function measured(text: string, kernels: KernelChoice, { wishes, threads }: Context) {
  const before = await matmulRates(kernels, threads);
  const recipe = await nanoGpt(text, { kernels, threads, steps: wishes.steps });
  const after = await matmulRates(kernels, threads);
  return { recipe, peak: Math.max(...before, ...after) };
}

function* rows(
  name: string,
  kernels: string,
  { recipe, peak }: Awaited<ReturnType<typeof measured>>,
  bars: { peer: number; share: number },
  stepPeer: NonNullable<Row['peer']>,
  lossPeer: NonNullable<Row['peer']>,
): Generator<Entry> {
  const what = `nanoGPT's CPU recipe, our GPT, ${kernels}`;
  const how = `${recipe.steps.toLocaleString('en')} steps of 12×64 characters, ${recipe.threads} threads`;
  yield {
    name: `${name}-step`,
    what: `${what}: a step`,
    value: recipe.medianMilliseconds,
    unit: 'ms',
    digits: 1,
    better: 'lower',
    barPeer: bars.peer,
    noise: recipe.noise,
    peer: stepPeer,
    how: `median of ${how}`,
  };
  yield {
    name: `${name}-share`,
    what: `${what}: matrix products of a step, over all of its time`,
    value: recipe.gigaflops / (recipe.medianMilliseconds / 1000),
    unit: 'GFLOP/s',
    better: 'higher',
    barShare: bars.share,
    noise: recipe.noise,
    limit: { name: name.endsWith('blas') ? 'the BLAS peak' : 'the embedded peak', value: peak },
    how: 'the same steps; attention’s own products are not counted; the peak is the best product of 2048×2048×2048 before and after',
  };
  yield {
    name: `${name}-loss`,
    what: `${what}: held-out loss after ${recipe.steps.toLocaleString('en')} steps`,
    value: recipe.heldOut,
    unit: 'nats/char',
    digits: 3,
    better: 'lower',
    bar: 1.91,
    noise: LOSS_NOISE,
    assumed: true,
    peer: lossPeer,
    note: `${recipe.seconds.toFixed(0)} s of learning`,
    how: `${how}; last 10 % held out: 200 batches of fixed random blocks; its noise is an allowance for another order of sums`,
  };
}

/** What a loss may change with the order of sums, which acts like another seed: a share of it. */
export const LOSS_NOISE = 0.005;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , file, steps = '2000', kernels = 'auto', threads = '2'] = process.argv;
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const text = readFileSync(file, 'utf8');
  const options = { kernels: kernels as KernelChoice, threads: Number(threads) };
  const { vocabulary } = charactersOf(text);
  const { rows } = await profileStep('gpt2', { ...NANO, vocabulary }, options);
  for (const row of byFamily(rows))
    say(
      `${row.kernel.padEnd(18)} ${row.calls.toFixed(0).padStart(4)} calls ${row.milliseconds.toFixed(2).padStart(8)} ms ${(100 * row.share).toFixed(1).padStart(5)} %`,
    );
  const recipe = await nanoGpt(text, {
    ...options,
    steps: Number(steps),
    onExam: (step, train, heldOut, seconds) =>
      say(`step ${step} train ${train.toFixed(4)} held out ${heldOut.toFixed(4)} ${seconds.toFixed(1)} s`),
  });
  const gigaflops = recipe.gigaflops / (recipe.medianMilliseconds / 1000);
  say(
    `${recipe.medianMilliseconds.toFixed(1)} ms a step (median; mean ${recipe.millisecondsPerStep.toFixed(1)}), ${gigaflops.toFixed(0)} GFLOP/s of matrix products, ${recipe.kernels}, ${recipe.threads} threads`,
  );
  say(
    `held out ${recipe.heldOut.toFixed(4)} nats per character after ${recipe.steps} steps, ${recipe.parameters.toLocaleString('en')} parameters, ${recipe.seconds.toFixed(1)} s of learning`,
  );
}
