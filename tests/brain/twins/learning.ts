import { array, between, type Case, changed, FLAGS, given, input, output, result, SIZES, type Twin } from './case.ts';

type Names =
  | 'dot'
  | 'sumRows'
  | 'sumSquares'
  | 'clipFactor'
  | 'adamw'
  | 'sgd'
  | 'momentum'
  | 'nesterov'
  | 'clipUnits'
  | 'movingMean';

export const learning = {
  dot: () =>
    [...SIZES, 5003].flatMap((n) =>
      FLAGS.map((acc) => ({
        name: `${n}, accumulate ${acc}`,
        axis: 0,
        relative: 2e-7,
        absolute: 2e-6,
        operands: { a: input(n), b: input(n), out: result(1, acc) },
        run: (k, at) => k.dot(0, 1, at.a!, at.b!, n, at.out!, acc),
      })),
    ),
  sumRows: () =>
    [1, 2, 4, 7, 67].flatMap((rows) =>
      [1, 3, 4, 17, 130].map((cols) => {
        const acc = (rows + cols) % 2;
        return {
          name: `(${rows},${cols}), accumulate ${acc}`,
          axis: cols,
          relative: 1e-6,
          absolute: 1e-5,
          operands: { x: input(rows * cols), y: result(cols, acc) },
          run: (k, at, from, to) => k.sumRows(from, to, at.x!, at.y!, rows, cols, acc),
        };
      }),
    ),
  sumSquares: () =>
    [
      [1, 4],
      [5, 4],
      [16, 4],
      [130, 33],
      [5003, 1024],
    ].map(([count, block]) => {
      const blocks = Math.ceil(count! / block!);
      return {
        name: `${count} in blocks of ${block}`,
        axis: blocks,
        relative: 2e-7,
        absolute: 0,
        operands: { x: input(count!), y: output(blocks) },
        run: (k, at, from, to) => k.sumSquares(from, to, at.x!, at.y!, count!, block!),
      };
    }),
  clipFactor: () =>
    [
      [1, 0.5, 1],
      [7, 0.1, 0.25],
      [33, 1e6, 2],
      [5, 0, 3],
    ].map(([count, limit, scale]) => ({
      name: `${count} partials, limit ${limit}, scale ${scale}`,
      axis: 0,
      relative: 2e-7,
      absolute: 0,
      operands: { partials: input(count!, () => between(0, 2)), out: output(2) },
      run: (k, at) => k.clipFactor(0, 1, at.partials!, count!, limit!, scale!, at.out!),
    })),
  adamw: () =>
    SIZES.flatMap((n) =>
      [1, 1000].map((step) => ({
        name: `${n}, step ${step}`,
        axis: n,
        relative: 1e-6,
        absolute: 2e-8,
        operands: {
          w: changed(array(n)),
          g: input(n),
          m: changed(array(n, () => between(-0.1, 0.1))),
          v: changed(array(n, () => between(0, 0.01))),
          factor: given([3, 0.7]),
        },
        run: (k, at, from, to) =>
          k.adamw(
            from,
            to,
            at.w!,
            at.g!,
            at.m!,
            at.v!,
            at.factor!,
            1e-3,
            0.9,
            0.999,
            1e-8,
            0.1,
            1 - 0.9 ** step,
            1 - 0.999 ** step,
          ),
      })),
    ),
  sgd: () =>
    SIZES.flatMap((n) =>
      [0, 0.1].map((decay) => ({
        name: `${n}, decay ${decay}`,
        axis: n,
        relative: 3e-7,
        absolute: 1e-7,
        operands: { w: changed(array(n)), g: input(n), factor: given([3, 0.7]) },
        run: (k, at, from, to) => k.sgd(from, to, at.w!, at.g!, at.factor!, 0.3, decay),
      })),
    ),
  momentum: () =>
    SIZES.flatMap((n) =>
      [0, 0.1].map((decay) => ({
        name: `${n}, decay ${decay}`,
        axis: n,
        relative: 3e-7,
        absolute: 3e-7,
        operands: { w: changed(array(n)), g: input(n), m: changed(array(n)), factor: given([3, 0.7]) },
        run: (k, at, from, to) => k.momentum(from, to, at.w!, at.g!, at.m!, at.factor!, 0.3, 0.9, decay),
      })),
    ),
  nesterov: () =>
    SIZES.map((n) => ({
      name: `${n}`,
      axis: n,
      relative: 3e-7,
      absolute: 3e-7,
      operands: { g: input(n), m: changed(array(n)), factor: given([3, 0.7]), y: output(n) },
      run: (k, at, from, to) => k.nesterov(from, to, at.g!, at.m!, at.factor!, 0.95, at.y!),
    })),
  clipUnits: () =>
    [1, 3, 4, 17, 130].flatMap((cols) =>
      // the second clips the rows that are long beside their weights, the others all and none
      [1e-3, 1, 1e3].map((limit) => ({
        name: `(5,${cols}), limit ${limit}`,
        axis: 5,
        relative: 1e-6,
        absolute: 1e-9,
        operands: { w: input(5 * cols), g: changed(array(5 * cols)) },
        run: (k, at, from, to) => k.clipUnits(from, to, at.w!, at.g!, cols, limit, 0.5),
      })),
    ),
  movingMean: () =>
    SIZES.flatMap((n) =>
      [1, 0.01].map((share) => ({
        name: `${n}, share ${share}`,
        axis: n,
        relative: 3e-7,
        absolute: 3e-7, // x − y is rounded where it may be several times as large as the mean
        operands: { x: input(n), y: changed(array(n)) },
        run: (k, at, from, to) => k.movingMean(from, to, at.x!, share, at.y!),
      })),
    ),
} satisfies Pick<Record<Twin, () => Case[]>, Names>;
