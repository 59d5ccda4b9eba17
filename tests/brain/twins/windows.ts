import { array, between, type Case, FLAGS, given, input, output, result, room, type Twin } from './case.ts';

type Names =
  | 'windows'
  | 'windowsBackward'
  | 'windowsBackwardMix'
  | 'windowShape'
  | 'windowShapeBackward'
  | 'seedWindowShape'
  | 'seedWindowShapeBackward';

const STREAMS = 2;
/** [n, f, r]: one step, one and a bit, whole and broken windows, and one that reaches beyond all history. */
const shapes = (length: number) => [
  [1, 0, 1],
  [1, 0.25, 0.8],
  [2, 0, 0.5],
  [3, 0.4, 1 / 3.4],
  [7, 0.9, 1 / 7.9],
  [length, 0, 1 / length],
  [length + 3, 0.5, 0.1],
];
const TIMES = [
  [1, 9],
  [5, 4],
  [19, 1],
  [40, 12],
];
const COLUMNS = [1, 3, 17, 33, 70];

interface Sizes {
  time: number;
  length: number;
  cols: number;
  shape: number[];
  kinds: number;
  acc: number;
  name: string;
}

const each = (make: (sizes: Sizes) => Case): Case[] =>
  TIMES.flatMap(([time, length]) =>
    COLUMNS.map((cols, i) => {
      const shape = shapes(length!).flat();
      const acc = (i + time!) % 2;
      const name = `time ${time}, history ${length}, ${cols} columns, accumulate ${acc}`;
      return make({ time: time!, length: length!, cols, shape, kinds: shape.length / 3, acc, name });
    }),
  );

/** sums(B,H+T+1,N) over [history; x], as the forward pass leaves them */
function runningSums(history: Float32Array, x: Float32Array, { time, length, cols }: Sizes): Float32Array {
  const rows = length + time;
  const sums = new Float32Array(STREAMS * (rows + 1) * cols);
  for (let b = 0; b < STREAMS; b++) {
    for (let c = 0; c < cols; c++) {
      for (let i = 0; i < rows; i++) {
        const value = i < length ? history[(b * length + i) * cols + c]! : x[(b * time + i - length) * cols + c]!;
        const at = (b * (rows + 1) + i) * cols + c;
        sums[at + cols] = sums[at]! + value;
      }
    }
  }
  return sums;
}

const logSizes = [-0.5, 0, 0.7, Math.log(5), 2.9, 4.4];

export const windows = {
  windows: () =>
    each((s) => ({
      name: s.name,
      axis: STREAMS * s.cols,
      relative: 1e-6,
      absolute: 1e-5,
      operands: {
        x: input(STREAMS * s.time * s.cols),
        history: input(STREAMS * s.length * s.cols),
        shape: given(s.shape),
        mix: input(s.kinds * s.cols),
        sums: output(STREAMS * (s.length + s.time + 1) * s.cols),
        y: output(STREAMS * s.time * s.cols),
      },
      run: (k, at, from, to) =>
        k.windows(from, to, at.x!, at.history!, at.shape!, at.mix!, at.sums!, at.y!, s.time, s.length, s.cols, s.kinds),
    })),
  windowsBackward: () =>
    each((s) => ({
      name: s.name,
      axis: STREAMS * s.cols,
      relative: 1e-6,
      absolute: 1e-5,
      operands: {
        shape: given(s.shape),
        mix: input(s.kinds * s.cols),
        dy: input(STREAMS * s.time * s.cols),
        tails: room(STREAMS * (s.time + 1) * s.cols),
        dx: result(STREAMS * s.time * s.cols, s.acc),
      },
      run: (k, at, from, to) =>
        k.windowsBackward(from, to, at.shape!, at.mix!, at.dy!, at.tails!, at.dx!, s.time, s.cols, s.kinds, s.acc),
    })),
  windowsBackwardMix: () =>
    each((s) => {
      const x = array(STREAMS * s.time * s.cols);
      const history = array(STREAMS * s.length * s.cols);
      return {
        name: s.name,
        axis: STREAMS * s.cols,
        relative: 2e-6,
        absolute: 1e-4, // sums of about a hundred products of size ten
        operands: {
          x: given(x),
          history: given(history),
          shape: given(s.shape),
          mix: input(s.kinds * s.cols),
          sums: given(runningSums(history, x, s)),
          dy: input(STREAMS * s.time * s.cols),
          dmix: output(STREAMS * s.kinds * s.cols),
          parts: output(STREAMS * s.cols * s.kinds * 2),
        },
        run: (k, at, from, to) =>
          k.windowsBackwardMix(
            from,
            to,
            at.x!,
            at.history!,
            at.shape!,
            at.mix!,
            at.sums!,
            at.dy!,
            at.dmix!,
            at.parts!,
            s.time,
            s.length,
            s.cols,
            s.kinds,
          ),
      };
    }),
  windowShape: () => [
    {
      name: 'below, within and beyond the limits',
      axis: 0,
      relative: 1e-7,
      absolute: 2e-7,
      operands: { logSize: given(logSizes), shape: output(logSizes.length * 3) },
      run: (k, at) => k.windowShape(0, 1, at.logSize!, at.shape!, logSizes.length, 20),
    },
  ],
  windowShapeBackward: () =>
    FLAGS.map((acc) => ({
      name: `accumulate ${acc}`,
      axis: 0,
      relative: 1e-6,
      absolute: 1e-5,
      operands: {
        logSize: given(logSizes),
        parts: input(33 * logSizes.length * 2),
        dlogSize: result(logSizes.length, acc),
      },
      run: (k, at) => k.windowShapeBackward(0, 1, at.logSize!, at.parts!, at.dlogSize!, logSizes.length, 33, 20, acc),
    })),
  seedWindowShape: () => [
    {
      name: 'many sizes',
      axis: 0,
      relative: 1e-7,
      absolute: 0,
      operands: {
        logSize: input(24, () => between(-4, 4)),
        fractionality: input(24, () => between(-8, 8)),
        shape: output(72),
      },
      run: (k, at) => k.seedWindowShape(0, 1, at.logSize!, at.fractionality!, at.shape!, 24, 36),
    },
  ],
  seedWindowShapeBackward: () =>
    FLAGS.map((acc) => ({
      name: `accumulate ${acc}`,
      axis: 0,
      relative: 1e-6,
      absolute: 1e-6,
      operands: {
        logSize: input(24, () => between(-4, 4)),
        fractionality: input(24, () => between(-8, 8)),
        parts: input(17 * 24 * 2),
        dlogSize: result(24, acc),
        dfractionality: result(24, acc),
      },
      run: (k, at) =>
        k.seedWindowShapeBackward(
          0,
          1,
          at.logSize!,
          at.fractionality!,
          at.parts!,
          at.dlogSize!,
          at.dfractionality!,
          24,
          17,
          36,
          acc,
        ),
    })),
} satisfies Pick<Record<Twin, () => Case[]>, Names>;
