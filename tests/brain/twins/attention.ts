import { plainBackend } from '../../../brain/kernels/plain.ts';
import { array, type Case, given, input, output, result, room, type Twin } from './case.ts';

type Names = 'attention' | 'attentionBackward' | 'attentionCached' | 'appendToCache';

const STREAMS = 2;
const ROOM = 60_000;
/** [tokens, heads, depth]: one token, tails of panels of 4, 6 and 8, whole panels, more than one strip of queries */
const SHAPES = [
  [1, 1, 1],
  [2, 3, 5],
  [5, 2, 8],
  [8, 1, 3],
  [13, 2, 7],
  [16, 2, 16],
  [23, 1, 33],
  [64, 2, 32],
  [67, 1, 12],
  [130, 1, 6],
] as const;

interface Sizes {
  time: number;
  heads: number;
  depth: number;
  width: number;
  acc: number;
  name: string;
}

const sizes = (): Sizes[] =>
  SHAPES.map(([time, heads, depth], i) => {
    const name = `${time} tokens, ${heads} heads, depth ${depth}, accumulate ${i % 2}`;
    return { time, heads, depth, width: heads * depth, acc: i % 2, name };
  });

/** y and logsumexp as the forward pass leaves them */
function forward(qkv: Float32Array, { time, heads, depth, width }: Sizes) {
  const rows = STREAMS * time;
  const numbers = new Float64Array(1 + rows * (4 * width + heads));
  numbers.set(qkv, 1);
  const y = 1 + qkv.length;
  const lse = y + rows * width;
  plainBackend(numbers).kernels.attention(0, STREAMS * heads, 1, y, lse, time, heads, depth, 0);
  return { y: numbers.slice(y, lse), logsumexp: numbers.slice(lse) };
}

export const attention = {
  attention: () =>
    sizes().map((s) => ({
      name: s.name,
      axis: STREAMS * s.heads,
      relative: 2e-6,
      absolute: 5e-6,
      operands: {
        qkv: input(STREAMS * s.time * 3 * s.width),
        y: output(STREAMS * s.time * s.width),
        logsumexp: output(STREAMS * s.time * s.heads),
        scratch: room(ROOM),
      },
      run: (k, at, from, to) =>
        k.attention(from, to, at.qkv!, at.y!, at.logsumexp!, s.time, s.heads, s.depth, at.scratch!),
    })),
  attentionBackward: () =>
    sizes().map((s) => {
      const qkv = array(STREAMS * s.time * 3 * s.width);
      const { y, logsumexp } = forward(qkv, s);
      return {
        name: s.name,
        axis: STREAMS * s.heads,
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
        const past = array(2 * length * s.width);
        past.fill(Number.NaN, 2 * before * s.width);
        return {
          name: `${s.name}, after ${before}`,
          axis: s.heads,
          relative: 2e-6,
          absolute: 5e-6,
          operands: {
            qkv: input(s.time * 3 * s.width),
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
