import { plainBackend } from '../../../brain/kernels/plain.ts';
import { array, type Case, given, input, output, result, room, type Twin } from './case.ts';

type Names =
  | 'attention'
  | 'attentionBackward'
  | 'attentionCached'
  | 'appendToCache'
  | 'standardAttention'
  | 'standardAttentionBackward';

const STREAMS = 2;
const ROOM = 60_000;
/**
 * [tokens, heads of queries, of keys and values, depth]: one token, tails of panels of 4, 6 and 8, whole panels, more than one strip of
 * queries, groups of two and of all heads
 */
const SHAPES = [
  [1, 1, 1, 1],
  [2, 3, 3, 5],
  [5, 2, 2, 8],
  [8, 1, 1, 3],
  [13, 2, 2, 7],
  [16, 2, 2, 16],
  [23, 1, 1, 33],
  [64, 2, 2, 32],
  [67, 1, 1, 12],
  [130, 1, 1, 6],
  [1, 2, 1, 3],
  [13, 4, 2, 7],
  [67, 3, 1, 8],
  [70, 4, 2, 5],
] as const;

interface Sizes {
  time: number;
  heads: number;
  kvHeads: number;
  depth: number;
  /** of y, of qkv, of the keys and values in it */
  width: number;
  row: number;
  cached: number;
  acc: number;
  name: string;
}

const sizes = (): Sizes[] =>
  SHAPES.map(([time, heads, kvHeads, depth], i) => {
    const name = `${time} tokens, ${heads} heads on ${kvHeads}, depth ${depth}, accumulate ${i % 2}`;
    const [width, cached] = [heads * depth, 2 * kvHeads * depth];
    return { time, heads, kvHeads, depth, width, row: width + cached, cached, acc: i % 2, name };
  });

/** y and logsumexp as the forward pass leaves them */
function forward(qkv: Float32Array, { time, heads, kvHeads, depth, width, row }: Sizes) {
  const rows = STREAMS * time;
  const numbers = new Float64Array(1 + rows * (row + width + heads));
  numbers.set(qkv, 1);
  const y = 1 + qkv.length;
  const lse = y + rows * width;
  plainBackend(numbers).kernels.attention(0, STREAMS * heads, 1, y, lse, time, heads, kvHeads, depth, 0);
  return { y: numbers.slice(y, lse), logsumexp: numbers.slice(lse) };
}

/** P as the forward pass of standard attention leaves it */
function matrix(qkv: Float32Array, { time, heads, kvHeads, depth, width }: Sizes) {
  const y = 1 + qkv.length;
  const p = y + STREAMS * time * width;
  const numbers = new Float64Array(p + STREAMS * heads * time * time);
  numbers.set(qkv, 1);
  plainBackend(numbers).kernels.standardAttention(0, STREAMS * heads, 1, y, p, time, heads, kvHeads, depth, 0);
  return numbers.slice(p);
}

export const attention = {
  attention: () =>
    sizes().map((s) => ({
      name: s.name,
      axis: STREAMS * s.heads,
      relative: 2e-6,
      absolute: 5e-6,
      operands: {
        qkv: input(STREAMS * s.time * s.row),
        y: output(STREAMS * s.time * s.width),
        logsumexp: output(STREAMS * s.time * s.heads),
        scratch: room(ROOM),
      },
      run: (k, at, from, to) =>
        k.attention(from, to, at.qkv!, at.y!, at.logsumexp!, s.time, s.heads, s.kvHeads, s.depth, at.scratch!),
    })),
  attentionBackward: () =>
    sizes().map((s) => {
      const qkv = array(STREAMS * s.time * s.row);
      const { y, logsumexp } = forward(qkv, s);
      return {
        name: s.name,
        axis: STREAMS * s.kvHeads,
        relative: 3e-6,
        absolute: 3e-5, // sums of up to a hundred products of such sums
        operands: {
          qkv: given(qkv),
          y: given(y),
          logsumexp: given(logsumexp),
          dy: input(STREAMS * s.time * s.width),
          dqkv: result(qkv.length, s.acc),
          scratch: room(ROOM),
        },
        run: (k, at, from, to) =>
          k.attentionBackward(
            from,
            to,
            at.qkv!,
            at.y!,
            at.logsumexp!,
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
  standardAttention: () =>
    sizes().map((s) => ({
      name: s.name,
      axis: STREAMS * s.heads,
      relative: 2e-6,
      absolute: 5e-6,
      operands: {
        qkv: input(STREAMS * s.time * s.row),
        y: output(STREAMS * s.time * s.width),
        p: output(STREAMS * s.heads * s.time * s.time),
        scratch: room(ROOM),
      },
      run: (k, at, from, to) =>
        k.standardAttention(from, to, at.qkv!, at.y!, at.p!, s.time, s.heads, s.kvHeads, s.depth, at.scratch!),
    })),
  standardAttentionBackward: () =>
    sizes().map((s) => {
      const qkv = array(STREAMS * s.time * s.row);
      return {
        name: s.name,
        axis: STREAMS * s.kvHeads,
        relative: 3e-6,
        absolute: 3e-5,
        operands: {
          qkv: given(qkv),
          p: given(matrix(qkv, s)),
          dy: input(STREAMS * s.time * s.width),
          dqkv: result(qkv.length, s.acc),
          scratch: room(ROOM),
        },
        run: (k, at, from, to) =>
          k.standardAttentionBackward(
            from,
            to,
            at.qkv!,
            at.p!,
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
  // nothing before, something before, as much as there is room for; what is in the past behind the position must not be heard
  attentionCached: () =>
    sizes().flatMap((s) =>
      [0, 3, 21].map((before): Case => {
        const length = 21 + s.time;
        const past = array(length * s.cached);
        past.fill(Number.NaN, before * s.cached);
        return {
          name: `${s.name}, after ${before}`,
          axis: s.heads,
          relative: 2e-6,
          absolute: 5e-6,
          operands: {
            qkv: input(s.time * s.row),
            past: given(past),
            position: given([before]),
            y: output(s.time * s.width),
            scratch: room(length + 16),
          },
          run: (k, at, from, to) =>
            k.attentionCached(
              from,
              to,
              at.qkv!,
              at.past!,
              at.position!,
              at.y!,
              s.time,
              length,
              s.heads,
              s.kvHeads,
              s.depth,
              at.scratch!,
            ),
        };
      }),
    ),
  // to the beginning, behind others, and partly or wholly beyond the end
  appendToCache: () =>
    [0, 4, 9, 12].map((place) => ({
      name: `5 rows to place ${place} of 11`,
      axis: 5,
      relative: 0,
      absolute: 0,
      operands: {
        x: input(5 * 9),
        position: given([place]),
        past: { role: 'out', values: array(11 * 6) },
      },
      run: (k, at, from, to) => k.appendToCache(from, to, at.x!, at.position!, at.past!, 9, 11, 6),
    })),
} satisfies Pick<Record<Twin, () => Case[]>, Names>;
