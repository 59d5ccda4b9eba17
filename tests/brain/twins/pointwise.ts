import { array, between, type Case, FLAGS, given, input, normal, output, result, SIZES, type Twin } from './case.ts';

type Names =
  | 'fill'
  | 'scaleInto'
  | 'add'
  | 'affine'
  | 'multiplyInto'
  | 'scaleByInto'
  | 'clamp'
  | 'clampBackward'
  | 'sigmoid'
  | 'sigmoidBackward'
  | 'gelu'
  | 'geluWithSlope'
  | 'dropout';

/** One case for every size, and for accumulate 0 and 1 where there is such a flag. */
const sized = (make: (n: number) => Case): Case[] => SIZES.map(make);
const flagged = (make: (n: number, accumulate: number) => Case): Case[] =>
  SIZES.flatMap((n) => FLAGS.map((accumulate) => make(n, accumulate)));

const wide = () => between(-12, 12);
const basic = { relative: 3e-7, absolute: 3e-7 };

export const pointwise = {
  fill: () =>
    sized((n) => ({
      name: `${n}`,
      axis: n,
      relative: 1e-7,
      absolute: 0,
      operands: { y: output(n) },
      run: (k, at, from, to) => k.fill(from, to, at.y!, 0.3),
    })),
  scaleInto: () =>
    flagged((n, acc) => ({
      name: `${n}, accumulate ${acc}`,
      axis: n,
      ...basic,
      operands: { x: input(n), y: result(n, acc) },
      run: (k, at, from, to) => k.scaleInto(from, to, at.x!, -0.7, at.y!, acc),
    })),
  add: () =>
    sized((n) => ({
      name: `${n}`,
      axis: n,
      ...basic,
      operands: { a: input(n), b: input(n), y: output(n) },
      run: (k, at, from, to) => k.add(from, to, at.a!, at.b!, at.y!),
    })),
  affine: () =>
    sized((n) => ({
      name: `${n}`,
      axis: n,
      ...basic,
      operands: { x: input(n), y: output(n) },
      run: (k, at, from, to) => k.affine(from, to, at.x!, 1.3, -0.4, at.y!),
    })),
  multiplyInto: () =>
    flagged((n, acc) => ({
      name: `${n}, accumulate ${acc}`,
      axis: n,
      ...basic,
      operands: { a: input(n), b: input(n), y: result(n, acc) },
      run: (k, at, from, to) => k.multiplyInto(from, to, at.a!, at.b!, at.y!, acc),
    })),
  scaleByInto: () =>
    flagged((n, acc) => ({
      name: `${n}, accumulate ${acc}`,
      axis: n,
      ...basic,
      operands: { s: input(1), x: input(n), y: result(n, acc) },
      run: (k, at, from, to) => k.scaleByInto(from, to, at.s!, at.x!, at.y!, acc),
    })),
  clamp: () =>
    sized((n) => ({
      name: `${n}`,
      axis: n,
      relative: 0,
      absolute: 3e-8,
      operands: { x: input(n), y: output(n) },
      run: (k, at, from, to) => k.clamp(from, to, at.x!, -0.5, 0.75, at.y!),
    })),
  clampBackward: () =>
    flagged((n, acc) => {
      const x = array(n);
      if (n > 4) x.set([-0.5, 0.75], 2); // the limits themselves let the gradient through
      return {
        name: `${n}, accumulate ${acc}`,
        axis: n,
        ...basic,
        operands: { x: given(x), dy: input(n), dx: result(n, acc) },
        run: (k, at, from, to) => k.clampBackward(from, to, at.x!, -0.5, 0.75, at.dy!, at.dx!, acc),
      };
    }),
  sigmoid: () =>
    sized((n) => ({
      name: `${n}`,
      axis: n,
      relative: 5e-7,
      absolute: 1e-37,
      operands: { x: input(n, () => between(-80, 30)), y: output(n) },
      run: (k, at, from, to) => k.sigmoid(from, to, at.x!, at.y!),
    })),
  sigmoidBackward: () =>
    flagged((n, acc) => ({
      name: `${n}, accumulate ${acc}`,
      axis: n,
      ...basic,
      operands: { y: input(n, () => between(0, 1)), dy: input(n), dx: result(n, acc) },
      run: (k, at, from, to) => k.sigmoidBackward(from, to, at.y!, at.dy!, at.dx!, acc),
    })),
  gelu: () =>
    sized((n) => ({
      name: `${n}`,
      axis: n,
      relative: 4e-7,
      absolute: 4e-7,
      operands: { x: input(n, n % 2 ? wide : normal), y: output(n) },
      run: (k, at, from, to) => k.gelu(from, to, at.x!, at.y!),
    })),
  geluWithSlope: () =>
    sized((n) => ({
      name: `${n}`,
      axis: n,
      relative: 6e-7,
      absolute: 4e-7,
      operands: { x: input(n, n % 2 ? wide : normal), y: output(n), slope: output(n) },
      run: (k, at, from, to) => k.geluWithSlope(from, to, at.x!, at.y!, at.slope!),
    })),
  dropout: () =>
    flagged((n, acc) => ({
      name: `${n}, accumulate ${acc}`,
      axis: n,
      ...basic,
      operands: { x: input(n), y: result(n, acc) },
      // one rate of each kind: none, some, nearly all, and one that is beyond what a byte can say
      run: (k, at, from, to) =>
        k.dropout(from, to, at.x!, at.y!, [0, 0.4, 0.99, 1][n % 4]!, 2 ** 32 - n, 7 * n, 3, acc),
    })),
} satisfies Pick<Record<Twin, () => Case[]>, Names>;
