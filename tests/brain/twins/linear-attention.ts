import { plainBackend } from '../../../brain/kernels/plain.ts';
import { array, between, type Case, given, input, output, result, room, type Twin } from './case.ts';

type Names = 'linearAttention' | 'linearAttentionBackward';

const STREAMS = 2;
const ROOM = 60_000;
/** [tokens, heads of queries, of keys and values, depth]: single tokens, a whole block, tails of one, several blocks, groups */
const SHAPES = [
  [1, 1, 1, 1],
  [1, 3, 3, 5],
  [2, 4, 2, 7],
  [5, 2, 1, 33],
  [6, 1, 1, 3],
  [7, 2, 2, 8],
  [13, 4, 2, 5],
  [64, 2, 2, 32],
  [67, 3, 1, 12],
  [130, 2, 1, 6],
] as const;

interface Sizes {
  time: number;
  heads: number;
  kvHeads: number;
  depth: number;
  y: number;
  qkv: number;
  state: number;
  acc: number;
  name: string;
}

const sizes = (): Sizes[] =>
  SHAPES.map(([time, heads, kvHeads, depth], i) => ({
    time,
    heads,
    kvHeads,
    depth,
    y: STREAMS * time * heads * depth,
    qkv: STREAMS * time * (heads + 2 * kvHeads) * depth,
    state: STREAMS * kvHeads * (depth + 1) * depth,
    acc: i % 2,
    name: `${time} tokens, ${heads} heads on ${kvHeads}, depth ${depth}, accumulate ${i % 2}`,
  }));

/** decays of which one is none, and a state as tokens leave it: z is positive, as all features are */
function past({ kvHeads, depth, state }: Sizes) {
  const decays = array(kvHeads, () => between(0.8, 1));
  decays[0] = 1;
  const before = array(state);
  for (let group = 1; group <= state / depth / (depth + 1); group++)
    for (let i = 0; i < depth; i++) before[group * (depth + 1) * depth - 1 - i] = between(0, 30);
  return { decays, before };
}

/** y and the denominators as the forward pass leaves them */
function forward(qkv: Float32Array, decays: Float32Array, before: Float32Array, s: Sizes) {
  const numbers = new Float64Array(1 + s.qkv + decays.length + 2 * s.state + s.y + STREAMS * s.heads * s.time);
  let next = 1;
  const put = (values: Float32Array | number) => {
    const at = next;
    if (typeof values !== 'number') numbers.set(values, at);
    next += typeof values === 'number' ? values : values.length;
    return at;
  };
  const [q, d, b, after, y, sums] = [put(qkv), put(decays), put(before), put(s.state), put(s.y), put(0)];
  const { kernels } = plainBackend(numbers);
  kernels.linearAttention(0, STREAMS * s.kvHeads, q, d, b, y, sums, after, s.time, s.heads, s.kvHeads, s.depth, 0);
  return { y: numbers.slice(y, sums), sums: numbers.slice(sums) };
}

export const linearAttention = {
  linearAttention: () =>
    sizes().map((s) => {
      const { decays, before } = past(s);
      return {
        name: s.name,
        axis: STREAMS * s.kvHeads,
        relative: 4e-6,
        absolute: 2e-5,
        operands: {
          qkv: input(s.qkv),
          decays: given(decays),
          before: given(before),
          y: output(s.y),
          sums: output(STREAMS * s.heads * s.time),
          after: output(s.state),
          scratch: room(ROOM),
        },
        run: (k, at, from, to) =>
          k.linearAttention(
            from,
            to,
            at.qkv!,
            at.decays!,
            at.before!,
            at.y!,
            at.sums!,
            at.after!,
            s.time,
            s.heads,
            s.kvHeads,
            s.depth,
            at.scratch!,
          ),
      };
    }),
  linearAttentionBackward: () =>
    sizes().map((s) => {
      const { decays, before } = past(s);
      const qkv = array(s.qkv);
      const { y, sums } = forward(qkv, decays, before, s);
      return {
        name: s.name,
        axis: STREAMS * s.kvHeads,
        relative: 4e-6,
        absolute: 3e-5, // sums of up to a hundred products of such sums
        operands: {
          qkv: given(qkv),
          decays: given(decays),
          before: given(before),
          y: given(y),
          sums: given(sums),
          dy: input(s.y),
          dqkv: result(s.qkv, s.acc),
          scratch: room(ROOM),
        },
        run: (k, at, from, to) =>
          k.linearAttentionBackward(
            from,
            to,
            at.qkv!,
            at.decays!,
            at.before!,
            at.y!,
            at.sums!,
            at.dy!,
            at.dqkv!,
            s.time,
            s.heads,
            s.kvHeads,
            s.depth,
            s.acc,
            at.scratch!,
          ),
      };
    }),
} satisfies Pick<Record<Twin, () => Case[]>, Names>;
