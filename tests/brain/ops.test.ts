import { describe, expect, it } from 'vitest';
import { normal, spread, uniform } from '../../brain/engine/parameters.ts';
import type { Recording } from '../../brain/engine/recording.ts';
import type { Tensor } from '../../brain/engine/tensor.ts';
import { attention } from '../../brain/ops/attention.ts';
import { crossEntropy, softCrossEntropy } from '../../brain/ops/cross-entropy.ts';
import { dropout } from '../../brain/ops/dropout.ts';
import { gatedMemory } from '../../brain/ops/gated-memory.ts';
import { gatedSum, gateSoftmax } from '../../brain/ops/gates.ts';
import { headNorm } from '../../brain/ops/head-norm.ts';
import { linearAttention } from '../../brain/ops/linear-attention.ts';
import { lowRank } from '../../brain/ops/low-rank.ts';
import { addBias, linear, matmul } from '../../brain/ops/matmul.ts';
import { scan } from '../../brain/ops/memory.ts';
import { layerNorm } from '../../brain/ops/norm.ts';
import { add, affine, clamp, gelu, geluTanh, multiply, relu, scaleBy, sigmoid } from '../../brain/ops/pointwise.ts';
import { rmsNorm } from '../../brain/ops/rms-norm.ts';
import { rope } from '../../brain/ops/rope.ts';
import { shares, softmax } from '../../brain/ops/softmax.ts';
import { standardAttention } from '../../brain/ops/standard-attention.ts';
import { addPerStream, gather, repeatRow, takeRows } from '../../brain/ops/streams.ts';
import { swiglu } from '../../brain/ops/swiglu.ts';
import { realWindows, seedWindows } from '../../brain/ops/window-shapes.ts';
import { windows } from '../../brain/ops/windows.ts';
import { checkGradients } from './gradients.ts';

const p = (r: Recording, name: string, ...shape: number[]): Tensor => r.parameter(name, shape, normal(1));

/** Whole numbers as a fixed input, since ids are not learnt. */
const ids = (r: Recording, name: string, shape: number[], list: number[]): Tensor =>
  r.fixedInput(name, Float32Array.from(list), shape);

/** Cosines, then sines, of any angles. */
const table = (r: Recording, places: number, depth: number): Tensor => {
  const angle = (i: number) => Math.floor(i / depth) + (i % (depth / 2));
  const turn = (i: number) => (i % depth < depth / 2 ? Math.cos(angle(i)) : Math.sin(angle(i)));
  return r.fixedInput(
    'table',
    Float32Array.from({ length: places * depth }, (_, i) => turn(i)),
    [places, depth],
  );
};

/** A state whose last row of each head is positive, as linear attention leaves it: the sum of features. */
const positive = (r: Recording, shape: number[]): Tensor => {
  const state = r.state('before', shape);
  return add(
    state,
    r.fixedInput(
      'some',
      Float32Array.from({ length: state.size }, () => 9),
      shape,
    ),
  );
};

