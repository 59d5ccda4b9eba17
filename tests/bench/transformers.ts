// Transformers of known sizes beside PyTorch: a GPT of 10 million parameters, and a LLaMA as large as GPT-2.

import type { CommonSizes } from '../../brain/brains/shapes/shape.ts';
import { GPT2_PARTS, type TransformerShape } from '../../brain/brains/shapes/transformer.ts';
import type { Context, Topic } from './context.ts';
import { tokensPerSecond } from './context.ts';
import { median, noiseOf } from './measure.ts';
import { peerOf, type Told, type TransformerFigures } from './peers.ts';
import { type Entry, number } from './rows.ts';
import { type StepsApart, stepsApart } from './steps.ts';

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

/** Some rounds of ours and PyTorch's in turn, each in a process of its own, so that what else the machine does disturbs all of them alike. */
interface Rounds {
  readonly brain: 'gpt2' | 'llama';
  readonly sizes: Sizes;
  readonly rounds: number;
  /** of a round, after one that is not counted */
  readonly steps: number;
  readonly threads: number;
}

interface Measured {
  readonly ours: Omit<StepsApart, 'gigaflops'>;
  readonly theirs: Told<TransformerFigures>;
  readonly how: string;
}

/** Of several rounds of the same: the middle one's step, and the most memory of any. */
export function roundsTogether(rounds: readonly Told<TransformerFigures>[]): Told<TransformerFigures> {
  const figures: ({ readonly version: string } & TransformerFigures)[] = [];
  for (const round of rounds) {
    if ('missing' in round) return round;
    figures.push(round);
  }
  return {
    ...figures[0]!,
    milliseconds: median(figures.map(({ milliseconds }) => milliseconds)),
    mostMemory: Math.max(...figures.map(({ mostMemory }) => mostMemory)),
  };
}

async function measured({ brain, sizes, rounds, steps, threads }: Rounds, { peers }: Context): Promise<Measured> {
  const ours: StepsApart[] = [];
  // the threads of PyTorch's library add to its own: which of the two serves it best depends on the machine
  const libraries = threads === 1 ? [1] : [threads, 1];
  const theirs = libraries.map((libraryThreads) => ({ libraryThreads, told: [] as Told<TransformerFigures>[] }));
  for (let round = 0; round < rounds; round++) {
    ours.push(await stepsApart({ brain, sizes, steps, threads, kernels: 'auto' }));
    for (const { libraryThreads, told } of theirs)
      told.push(await peers.transformer(sizes, steps, threads, libraryThreads));
  }
  const best = theirs
    .map(({ told }) => roundsTogether(told))
    .reduce((one, other) =>
      'missing' in one || 'missing' in other || one.milliseconds <= other.milliseconds ? one : other,
    );
  const together = {
    ...ours[0]!,
    milliseconds: ours.flatMap(({ milliseconds }) => milliseconds),
    mostMemory: Math.max(...ours.map(({ mostMemory }) => mostMemory)),
  };
  const by = threads === 1 ? '1 thread' : `${threads} threads`;
  const how = `median of ${rounds} rounds of ${steps} steps of ${together.tokens} tokens on random ids after one, in turn with PyTorch, each in a process of its own: forward, backward, clipping, AdamW; ${by}, ${together.kernels}`;
  return { ours: together, theirs: best, how };
}

/** @param end of the rows' names */
function topicOf(about: string, end: string, threadsOf: (context: Context) => number): Topic {
  return {
    about,
    takes: '4 minutes',
    async *measure(context): AsyncGenerator<Entry> {
      const threads = threadsOf(context);
      const gpt = await measured({ brain: 'gpt2', sizes: GPT2_10M, rounds: 3, steps: 3, threads }, context);
      yield {
        name: `gpt2-10m${end}`,
        what: `a GPT of ${number(gpt.ours.parameters, 0)} parameters (384 channels, 6 blocks, 256 tokens), training${inWords(end)}`,
        value: tokensPerSecond(gpt.ours.tokens, gpt.ours.milliseconds),
        unit: 'tokens/s',
        better: 'higher',
        barPeer: 1,
        noise: noiseOf(gpt.ours.milliseconds),
        peer: peerOf(gpt.theirs, ({ milliseconds }) => (1000 * gpt.ours.tokens) / milliseconds),
        how: gpt.how,
      };
      const llama = await measured({ brain: 'llama', sizes: LLAMA_124M, rounds: 2, steps: 2, threads }, context);
      const { theirs } = llama;
      yield {
        name: `llama-124m${end}`,
        what: `a LLaMA of ${number(llama.ours.parameters, 0)} parameters, training${inWords(end)}: a step of ${llama.ours.tokens} tokens`,
        value: median(llama.ours.milliseconds) / 1000,
        unit: 's',
        better: 'lower',
        barPeer: 1,
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
}

const inWords = (end: string): string => (end === '' ? '' : ' with one thread');

export const transformersTopic = topicOf(
  'transformers learning, in turn with PyTorch: a GPT of 10 million parameters, a LLaMA as large as GPT-2 (needs 4 GB)',
  '',
  ({ threads }) => threads,
);

export const transformersOneTopic = topicOf(
  'the same transformers with one thread, in turn with PyTorch',
  '-one-thread',
  () => 1,
);
