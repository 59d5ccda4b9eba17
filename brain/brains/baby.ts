import type { TapeBuilder } from '../engine/engine.ts';
import type { Recording } from '../engine/recording.ts';
import type { Tensor } from '../engine/tensor.ts';
import { expectColour } from '../layers/colour.ts';
import { embed, tokenTable } from '../layers/embed.ts';
import { normLayer } from '../layers/linear.ts';
import { lobe } from '../layers/lobe.ts';
import { type LeaveOut, leaveOut } from '../ops/dropout.ts';
import { linear } from '../ops/matmul.ts';
import { gather } from '../ops/streams.ts';
import { buckets, logistic, meanOf, rootMeanSquare, rowOf, scaled } from './insight.ts';
import type { BrainKind, Insight } from './kind.ts';
import { objective } from './objective.ts';
import { type BabyShape, babyShape } from './shapes/baby.ts';
import type { Sizes } from './shapes/shape.ts';

/**
 * The default brain: the original's organs, each made to do what it was meant to do (brain/README.md).
 * Unlike seed: every position is predicted from its own past only by windows and memories that move with every token; there are
 * several lobes around a residual stream; one table both reads and speaks; learning and speaking run the same function, so what is
 * learnt in parallel is spoken token by token with a state of fixed size.
 */
export const baby: BrainKind<BabyShape> = {
  ...babyShape,
  name: 'baby',

  overlap: () => 0,

  learn(r, sizes, how): TapeBuilder {
    const { hidden, table, probes } = forward(r, sizes, sizes.batch, sizes.contextLength, leaveOut(true));
    const colour = expectColour(r, hidden);
    return objective(r, sizes, { logits: linear(hidden, table), colour, probes }, how);
  },

  foresee(r, sizes): Tensor {
    const { hidden, table } = forward(r, sizes, sizes.batch, sizes.contextLength, leaveOut(false));
    return linear(hidden, table);
  },

  inspect(r, sizes): TapeBuilder {
    const { organs } = forward(r, sizes, sizes.batch, sizes.contextLength, leaveOut(false));
    return { outputs: organs };
  },

  /** Unlike learn: one stream, and only the last token's logits. */
  speak(r, sizes, time): TapeBuilder {
    const { hidden, table } = forward(r, sizes, 1, time, leaveOut(false));
    const colour = expectColour(r, hidden);
    const at = r.fixedInput('lastToken', new Float32Array([time - 1]), [1]);
    const last = gather(at, r.view(hidden, [time, sizes.channels]));
    return { outputs: { logits: linear(last, table), colour } };
  },

  speakTogether: (r, sizes, streams) =>
    r.rowByRow(() => {
      const { hidden, table } = forward(r, sizes, streams, 1, leaveOut(false));
      return { outputs: { logits: linear(hidden, table) } };
    }),

  adapts: (parameter) => /\.(neurons|project)\.weight$/.test(parameter),

  enlarging: {
    larger: (shape, by) =>
      by === 'lobe'
        ? { ...shape, lobes: shape.lobes + 1 }
        : { ...shape, neurons: 16 * Math.ceil((1.5 * shape.neurons) / 16) },
    // what more lobes than six bring is not known (school/EXPERIMENTS.md)
    prefers: ({ lobes }) => (lobes < 6 ? 'lobe' : 'neurons'),
    tables: ['tokens'],
    // all that a lobe says passes through its projection
    beginsSilent: (parameter) => /\.project\.(weight|bias)$/.test(parameter),
  },

  look({ parameter, output }, { lobes, neurons }): Insight {
    const values: Record<string, number> = {};
    const maps: Insight['maps'][number][] = [];
    for (let l = 0; l < lobes; l++) {
      const lobe = `lobe${l}`;
      const sizes = Array.from(parameter(`${lobe}.windows.logSize`), Math.exp);
      const cerebellum = parameter(`${lobe}.windows.cerebellum`);
      const rows = sizes.map((_, k) => rowOf(cerebellum, k, neurons));
      sizes.forEach((size, k) => {
        values[`${lobe}.window${k}`] = size;
        values[`${lobe}.weight${k}`] = rootMeanSquare(rows[k]);
      });
      for (const memory of ['short', 'long'] as const) {
        values[`${lobe}.${memory}Decay`] = meanOf(parameter(`${lobe}.memory.${memory}Decay`), logistic);
      }
      values[`${lobe}.listenShort`] = rootMeanSquare(parameter(`${lobe}.memory.listenShort`));
      values[`${lobe}.listenLong`] = rootMeanSquare(parameter(`${lobe}.memory.listenLong`));
      values[`${lobe}.gate`] = meanOf(output(`gate${l}`), (gate) => (gate > 0 ? 1 : 0));
      const heat = scaled(rows.map((row) => buckets(row)));
      const picture = sizes.map((size, k) => ({ label: size.toFixed(1), values: heat[k] }));
      maps.push({ title: `lobe ${l + 1}: cerebellum, by size of window and neuron`, rows: picture });
    }
    return { values, maps };
  },
};

/** ids(B,T), colour(B,3) -> hidden(B,T,C), ready for the table, and for the colour that it expects next; `organs`: what each part of each lobe makes of it, (B,T,N) */
function forward(r: Recording, sizes: Sizes<BabyShape>, streams: number, time: number, leaveOut: LeaveOut) {
  const table = tokenTable(r, sizes.vocabulary, sizes.channels);
  let x = leaveOut(embed(r, r.input('ids', [streams, time]), r.input('colour', [streams, 3]), table), 'embedding');
  const probes: Record<string, Tensor> = {};
  const organs: Record<string, Tensor> = {};
  for (let l = 0; l < sizes.lobes; l++) {
    r.inside(`lobe${l}`, () => {
      const { out, ...parts } = lobe(r, x, sizes, leaveOut);
      x = out;
      probes[`gate${l}`] = parts.gate;
      for (const [name, part] of Object.entries(parts)) organs[`${name}${l}`] = part;
    });
  }
  const hidden = normLayer(r, 'norm', x);
  return { table, hidden, probes, organs };
}
