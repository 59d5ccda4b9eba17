import { between, type Case, FLAGS, given, input, normal, output, result, SIZES, type Twin } from './case.ts';

type Names =
  | 'rmsNorm'
  | 'rmsNormBackward'
  | 'rmsNormBackwardAffine'
  | 'headNorm'
  | 'headNormBackward'
  | 'headNormBackwardAffine'
  | 'rope'
  | 'swiglu'
  | 'swigluBackward'
  | 'geluTanh'
  | 'geluTanhWithSlope'
  | 'relu'
  | 'reluBackward'
  | 'wrap';

const ROWS = 6;
const each = (make: (n: number, acc: number) => Case): Case[] => SIZES.flatMap((n) => FLAGS.map((acc) => make(n, acc)));

/** [H, G, D]: plain, grouped and one head of keys for all; widths around the lanes */
const HEADS = [
  [1, 1, 1],
  [2, 2, 3],
  [4, 2, 4],
  [3, 1, 7],
  [6, 2, 16],
  [2, 1, 34],
] as const;
const headed = (make: (heads: number, kvHeads: number, depth: number, acc: number) => Case): Case[] =>
  HEADS.flatMap(([heads, kvHeads, depth]) => FLAGS.map((acc) => make(heads, kvHeads, depth, acc)));
const named = (heads: number, kvHeads: number, depth: number, acc: number) =>
  `${heads} heads, ${kvHeads} of keys, depth ${depth}, accumulate ${acc}`;

