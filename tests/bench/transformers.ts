// Transformers of known sizes beside PyTorch: a GPT of 10 million parameters, and a LLaMA as large as GPT-2.

import type { CommonSizes } from '../../brain/brains/shapes/shape.ts';
import { GPT2_PARTS, type TransformerShape } from '../../brain/brains/shapes/transformer.ts';
import type { Context, Topic } from './context.ts';
import { tokensPerSecond } from './context.ts';
import { median, noiseOf } from './measure.ts';
import { type Peers, peerOf, type Told, type TransformerFigures } from './peers.ts';
import { type Entry, number } from './rows.ts';
import { stepsApart } from './steps.ts';

type Sizes = CommonSizes & TransformerShape;

/** The recipe gpt2-10m of AI Lab. */
export const GPT2_10M: Sizes = {
  ...GPT2_PARTS,
  vocabulary: 8192,
  contextLength: 256,
  batch: 8,
  channels: 384,
  blocks: 6,
  heads: 6,
  kvHeads: 6,
  feedForwardWidth: 768,
};

/** GPT-2's 124 million parameters, spent as LLaMA does: its vocabulary, channels, blocks and heads, a third of the keys and values. */
export const LLAMA_124M: Sizes = {
  ...GPT2_PARTS,
  norm: 'rms',
  feedForward: 'swiglu',
  positions: 'rope',
  vocabulary: 50_257,
  contextLength: 256,
  batch: 4,
  channels: 768,
  blocks: 12,
  heads: 12,
  kvHeads: 4,
  feedForwardWidth: 2368,
};

/** PyTorch at its best: with as many threads of the library as of its own, or with one. */
async function best(peers: Peers, sizes: Sizes, steps: number, threads: number): Promise<Told<TransformerFigures>> {
  const both = [threads, 1].map((libraryThreads) => peers.transformer(sizes, steps, threads, libraryThreads));
  const [one, other] = [await both[0], await both[1]];
  if ('missing' in one || 'missing' in other) return one;
  return one.milliseconds <= other.milliseconds ? one : other;
}

async function measured(
  brain: 'gpt2' | 'llama',
  sizes: Sizes,
  steps: number,
  { peers, threads, threadsText }: Context,
) {
  const ours = await stepsApart({ brain, sizes, steps, threads, kernels: 'auto' });
  const theirs = await best(peers, sizes, steps, threads);
  const how = `median of ${steps} steps of ${ours.tokens} tokens on random ids after one, in a process of its own: forward, backward, clipping, AdamW; ${threadsText}, ${ours.kernels}`;
  return { ours, theirs, how };
}

export const transformersTopic: Topic = {
  about:
    'transformers learning, beside PyTorch: a GPT of 10 million parameters, a LLaMA as large as GPT-2 (needs 4 GB)',
  takes: '3 minutes',
  async *measure(context): AsyncGenerator<Entry> {
    const gpt = await measured('gpt2', GPT2_10M, 7, context);
    yield {
      name: 'gpt2-10m',
      what: `a GPT of ${number(gpt.ours.parameters, 0)} parameters (384 channels, 6 blocks, 256 tokens), training`,
      value: tokensPerSecond(gpt.ours.tokens, gpt.ours.milliseconds),
      unit: 'tokens/s',
      better: 'higher',
      noise: noiseOf(gpt.ours.milliseconds),
      peer: peerOf(gpt.theirs, ({ milliseconds }) => (1000 * gpt.ours.tokens) / milliseconds),
      how: gpt.how,
    };
    const llama = await measured('llama', LLAMA_124M, 3, context);
    const { theirs } = llama;
    yield {
      name: 'llama-124m',
      what: `a LLaMA of ${number(llama.ours.parameters, 0)} parameters, training: a step of ${llama.ours.tokens} tokens`,
      value: median(llama.ours.milliseconds) / 1000,
      unit: 's',
      better: 'lower',
      noise: noiseOf(llama.ours.milliseconds),
      also: [
        {
          value: llama.ours.mostMemory / 1e9,
          unit: 'GB',
          digits: 2,
          better: 'lower',
          bar: 4,
          label: 'in',
          noise: 0.02,
          assumed: true,
        },
      ],
      peer: peerOf(theirs, ({ milliseconds }) => milliseconds / 1000),
      ...('missing' in theirs ? {} : { note: `PyTorch takes ${number(theirs.mostMemory / 1e9, 2)} GB` }),
      how: llama.how,
    };
  },
};
