import type { TapeBuilder } from '../engine/engine.ts';
import { normal } from '../engine/parameters.ts';
import type { Recording } from '../engine/recording.ts';
import type { Tensor } from '../engine/tensor.ts';
import { type BlockOptions, DEVIATION, normHeads, selfAttention } from '../layers/attention.ts';
import { ATTENTION_FORMS } from '../layers/attention-forms.ts';
import { colourBias, expectColour } from '../layers/colour.ts';
import { feedForward } from '../layers/feed-forward.ts';
import { normLayer, rmsNormLayer } from '../layers/linear.ts';
import { decaysOf } from '../layers/linear-attention.ts';
import { leaveOut } from '../ops/dropout.ts';
import { addBias, linear } from '../ops/matmul.ts';
import { add, affine } from '../ops/pointwise.ts';
import { rope } from '../ops/rope.ts';
import { addPerStream, gather } from '../ops/streams.ts';
import { buckets, scaled } from './insight.ts';
import type { BrainKind, Insight } from './kind.ts';
import { lagsOf } from './lags.ts';
import { objective } from './objective.ts';
import { advancePosition, nextPositions, positionState } from './positions.ts';
import type { BrainShape, Sizes } from './shapes/shape.ts';
import type { TransformerShape } from './shapes/transformer.ts';
import { refusal } from './transformer-refusals.ts';
import { rotations, sinusoids } from './transformer-tables.ts';

type Here = Sizes<TransformerShape>;

/** What learning and speaking do differently: how positions are added, and what attention hears. */
interface Way {
  readonly streams: number;
  readonly time: number;
  readonly learning: boolean;
  /** x(B,T,C) plus the rows of `table` (T,C) that belong to its places */
  readonly addPositions: (x: Tensor, table: Tensor) => Tensor;
  readonly attend: (qkv: Tensor, block: number) => Tensor;
  /** tokens before the first; left out where it is the first */
  readonly position?: Tensor | undefined;
}

/**
 * A decoder-only transformer made of parts (Vaswani et al. 2017, Radford et al. 2019, Touvron et al. 2023): x = E[id] + positions, then L
 * blocks x ← x + attention(N(x)), x ← x + feedForward(N(x)), or post-norm x ← N(x + f(x)); logits from the same table or one of their own.
 * Which parts, the shape says. With the parts of GPT-2, where the colour is 0 and its weight 0, this is nanoGPT's GPT and nothing else.
 *
 * Unlike baby: places are counted from 0 in every chunk. With softmax attention a chunk is all it can look back on: nothing is carried from
 * chunk to chunk, and when it speaks it keeps the keys and values of up to T tokens (`cacheLength`). Linear attention carries its state on, as
 * `baby` does its memories.
 */
export const transformer = (name: string, shape: BrainShape<TransformerShape>): BrainKind<TransformerShape> => ({
  ...shape,
  name,

  refuse: (sizes) => refusal(name, sizes),

  overlap: () => 0,

  cacheLength: ({ attention, contextLength }) => ATTENTION_FORMS[attention].length(contextLength),

  learn(r, sizes, how): TapeBuilder {
    const { hidden, table, colour, probes } = chunkForward(r, sizes, true);
    return objective(r, sizes, { logits: linear(hidden, table), colour, probes }, how);
  },

  foresee(r, sizes): Tensor {
    const { hidden, table } = chunkForward(r, sizes, false);
    return linear(hidden, table);
  },

  inspect: (r, sizes) => ({ outputs: chunkForward(r, sizes, false).probes }),

  /** Unlike learn: one stream, behind the tokens in its cache, and only the last token's logits. */
  speak(r, sizes, time): TapeBuilder {
    const { channels, contextLength, positions, attention } = sizes;
    const form = ATTENTION_FORMS[attention];
    const length = form.length(contextLength);
    // a past without an end goes on through chunk after chunk, and in each of them places are counted from 0, as it learnt
    const around = length === 0 ? contextLength : undefined;
    const position = length > 0 || positions !== 'none' ? positionState(r) : undefined;
    const { hidden, table, colour } = forward(r, sizes, {
      streams: 1,
      time,
      learning: false,
      position,
      addPositions: (x, table) =>
        position ? add(x, r.view(gather(nextPositions(r, position, time, around), table), [1, time, channels])) : x,
      attend: (qkv) => form.speak(r, qkv, sizes, length, position),
    });
    if (position) advancePosition(r, position, time, around);
    const last = gather(r.fixedInput('lastToken', new Float32Array([time - 1]), [1]), r.view(hidden, [time, channels]));
    return { outputs: { logits: linear(last, table), colour } };
  },

  /** Queries, keys and values, what attention says, and the feed-forward layer: all linear maps of a block. */
  adapts: (parameter) => /^block\d+\.(attention|neurons)\.(in|out|gate)\.weight$/.test(parameter),

  /** How far back each head looks, in the first stream. */
  look({ output }, { attention, blocks, contextLength, channels, heads, kvHeads }): Insight {
    const decays = attention === 'linear' ? decaysOf(kvHeads) : undefined;
    const values: Record<string, number> = {};
    const maps: Insight['maps'][number][] = [];
    for (let l = 0; l < blocks; l++) {
      const lags = lagsOf(output(`attention${l}`), contextLength, channels, heads, kvHeads, decays);
      lags.forEach((weights, h) => {
        values[`lobe${l}.window${h}`] = weights.reduce((sum, weight, lag) => sum + weight * (lag + 1), 0);
      });
      const heat = scaled(lags.map((weights) => buckets(weights)));
      const rows = heat.map((row, h) => ({ label: `head ${h + 1}`, values: row }));
      maps.push({ title: `block ${l + 1}: how much each head hears, from now to long ago`, rows });
    }
    return { values, maps };
  },
});

