import type { TapeBuilder } from '../engine/engine.ts';
import { normal } from '../engine/parameters.ts';
import type { Recording } from '../engine/recording.ts';
import type { Tensor } from '../engine/tensor.ts';
import { DEVIATION, feedForward, selfAttention } from '../layers/attention.ts';
import { expectColour } from '../layers/colour.ts';
import { normLayer } from '../layers/linear.ts';
import { attention, attentionCached } from '../ops/attention.ts';
import { crossEntropy } from '../ops/cross-entropy.ts';
import { type LeaveOut, leaveOut } from '../ops/dropout.ts';
import { addBias, linear } from '../ops/matmul.ts';
import { add } from '../ops/pointwise.ts';
import { squaredError } from '../ops/squared-error.ts';
import { addPerStream, gather } from '../ops/streams.ts';
import { buckets, scaled } from './insight.ts';
import type { BrainKind, Insight } from './kind.ts';
import { lagsOf } from './lags.ts';
import { advancePosition, nextPositions, positionState } from './positions.ts';
import { type Gpt2Shape, gpt2Shape } from './shapes/gpt2.ts';
import type { Sizes } from './shapes/shape.ts';

/**
 * A GPT (Radford et al. 2019), the yardstick of the other brains: x = E[id] + P[position], then L blocks x ← x + attention(LN(x)),
 * x ← x + W·gelu(W·LN(x)), logits E·LN(x). As nanoGPT trains it: no biases, the exact gelu (OpenAI's is its tanh form); all
 * matrices decay, the tables too. Where the colour is 0 and its weight 0, this is nanoGPT's GPT and nothing else.
 *
 * Unlike baby: order comes from learnt positions, so a chunk is all it can look back on; nothing is carried from chunk to chunk, and each
 * chunk begins at position 0. When it speaks it keeps the keys and values of up to T tokens; see `cacheLength`.
 */
export const gpt2: BrainKind<Gpt2Shape> = {
  ...gpt2Shape,
  name: 'gpt2',

  refuse: ({ channels, heads }) =>
    channels % heads === 0
      ? undefined
      : `the heads of a gpt2 brain must divide its channels: ${heads} heads do not divide ${channels} channels`,

  overlap: () => 0,

  cacheLength: ({ contextLength }) => contextLength,

  learn(r, sizes): TapeBuilder {
    const { batch, contextLength, channels, heads } = sizes;
    const projected: Record<string, Tensor> = {};
    const { hidden, table, colour } = forward(
      r,
      sizes,
      batch,
      contextLength,
      (x, positions) => {
        const row = contextLength * channels;
        return r.view(addBias(r.view(x, [batch, row]), r.view(positions, [row])), [batch, contextLength, channels]);
      },
      (qkv, l) => {
        projected[`attention${l}`] = qkv;
        return attention(qkv, heads);
      },
      leaveOut(true),
    );
    const { losses, best } = crossEntropy(linear(hidden, table), r.input('targets', [batch * contextLength]));
    const colourLoss = squaredError(colour, r.input('nextColour', [batch, 3]));
    return {
      outputs: { losses, best, colour, ...projected },
      losses: [
        [losses, r.input('weights', [batch * contextLength])],
        [colourLoss, r.input('colourWeights', [batch, 3])],
      ],
    };
  },

  /** Unlike learn: one stream, behind the tokens in its cache, and only the last token's logits. */
  speak(r, sizes, time): TapeBuilder {
    const { channels, heads, contextLength } = sizes;
    const position = positionState(r);
    const positions = nextPositions(r, position, time);
    const { hidden, table, colour } = forward(
      r,
      sizes,
      1,
      time,
      (x, embeddings) => add(x, r.view(gather(positions, embeddings), [1, time, channels])),
      (qkv) => attentionCached(qkv, heads, r.state('past', [1, contextLength, 2 * channels]), position),
      leaveOut(false),
    );
    advancePosition(r, position, time);
    const last = gather(r.fixedInput('lastToken', new Float32Array([time - 1]), [1]), r.view(hidden, [time, channels]));
    return { outputs: { logits: linear(last, table), colour } };
  },

  /** How far back each head looks, in the first stream. */
  look({ output }, { blocks, contextLength, channels, heads }): Insight {
    const values: Record<string, number> = {};
    const maps: Insight['maps'][number][] = [];
    for (let l = 0; l < blocks; l++) {
      const lags = lagsOf(output(`attention${l}`), contextLength, channels, heads);
      lags.forEach((weights, h) => {
        values[`lobe${l}.window${h}`] = weights.reduce((sum, weight, lag) => sum + weight * (lag + 1), 0);
      });
      const heat = scaled(lags.map((weights) => buckets(weights)));
      const rows = heat.map((row, h) => ({ label: `head ${h + 1}`, values: row }));
      maps.push({ title: `block ${l + 1}: how much each head hears, from now to long ago`, rows });
    }
    return { values, maps };
  },
};

/** ids(B,T), colour(B,3) -> hidden(B,T,C), ready for the table; colour(B,3), the one expected next */
function forward(
  r: Recording,
  sizes: Sizes<Gpt2Shape>,
  streams: number,
  time: number,
  addPositions: (x: Tensor, embeddings: Tensor) => Tensor,
  attend: (qkv: Tensor, block: number) => Tensor,
  leaveOut: LeaveOut,
) {
  const { vocabulary, channels, feedForwardWidth, blocks } = sizes;
  const table = r.parameter('tokens', [vocabulary, channels], normal(DEVIATION));
  const positions = r.parameter('places', [sizes.contextLength, channels], normal(DEVIATION));
  const colour = linear(r.input('colour', [streams, 3]), r.parameter('embed.colour', [channels, 3], normal(DEVIATION)));
  const embedded = addPositions(addPerStream(gather(r.input('ids', [streams, time]), table), colour), positions);
  let x = leaveOut(embedded, 'embedding');
  for (let l = 0; l < blocks; l++) {
    r.inside(`block${l}`, () => {
      const norm = (name: string) => normLayer(r, name, x, { bias: false });
      x = add(
        x,
        selfAttention(r, norm('hear'), blocks, (qkv) => attend(qkv, l), leaveOut),
      );
      x = add(x, feedForward(r, norm('think'), feedForwardWidth, blocks, leaveOut));
    });
  }
  const hidden = normLayer(r, 'norm', x, { bias: false });
  return { table, hidden, colour: expectColour(r, hidden) };
}