/** Every op once, in a small odd shape. A new op without a case here has no checked gradient. */
const CASES: Record<string, (r: Recording) => Tensor> = {
  add: (r) => add(p(r, 'a', 2, 3), p(r, 'b', 2, 3)),
  'add to itself': (r) => {
    const a = p(r, 'a', 5);
    return add(a, gelu(a));
  },
  affine: (r) => affine(p(r, 'x', 7), -1, 1),
  multiply: (r) => multiply(p(r, 'a', 2, 3), p(r, 'b', 2, 3)),
  scaleBy: (r) => scaleBy(p(r, 's', 1), p(r, 'x', 3, 5)),
  clamp: (r) => clamp(p(r, 'x', 40), -0.7, 0.9),
  sigmoid: (r) => sigmoid(p(r, 'x', 9)),
  gelu: (r) => gelu(r.parameter('x', [31], spread(-5, 5))),
  geluTanh: (r) => geluTanh(r.parameter('x', [31], spread(-5, 5))),
  relu: (r) => relu(r.parameter('x', [31], spread(-5, 5.1))),
  swiglu: (r) => swiglu(r.parameter('gate', [31], spread(-5, 5)), p(r, 'up', 31)),
  'swiglu of one tensor, heard elsewhere too': (r) => {
    const x = p(r, 'x', 9);
    return add(swiglu(x, x), gelu(x));
  },
  'swiglu of what is not learnt': (r) =>
    add(swiglu(p(r, 'gate', 5), r.state('up', [5])), swiglu(r.state('gate', [5]), p(r, 'up', 5))),
  linear: (r) => linear(p(r, 'x', 2, 3, 4), p(r, 'w', 5, 4), p(r, 'b', 5)),
  'linear without bias': (r) => linear(p(r, 'x', 3, 4), p(r, 'w', 5, 4)),
  lowRank: (r) => lowRank(p(r, 'w', 5, 4), p(r, 'b', 5, 2), p(r, 'a', 2, 4)),
  'lowRank beside a map that is not learnt': (r) =>
    linear(p(r, 'x', 3, 4), lowRank(r.state('w', [5, 4]), affine(p(r, 'b', 5, 3), 0.5, 0), p(r, 'a', 3, 4))),
  matmul: (r) => matmul(p(r, 'x', 3, 4), p(r, 'w', 4, 5)),
  addBias: (r) => addBias(p(r, 'x', 3, 4), p(r, 'b', 4)),
  layerNorm: (r) => layerNorm(p(r, 'x', 3, 7), p(r, 'gamma', 7), p(r, 'beta', 7)),
  rmsNorm: (r) => rmsNorm(p(r, 'x', 3, 7), p(r, 'gamma', 7)),
  headNorm: (r) => headNorm(p(r, 'qkv', 2, 3, 24), p(r, 'queries', 3), p(r, 'keys', 3), 4, 2),
  rope: (r) => rope(p(r, 'qkv', 2, 3, 16), table(r, 3, 4), { heads: 3, depth: 4 }),
  'rope of what is heard elsewhere too': (r) => {
    const x = p(r, 'qkv', 1, 3, 9);
    return multiply(rope(x, table(r, 3, 6), { heads: 1, depth: 6 }), x);
  },
  softmax: (r) => softmax(p(r, 'x', 3, 5)),
  shares: (r) => shares(sigmoid(p(r, 'x', 5))),
  crossEntropy: (r) => crossEntropy(p(r, 'x', 4, 6), ids(r, 'targets', [4], [0, 5, 2, 2])).objective,
  'crossEntropy with smoothed labels': (r) =>
    crossEntropy(p(r, 'x', 4, 6), ids(r, 'targets', [4], [0, 5, 2, 2]), 0.15).objective,
  softCrossEntropy: (r) => {
    const logits = p(r, 'x', 4, 6);
    const soft = r.fixedInput(
      'soft',
      Float32Array.from({ length: 24 }, (_, i) => [0.1, 0.3, 0.05, 0.25, 0.2, 0.1][i % 6]!),
      [4, 6],
    );
    const { objective, logsumexp } = crossEntropy(logits, ids(r, 'targets', [4], [0, 5, 2, 2]));
    return add(objective, softCrossEntropy(logits, soft, logsumexp));
  },
  gather: (r) => gather(ids(r, 'ids', [2, 3], [0, 2, 2, 1, 0, 2]), p(r, 'table', 4, 3)),
  addPerStream: (r) => addPerStream(p(r, 'x', 2, 3, 4), p(r, 'v', 2, 4)),
  takeRows: (r) => takeRows(p(r, 'x', 5, 3), 2, 2),
  repeatRow: (r) => repeatRow(p(r, 'x', 3), 4),
  'windows, real sizes': (r) => {
    const sizes = realWindows(r.parameter('size', [4], spread(0.2, 1.9)), 8);
    return windows(p(r, 'x', 2, 6, 3), r.state('history', [2, 8, 3]), sizes, p(r, 'mix', 4, 3));
  },
  'windows, longer than all there is': (r) => {
    const sizes = realWindows(r.parameter('size', [2], spread(1.7, 2.2)), 16);
    return windows(p(r, 'x', 1, 4, 3), r.state('history', [1, 2, 3]), sizes, p(r, 'mix', 2, 3));
  },
  'windows of the seed': (r) => {
    const sizes = seedWindows(
      r.parameter('size', [4], spread(-1.3, 1.9)),
      r.parameter('fraction', [4], spread(-3, 2)),
      8,
    );
    return windows(p(r, 'x', 1, 9, 3), r.state('history', [1, 1, 3]), sizes, p(r, 'mix', 4, 3));
  },
  scan: (r) => scan(p(r, 'x', 2, 5, 3), r.parameter('decay', [3], spread(-1, 3)), r.state('before', [2, 3])).y,
  gatedMemory: (r) =>
    gatedMemory(
      p(r, 'heard', 2, 3, 5),
      p(r, 'short', 2, 3, 5),
      p(r, 'long', 2, 3, 5),
      p(r, 'alpha', 5),
      p(r, 'beta', 5),
      r.parameter('open', [2, 3, 5], spread(-4, 4)),
    ),
  'gatedMemory of what is heard elsewhere too': (r) => {
    const x = p(r, 'x', 4, 3);
    return add(gatedMemory(x, x, sigmoid(x), p(r, 'alpha', 3), p(r, 'beta', 3), gelu(x)), multiply(x, x));
  },
  'gatedMemory of what is not learnt': (r) =>
    gatedMemory(
      p(r, 'heard', 4, 3),
      r.state('short', [4, 3]),
      r.state('long', [4, 3]),
      p(r, 'alpha', 3),
      p(r, 'beta', 3),
      r.state('open', [4, 3]),
    ),
  dropout: (r) => dropout(p(r, 'x', 3, 7), 0.4),
  'dropout twice, by masks of their own': (r) => {
    const x = p(r, 'x', 29);
    return add(dropout(x, 0.5), multiply(dropout(x, 0.25), x));
  },
  attention: (r) => attention(p(r, 'qkv', 2, 5, 18), 2),
  'attention, four heads on two': (r) => attention(p(r, 'qkv', 2, 5, 24), 4, 2),
  linearAttention: (r) => {
    const decays = r.fixedInput('decays', Float32Array.of(1, 0.75), [2]);
    return linearAttention(p(r, 'qkv', 2, 5, 24), 4, 2, decays, positive(r, [2, 2, 4, 3])).y;
  },
  standardAttention: (r) => standardAttention(p(r, 'qkv', 2, 5, 18), 2),
  'standardAttention, four heads on two': (r) => standardAttention(p(r, 'qkv', 2, 5, 24), 4, 2),
  'attention of what is heard elsewhere too': (r) => {
    const x = p(r, 'x', 1, 4, 12);
    const y = attention(x, 1);
    return multiply(add(y, y), attention(multiply(x, x), 1));
  },
  gateSoftmax: (r) => gateSoftmax(r.parameter('x', [3, 12], normal(20))),
  gatedSum: (r) =>
    gatedSum(gateSoftmax(p(r, 'x', 3, 8)), [
      [0, p(r, 'a', 3, 2)],
      [1, p(r, 'shared', 2)],
      [3, p(r, 'c', 3, 2)],
    ]),
  'several consumers of one tensor': (r) => {
    const x = gelu(p(r, 'x', 3, 4));
    return add(linear(x, p(r, 'w', 4, 4)), multiply(x, sigmoid(x)));
  },
  'a view keeps its gradient': (r) => {
    const x = r.view(gelu(p(r, 'x', 2, 6)), [3, 4]);
    return layerNorm(x, p(r, 'gamma', 4));
  },
  'no gradient through stopGradient': (r) => {
    const x = p(r, 'x', 4);
    return add(x, r.stopGradient(r.view(p(r, 'frozen', 4), [4])));
  },
};