export const parts = {
  rmsNorm: () =>
    SIZES.map((cols) => ({
      name: `${cols} columns`,
      axis: ROWS,
      relative: 1e-6,
      absolute: 1e-6,
      operands: {
        x: input(ROWS * cols, () => 3 * normal() + 1),
        gamma: input(cols),
        y: output(ROWS * cols),
        inverse: output(ROWS),
      },
      run: (k, at, from, to) => k.rmsNorm(from, to, at.x!, at.gamma!, at.y!, at.inverse!, cols, 1e-6),
    })),
  rmsNormBackward: () =>
    each((cols, acc) => ({
      name: `${cols} columns, accumulate ${acc}`,
      axis: ROWS,
      relative: 1e-6,
      absolute: 2e-5,
      operands: {
        x: input(ROWS * cols),
        gamma: input(cols),
        inverse: input(ROWS, () => between(0.5, 2)),
        dy: input(ROWS * cols),
        dx: result(ROWS * cols, acc),
      },
      run: (k, at, from, to) => k.rmsNormBackward(from, to, at.x!, at.gamma!, at.inverse!, at.dy!, at.dx!, cols, acc),
    })),
  rmsNormBackwardAffine: () =>
    each((cols, acc) => ({
      name: `${cols} columns, accumulate ${acc}`,
      axis: cols,
      relative: 1e-6,
      absolute: 1e-5,
      operands: {
        x: input(ROWS * cols),
        inverse: input(ROWS, () => between(0.5, 2)),
        dy: input(ROWS * cols),
        dgamma: result(cols, acc),
      },
      run: (k, at, from, to) =>
        k.rmsNormBackwardAffine(from, to, at.x!, at.inverse!, at.dy!, at.dgamma!, ROWS, cols, acc),
    })),
  headNorm: () =>
    HEADS.map(([heads, kvHeads, depth]) => ({
      name: named(heads, kvHeads, depth, 0),
      axis: ROWS,
      relative: 1e-6,
      absolute: 1e-6,
      operands: {
        x: input(ROWS * (heads + 2 * kvHeads) * depth),
        queries: input(depth),
        keys: input(depth),
        y: output(ROWS * (heads + 2 * kvHeads) * depth),
        inverse: output(ROWS * (heads + kvHeads)),
      },
      run: (k, at, from, to) =>
        k.headNorm(from, to, at.x!, at.queries!, at.keys!, at.y!, at.inverse!, heads, kvHeads, depth, 1e-5),
    })),
  headNormBackward: () =>
    headed((heads, kvHeads, depth, acc) => ({
      name: named(heads, kvHeads, depth, acc),
      axis: ROWS,
      relative: 1e-6,
      absolute: 2e-5,
      operands: {
        x: input(ROWS * (heads + 2 * kvHeads) * depth),
        queries: input(depth),
        keys: input(depth),
        inverse: input(ROWS * (heads + kvHeads), () => between(0.5, 2)),
        dy: input(ROWS * (heads + 2 * kvHeads) * depth),
        dx: result(ROWS * (heads + 2 * kvHeads) * depth, acc),
      },
      // biome-ignore format: what is read, what is written, how
      run: (k, at, from, to) =>
        k.headNormBackward(
          from, to, at.x!, at.queries!, at.keys!, at.inverse!, at.dy!, at.dx!, heads, kvHeads, depth, acc,
        ),
    })),
  // of the queries where accumulate is 0, of the keys where it is 1
  headNormBackwardAffine: () =>
    headed((heads, kvHeads, depth, acc) => ({
      name: named(heads, kvHeads, depth, acc),
      axis: depth,
      relative: 1e-6,
      absolute: 2e-5,
      operands: {
        x: input(ROWS * (heads + 2 * kvHeads) * depth),
        inverse: input(ROWS * (heads + kvHeads), () => between(0.5, 2)),
        dy: input(ROWS * (heads + 2 * kvHeads) * depth),
        dgamma: result(depth, acc),
      },
      run: (k, at, from, to) => {
        const [first, count] = acc ? [heads, kvHeads] : [0, heads];
        // biome-ignore format: what is read, what is written, how
        k.headNormBackwardAffine(
          from, to, at.x!, at.inverse!, at.dy!, at.dgamma!, ROWS, first, count, heads, kvHeads, depth, acc,
        );
      },
    })),
  // one stream of six places behind two others where accumulate is 1, else two streams of three; the last head is never turned
  rope: () =>
    [2, 4, 6, 8, 16, 34].flatMap((depth) =>
      FLAGS.map((acc) => ({
        name: `depth ${depth}, accumulate ${acc}`,
        axis: ROWS,
        relative: 1e-6,
        absolute: 1e-6,
        operands: {
          x: input(ROWS * 4 * depth),
          table: input(8 * depth, () => between(-1, 1)),
          position: given([2]),
          y: result(ROWS * 4 * depth, acc),
        },
        run: (k, at, from, to) => {
          const [position, time, direction] = acc ? [at.position!, 6, -1] : [0, 3, 1];
          k.rope(from, to, at.x!, at.table!, position, at.y!, time, 3, depth, 4 * depth, direction, acc);
        },
      })),
    ),
  swiglu: () =>
    SIZES.map((n) => ({
      name: `${n}`,
      axis: n,
      relative: 6e-7,
      absolute: 1e-7,
      operands: { gate: input(n, () => between(-20, 20)), up: input(n), y: output(n) },
      run: (k, at, from, to) => k.swiglu(from, to, at.gate!, at.up!, at.y!),
    })),
  swigluBackward: () =>
    each((n, acc) => ({
      name: `${n}, accumulate ${acc} for the gate, ${1 - acc} for the rest`,
      axis: n,
      relative: 1e-6,
      absolute: 5e-6, // of products of three numbers that chance may make large
      operands: {
        gate: input(n, () => between(-20, 20)),
        up: input(n),
        dy: input(n),
        dgate: result(n, acc),
        dup: result(n, 1 - acc),
      },
      run: (k, at, from, to) => k.swigluBackward(from, to, at.gate!, at.up!, at.dy!, at.dgate!, at.dup!, acc, 1 - acc),
    })),
  geluTanh: () =>
    SIZES.map((n) => ({
      name: `${n}`,
      axis: n,
      relative: 1e-6,
      absolute: 4e-7,
      operands: { x: input(n, n % 2 ? () => between(-12, 12) : normal), y: output(n) },
      run: (k, at, from, to) => k.geluTanh(from, to, at.x!, at.y!),
    })),
  geluTanhWithSlope: () =>
    SIZES.map((n) => ({
      name: `${n}`,
      axis: n,
      relative: 1e-6,
      absolute: 1e-6,
      operands: { x: input(n, n % 2 ? () => between(-12, 12) : normal), y: output(n), slope: output(n) },
      run: (k, at, from, to) => k.geluTanhWithSlope(from, to, at.x!, at.y!, at.slope!),
    })),
  relu: () =>
    SIZES.map((n) => ({
      name: `${n}`,
      axis: n,
      relative: 0,
      absolute: 0,
      operands: { x: input(n), y: output(n) },
      run: (k, at, from, to) => k.relu(from, to, at.x!, at.y!),
    })),
  // a 0 lets nothing through
  reluBackward: () =>
    each((n, acc) => ({
      name: `${n}, accumulate ${acc}`,
      axis: n,
      relative: 3e-7,
      absolute: 3e-7,
      operands: { y: input(n, () => Math.max(0, normal())), dy: input(n), dx: result(n, acc) },
      run: (k, at, from, to) => k.reluBackward(from, to, at.y!, at.dy!, at.dx!, acc),
    })),
  wrap: () =>
    SIZES.map((n) => ({
      name: `${n}`,
      axis: n,
      relative: 0,
      absolute: 0,
      operands: { x: given(Array.from({ length: n }, (_, i) => 7 * i)), y: output(n) },
      run: (k, at, from, to) => k.wrap(from, to, at.x!, 12, at.y!),
    })),
} satisfies Pick<Record<Twin, () => Case[]>, Names>;
