import type { Script } from '../engine/engine.ts';
import type { Recording } from '../engine/recording.ts';
import type { Tensor } from '../engine/tensor.ts';
import { linearLayer } from '../layers/linear.ts';
import { blendedEmbed, POSITIONS } from '../layers/original/embed.ts';
import { scaledLogits } from '../layers/original/logits.ts';
import { constantMemory } from '../layers/original/memory.ts';
import { neurons } from '../layers/original/neurons.ts';
import { interneuronWindows, refinement } from '../layers/original/windows.ts';
import { squaredError } from '../ops/loss.ts';
import { matmul } from '../ops/matmul.ts';
import { add, affine, gelu, multiply, sigmoid } from '../ops/pointwise.ts';
import { crossEntropy } from '../ops/softmax.ts';
import { takeRows } from '../ops/streams.ts';
import type { Brain, Insight, Sizes } from './brain.ts';
import { logistic, meanOf, scaled } from './insight.ts';

/**
 * The original babyLLM, exactly (brain/README.md), in one parallel pass: prediction j reads the M tokens up to its own position,
 * so M predictions need 2M−1 tokens. Parameter names are the original's.
 */
export const seed: Brain = {
  name: 'seed',
  about: 'the original babyLLM, as it was: one stream, windows and memories that stand still within a step',

  context: ({ time }) => time - 1,

  learn(r, sizes): Script {
    if (sizes.streams !== 1) throw new Error(`the seed brain reads one stream at a time, got streams ${sizes.streams}`);
    if (2 * sizes.time > POSITIONS)
      throw new Error(
        `the seed brain has ${POSITIONS} positions: time must be at most ${POSITIONS / 2}, got ${sizes.time}`,
      );
    const ids = r.input('ids', [1, 2 * sizes.time - 1]);
    const mind = think(r, ids, r.input('colour', [1, 3]), sizes, sizes.time);
    const { losses, best } = crossEntropy(mind.logits, r.input('targets', [sizes.time]));
    const colourLoss = squaredError(mind.colour, r.input('nextColour', [1, 3]));
    const { logits: _, ...probes } = mind;
    return {
      outputs: { losses, best, ...probes },
      losses: [
        [losses, r.input('weights', [sizes.time])],
        [colourLoss, r.input('colourWeights', [1, 3])],
      ],
    };
  },

  /** Unlike learn: one prediction, from a window of M tokens whose unused left part is silent (`heard` is 0 there). */
  speak(r, sizes): Script {
    const ids = r.input('ids', [1, sizes.time]);
    const heard = r.input('heard', [sizes.time, 1]);
    const mind = think(r, ids, r.input('colour', [1, 3]), sizes, 1, heard);
    return { outputs: { logits: mind.logits, colour: mind.colour } };
  },

  look({ parameter, output }): Insight {
    const values: Record<string, number> = {};
    const weights = Array.from(output('windowWeights'));
    Array.from(parameter('interneuronNetwork.logWindowSizes'), Math.exp).forEach((size, k) => {
      values[`lobe0.window${k}`] = size;
      values[`lobe0.weight${k}`] = weights[k];
    });
    for (const [number, memory] of ['memory', 'memory2'].entries()) {
      for (const term of ['short', 'long'] as const) {
        const decay = meanOf(parameter(`${memory}.${term}TermDecay`), logistic);
        values[`lobe${number}.${term}Decay`] = decay;
      }
    }
    const rows = [{ label: 'share', values: scaled([weights])[0] }];
    return { values, maps: [{ title: 'windows: how much the cerebellum listens to each', rows }] };
  },
};

/** ids(1,L) -> logits(predictions,V) for the last positions. */
function think(r: Recording, ids: Tensor, colour: Tensor, sizes: Sizes, predictions: number, heard?: Tensor) {
  const embedded = blendedEmbed(r, ids, colour, sizes);
  const spoken = r.inside('interneuronNetwork', () => {
    let activations = neurons(r, embedded, sizes.neurons);
    if (heard) {
      const ones = r.fixedInput('ones', new Float32Array(sizes.neurons).fill(1), [1, sizes.neurons]);
      activations = multiply(activations, matmul(heard, ones));
    }
    const { heard: combined, shape, weights } = interneuronWindows(r, activations, sizes.time, predictions);
    return { refined: refinement(r, 'refinement2', combined, sizes.neurons), activations, shape, weights };
  });
  const first = constantMemory(r, 'memory', spoken.refined, sizes.channels);
  const mixed = add(affine(spoken.refined, 0.5, 0), affine(first.out, 0.5, 0));
  const second = constantMemory(r, 'memory2', mixed, sizes.channels);
  return {
    logits: scaledLogits(r, second.out, sizes.vocabulary),
    colour: pixelPupil(r, takeRows(embedded, ids.size - 1, 1)),
    embedded,
    activations: spoken.activations,
    windowShape: spoken.shape,
    windowWeights: spoken.weights,
    refined: spoken.refined,
    memory1: first.out,
    memory2: second.out,
    short1: first.short,
    long1: first.long,
    short2: second.short,
    long2: second.long,
  };
}

/** rgb = σ(B₂·gelu(B₁·e_last + b₁) + b₂): (1,C) -> (1,3) */
function pixelPupil(r: Recording, last: Tensor): Tensor {
  return r.inside('pixelPupil', () => sigmoid(linearLayer(r, '2', gelu(linearLayer(r, '0', last, last.size)), 3)));
}
