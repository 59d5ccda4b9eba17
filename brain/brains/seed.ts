import type { TapeBuilder } from '../engine/engine.ts';
import type { Recording } from '../engine/recording.ts';
import type { Tensor } from '../engine/tensor.ts';
import { linearLayer } from '../layers/linear.ts';
import { blendedEmbed, POSITIONS } from '../layers/original/embed.ts';
import { scaledLogits } from '../layers/original/logits.ts';
import { constantMemory } from '../layers/original/memory.ts';
import { neurons } from '../layers/original/neurons.ts';
import { interneuronWindows, refinement } from '../layers/original/windows.ts';
import { add, affine, gelu, sigmoid } from '../ops/pointwise.ts';
import { shiftHistory, takeRows } from '../ops/streams.ts';
import { logistic, meanOf, scaled } from './insight.ts';
import type { BrainKind, Insight } from './kind.ts';
import { objective } from './objective.ts';
import { advancePosition, nextPositions, positionState } from './positions.ts';
import { type SeedShape, seedShape } from './shapes/seed.ts';
import type { Sizes } from './shapes/shape.ts';

/**
 * The original babyLLM, exactly (brain/README.md), in one parallel pass: prediction j reads the M tokens up to its own position,
 * so M predictions need 2M−1 tokens. Parameter names are the original's.
 *
 * When it speaks it goes on from place to place as it does within a step, up to the last of the 2M−1; see `cacheLength`.
 */
export const seed: BrainKind<SeedShape> = {
  ...seedShape,
  name: 'seed',

  /** The maps of its refinements and of its memories; the neurons are kept at a length, which a change of them would leave. */
  adapts: (parameter) => /\.(0|3|inputReducer|gateLayer2|memoryProjector)\.weight$/.test(parameter),

  refuse({ batch, contextLength }) {
    if (batch !== 1) return `the seed brain reads one stream at a time: batch must be 1, got ${batch}`;
    if (2 * contextLength > POSITIONS)
      return `the seed brain has ${POSITIONS} positions: contextLength must be at most ${POSITIONS / 2}, got ${contextLength}`;
    return undefined;
  },

  overlap: ({ contextLength }) => contextLength - 1,

  learn(r, sizes, how): TapeBuilder {
    const { logits, colour, ...probes } = chunkForward(r, sizes);
    return objective(r, sizes, { logits, colour, probes }, how);
  },

  foresee: (r, sizes) => chunkForward(r, sizes).logits,

  /** As many places as there were when it learnt; each token looks back on M at most. */
  cacheLength: ({ contextLength }) => 2 * contextLength - 1,

  /** Embeds tokens and lets the neurons fire: all that later tokens hear of them. */
  listen(r, sizes, time): TapeBuilder {
    listenTo(r, sizes, time);
    return { outputs: {} };
  },

  /** One prediction; only the last of the new tokens goes further than the neurons, and into the memories. */
  speak(r, sizes, time): TapeBuilder {
    const { embedded, activations, before } = listenTo(r, sizes, time);
    const outputs = forward(r, embedded, activations, sizes, 1, before);
    return { outputs: { logits: outputs.logits, colour: outputs.colour } };
  },

  look({ parameter, output }): Insight {
    const values: Record<string, number> = {};
    const weights = Array.from(output('windowWeights'));
    const shape = output('windowShape');
    weights.forEach((weight, k) => {
      values[`lobe0.window${k}`] = 1 / shape[3 * k + 2];
      values[`lobe0.weight${k}`] = weight;
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

/** A whole chunk in one parallel pass. */
function chunkForward(r: Recording, sizes: Sizes<SeedShape>) {
  const { contextLength } = sizes;
  const ids = r.input('ids', [1, 2 * contextLength - 1]);
  const embedded = blendedEmbed(r, ids, r.input('colour', [1, 3]), sizes);
  return forward(r, embedded, fire(r, embedded, sizes), sizes, contextLength);
}

/** embedded(L,C) -> activations(L,N) */
const fire = (r: Recording, embedded: Tensor, { neurons: count }: Sizes<SeedShape>): Tensor =>
  r.inside('interneuronNetwork', () => neurons(r, embedded, count));

/** New tokens at the places behind those heard: embedded(T,C), activations(T,N), and `before`(1,M−1,N), those of the last M−1 tokens. */
function listenTo(r: Recording, sizes: Sizes<SeedShape>, time: number) {
  const position = positionState(r);
  const before = r.state('activations', [1, Math.max(1, sizes.contextLength - 1), sizes.neurons]);
  const embedded = blendedEmbed(
    r,
    r.input('ids', [1, time]),
    r.input('colour', [1, 3]),
    sizes,
    nextPositions(r, position, time),
  );
  const activations = fire(r, embedded, sizes);
  r.during('commit', () => void shiftHistory(before, r.view(activations, [1, time, sizes.neurons]), before));
  advancePosition(r, position, time);
  return { embedded, activations, before };
}

/** embedded(L,C), activations(L,N) and those before them -> logits(predictions,V) for the last positions. */
function forward(
  r: Recording,
  embedded: Tensor,
  activations: Tensor,
  sizes: Sizes<SeedShape>,
  predictions: number,
  before?: Tensor,
) {
  const windowed = r.inside('interneuronNetwork', () => {
    const {
      means: combined,
      shape,
      weights,
    } = interneuronWindows(r, activations, sizes.contextLength, predictions, before);
    return { refined: refinement(r, 'refinement2', combined, sizes.neurons), shape, weights };
  });
  const first = constantMemory(r, 'memory', windowed.refined, sizes.channels);
  const mixed = add(affine(windowed.refined, 0.5, 0), affine(first.out, 0.5, 0));
  const second = constantMemory(r, 'memory2', mixed, sizes.channels);
  return {
    logits: scaledLogits(r, second.out, sizes.vocabulary),
    colour: pixelPupil(r, takeRows(embedded, embedded.shape[0] - 1, 1)),
    embedded,
    activations,
    windowShape: windowed.shape,
    windowWeights: windowed.weights,
    refined: windowed.refined,
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
  return r.inside('pixelPupil', () =>
    sigmoid(linearLayer(r, '2', gelu(linearLayer(r, '0', last, last.size)), 3, { isEdge: true })),
  );
}