/** The same for a chunk of every stream, whose places are counted from 0; `probes`: queries, keys and values of each block */
function chunkForward(r: Recording, sizes: Here, learning: boolean) {
  const { batch, contextLength, channels, attention } = sizes;
  const probes: Record<string, Tensor> = {};
  const spoken = forward(r, sizes, {
    streams: batch,
    time: contextLength,
    learning,
    addPositions: (x, positions) => {
      const row = contextLength * channels;
      return r.view(addBias(r.view(x, [batch, row]), r.view(positions, [row])), [batch, contextLength, channels]);
    },
    attend: (qkv, l) => {
      probes[`attention${l}`] = qkv;
      return ATTENTION_FORMS[attention].learn(r, qkv, sizes);
    },
  });
  return { ...spoken, probes };
}

/** ids(B,T), colour(B,3) -> hidden(B,T,C), ready for the table that speaks; colour(B,3), the one expected next */
function forward(r: Recording, sizes: Here, way: Way) {
  const { vocabulary, channels, blocks, heads, kvHeads, residual, tied, qkNorm } = sizes;
  const epsilon = Number(sizes.epsilon);
  const drop = leaveOut(way.learning);
  const options: BlockOptions = { blocks, residual, bias: sizes.bias, leaveOut: drop };
  const norm = (name: string, x: Tensor) =>
    sizes.norm === 'rms' ? rmsNormLayer(r, name, x, epsilon) : normLayer(r, name, x, { bias: sizes.normBias });
  // times √C this is of size 1, as the waves are that are added to it: smaller, tokens would hardly be heard beside their positions
  const deviation = sizes.positions === 'sinusoidal' ? 1 / Math.sqrt(channels) : DEVIATION;
  const tokens = r.parameter('tokens', [vocabulary, channels], normal(deviation), { isEdge: true });

  const turns = sizes.positions === 'rope' ? rotations(r, sizes) : undefined;
  const depth = channels / heads;
  /** queries and keys as attention compares them */
  const prepared = (qkv: Tensor) => {
    const normed = qkNorm ? normHeads(r, qkv, heads, kvHeads, epsilon) : qkv;
    return turns ? rope(normed, turns, { heads: heads + kvHeads, depth }, way.position) : normed;
  };

  let x = drop(embed(r, sizes, tokens, way), 'embedding');
  /** one layer of a block around the residual stream */
  const around = (name: string, organ: string, layer: (x: Tensor) => Tensor) => {
    const y = r.organ(organ, () => (residual === 'pre' ? add(x, layer(norm(name, x))) : norm(name, add(x, layer(x)))));
    if (!r.isWithout(organ)) x = y;
  };
  for (let l = 0; l < blocks; l++) {
    r.inside(`block${l}`, () => {
      around('hear', 'attention', (x) =>
        selfAttention(r, x, { heads, kvHeads, ...options }, (qkv) => way.attend(prepared(qkv), l)),
      );
      around('think', 'feedForward', (x) =>
        feedForward(r, x, { activation: sizes.feedForward, width: sizes.feedForwardWidth, ...options }),
      );
    });
  }
  const hidden = residual === 'pre' ? norm('norm', x) : x;
  const table = tied ? tokens : r.parameter('output', [vocabulary, channels], normal(DEVIATION), { isEdge: true });
  return { table, hidden, colour: expectColour(r, hidden) };
}

/** ids(B,T), colour(B,3) -> x(B,T,C): E[id] + A·colour, with positions where they are added. */
function embed(r: Recording, sizes: Here, tokens: Tensor, { streams, time, addPositions }: Way): Tensor {
  const { channels, contextLength, positions } = sizes;
  const places =
    positions === 'learned'
      ? r.parameter('places', [contextLength, channels], normal(DEVIATION), { isEdge: true })
      : undefined;
  const weight = () => r.parameter('embed.colour', [channels, 3], normal(DEVIATION), { isEdge: true });
  const colour = colourBias(r, r.input('colour', [streams, 3]), weight);
  const read = gather(r.input('ids', [streams, time]), tokens);
  // √C as in Vaswani et al. 2017
  const loud = positions === 'sinusoidal' ? affine(read, Math.sqrt(channels), 0) : read;
  const x = addPerStream(loud, colour);
  if (positions === 'sinusoidal') return addPositions(x, sinusoids(r, contextLength, channels));
  return places ? addPositions(x, places) : x;
}