describe('gradients against finite differences in float64', () => {
  for (const [name, build] of Object.entries(CASES)) {
    if (name === 'no gradient through stopGradient') continue;
    it(name, () => {
      const verdict = checkGradients(build);
      expect(verdict.checked).toBeGreaterThan(0);
      expect(verdict.worst, verdict.parameter).toBeLessThan(2e-6);
    });
  }

  it('stopGradient is seen as a wrong gradient by the checker, since differences do see through it', () => {
    const verdict = checkGradients(CASES['no gradient through stopGradient']);
    expect(verdict.worst).toBeGreaterThan(0.5);
    expect(verdict.parameter).toMatch(/^frozen/);
  });

  it('the checker fails on a backward that is wrong by a factor, by a sign or in one element', () => {
    const gelus = (r: Recording) => gelu(r.parameter('x', [11], uniform(2)));
    const tampers = [
      (n: Float64Array, dx: number, i: number) => (n[dx + i] *= 1.001),
      (n: Float64Array, dx: number, i: number) => (n[dx + i] *= -1),
      (n: Float64Array, dx: number, i: number) => i === 3 && (n[dx + i] += 1e-3),
    ];
    for (const change of tampers) {
      const verdict = checkGradients(gelus, {
        tamper: (kernels, numbers) => ({
          geluWithSlope: (from, to, x, y, slope) => {
            kernels.geluWithSlope(from, to, x, y, slope);
            for (let i = from; i < to; i++) change(numbers, slope, i);
          },
        }),
      });
      expect(verdict.worst).toBeGreaterThan(1e-4);
    }
  });

  it('the checker fails when a contribution is lost', () => {
    const verdict = checkGradients(CASES['several consumers of one tensor'], {
      tamper: (kernels) => ({
        sigmoidBackward: (from, to, y, dy, dx) => kernels.scaleInto(from, to, dy, 0 * y, dx, 1),
      }),
    });
    expect(verdict.worst).toBeGreaterThan(1e-2);
  });
});
