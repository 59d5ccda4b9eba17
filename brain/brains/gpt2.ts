import type { TapeBuilder } from '../engine/engine.ts';
import { normal } from '../engine/parameters.ts';
import type { Recording } from '../engine/recording.ts';
import type { Tensor } from '../engine/tensor.ts';
import { DEVIATION, perceptron, selfAttention } from '../layers/attention.ts';
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
import { countHeard, heardBefore, placesOnward } from './positions.ts';
import { type Gpt2Shape, gpt2Shape } from './shapes/gpt2.ts';
import type { Sizes } from './shapes/shape.ts';

/**
 * A GPT (Radford et al. 2019), the yardstick of the other minds: x = E[id] + P[place], then L blocks x ← x + attention(LN(x)),
 * x ← x + W·gelu(W·LN(x)), logits E·LN(x). As nanoGPT trains it: no biases, the exact gelu (OpenAI's is its tanh form); all
 * matrices decay, the tables too. Where the colour is 0 and its weight 0, this is nanoGPT's GPT and nothing else.
 *
 * Unlike baby: order comes from learnt places, so a chunk is all it can look back on; nothing is carried from chunk to chunk, and each
 * chunk begins at place 0. When it speaks it keeps the keys and values of up to T tokens; see `room`.
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
    const heard: Record<string, Tensor> = {};
    const mind = think(
      r,
      sizes,
      batch,
      contextLength,
      (x, places) => {
        const row = contextLength * channels;
        return r.view(addBias(r.view(x, [batch, row]), r.view(places, [row])), [batch, contextLength, channels]);
      },
      (qkv, l) => {
        heard[`attention${l}`] = qkv;
        return attention(qkv, heads);
      },
      leaveOut(true),
    );
    const { losses, best } = crossEntropy(linear(mind.spoken, mind.table), r.input('targets', [batch * contextLength]));
    const colourLoss = squaredError(mind.colour, r.input('nextColour', [batch, 3]));
    return {
      outputs: { losses, best, colour: mind.colour, ...heard },
      losses: [
        [losses, r.input('weights', [batch * contextLength])],
        [colourLoss, r.input('colourWeights', [batch, 3])],
      ],
    };
  },

  /** Unlike learn: one stream, behind what it carries in mind, and only the last token's logits. */
  speak(r, sizes, time): TapeBuilder {
    const { channels, heads, contextLength } = sizes;
    const position = heardBefore(r);
    const places = placesOnward(r, position, time);
    const mind = think(
      r,
      sizes,
      1,
      time,
      (x, table) => add(x, r.view(gather(places, table), [1, time, channels])),
      (qkv) => attentionCached(qkv, heads, r.state('past', [1, contextLength, 2 * channels]), position),
      leaveOut(false),
    );
    countHeard(r, position, time);
    const last = gather(
      r.fixedInput('lastToken', new Float32Array([time - 1]), [1]),
      r.view(mind.spoken, [time, channels]),
    );
    return { outputs: { logits: linear(last, mind.table), colour: mind.colour } };
  },

  /** How far back each head looks, in the first stream. */
  look({ output }, { blocks, contextLength, channels, heads }): Insight {
    const values: Record<string, number> = {};
    const maps: Insight['maps'][number][] = [];
    for (let l = 0; l < blocks; l++) {
      const lags = lagsOf(output(`attention${l}`), contextLength, channels, heads);
      lags.forEach((shares, h) => {
        values[`lobe${l}.window${h}`] = shares.reduce((sum, share, lag) => sum + share * (lag + 1), 0);
      });
      const heat = scaled(lags.map((shares) => buckets(shares)));
      const rows = heat.map((row, h) => ({ label: `head ${h + 1}`, values: row }));
      maps.push({ title: `block ${l + 1}: how much each head hears, from now to long ago`, rows });
    }
    return { values, maps };
  },
};

/** ids(B,T), colour(B,3) -> spoken(B,T,C), ready for the table; colour(B,3), the one expected next */
function think(
  r: Recording,
  sizes: Sizes<Gpt2Shape>,
  streams: number,
  time: number,
  place: (x: Tensor, places: Tensor) => Tensor,
  hear: (qkv: Tensor, block: number) => Tensor,
  leaveOut: LeaveOut,
) {
  const { vocabulary, channels, feedForwardWidth, blocks } = sizes;
  const table = r.parameter('tokens', [vocabulary, channels], normal(DEVIATION));
  const places = r.parameter('places', [sizes.contextLength, channels], normal(DEVIATION));
  const felt = linear(r.input('colour', [streams, 3]), r.parameter('embed.colour', [channels, 3], normal(DEVIATION)));
  const read = place(addPerStream(gather(r.input('ids', [streams, time]), table), felt), places);
  let x = leaveOut(read, 'embedding');
  for (let l = 0; l < blocks; l++) {
    r.inside(`block${l}`, () => {
      const norm = (name: string) => normLayer(r, name, x, { bias: false });
      x = add(
        x,
        selfAttention(r, norm('hear'), blocks, (qkv) => hear(qkv, l), leaveOut),
      );
      x = add(x, perceptron(r, norm('think'), feedForwardWidth, blocks, leaveOut));
    });
  }
  const spoken = normLayer(r, 'norm', x, { bias: false });
  return { table, spoken, colour: expectColour(r, spoken) };
}
