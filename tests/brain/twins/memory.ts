import { between, type Case, FLAGS, input, normal, output, result, SIZES, type Twin } from './case.ts';

type Names =
  | 'scan'
  | 'scanBackward'
  | 'gateSoftmax'
  | 'gateSoftmaxBackward'
  | 'gated'
  | 'gatedBackward'
  | 'gatedMemory'
  | 'gatedMemoryBackward';

const STREAMS = 2;
const ROWS = 5;
const each = (make: (cols: number, acc: number) => Case): Case[] =>
  SIZES.flatMap((cols) => FLAGS.map((acc) => make(cols, acc)));
/** far beyond the limits of ±30 too */
const doors = () => 20 * normal();

export const memory = {
  scan: () =>
    SIZES.flatMap((cols) =>
      [1, 2, 23].map((time) => ({
        name: `time ${time}, ${cols} columns`,
        axis: STREAMS * cols,
        relative: 1e-6,
        absolute: 1e-6,
        operands: {
          x: input(STREAMS * time * cols),
          decay: input(cols, () => between(-4, 6)),
          before: input(STREAMS * cols),
          y: output(STREAMS * time * cols),
          after: output(STREAMS * cols),
        },
        run: (k, at, from, to) => k.scan(from, to, at.x!, at.decay!, at.before!, at.y!, at.after!, time, cols),
      })),
    ),
  scanBackward: () =>
    each((cols, acc) => {
      const time = 1 + (cols % 20);
      return {
        name: `time ${time}, ${cols} columns, accumulate ${acc}`,
        axis: STREAMS * cols,
        relative: 2e-6,
        absolute: 1e-5,
        operands: {
          x: input(STREAMS * time * cols),
          decay: input(cols, () => between(-4, 6)),
          before: input(STREAMS * cols),
          y: input(STREAMS * time * cols),
          dy: input(STREAMS * time * cols),
          dx: result(STREAMS * time * cols, acc),
          ddecay: output(STREAMS * cols),
        },
        run: (k, at, from, to) =>
          k.scanBackward(from, to, at.x!, at.decay!, at.before!, at.y!, at.dy!, at.dx!, at.ddecay!, time, cols, acc),
      };
    }),
  gateSoftmax: () =>
    SIZES.map((cols) => ({
      name: `${cols} columns`,
      axis: ROWS,
      relative: 3e-6,
      absolute: 1e-9,
      operands: { x: input(ROWS * 4 * cols, doors), p: output(ROWS * 4 * cols) },
      run: (k, at, from, to) => k.gateSoftmax(from, to, at.x!, at.p!, cols),
    })),
  gateSoftmaxBackward: () =>
    each((cols, acc) => ({
      name: `${cols} columns, accumulate ${acc}`,
      axis: ROWS,
      relative: 1e-6,
      absolute: 1e-6,
      operands: {
        x: input(ROWS * 4 * cols, doors),
        p: input(ROWS * 4 * cols, () => between(0, 1)),
        dp: input(ROWS * 4 * cols),
        dx: result(ROWS * 4 * cols, acc),
      },
      run: (k, at, from, to) => k.gateSoftmaxBackward(from, to, at.x!, at.p!, at.dp!, at.dx!, cols, acc),
    })),
  gated: () =>
    each((cols, acc) => {
      const shared = Number(cols % 3 === 0);
      return {
        name: `${cols} columns, shared ${shared}, accumulate ${acc}`,
        axis: ROWS,
        relative: 3e-7,
        absolute: 3e-7,
        operands: {
          p: input(ROWS * 4 * cols),
          v: input((shared ? 1 : ROWS) * cols),
          y: result(ROWS * cols, acc),
        },
        run: (k, at, from, to) => k.gated(from, to, at.p!, cols % 4, at.v!, at.y!, cols, shared, acc),
      };
    }),
  // only the rows of one gate are written: the others must stay what they were
  gatedBackward: () =>
    each((cols, acc) => {
      const shared = Number(cols % 3 === 0);
      return {
        name: `${cols} columns, shared ${shared}, accumulate ${acc}`,
        axis: ROWS,
        relative: 3e-7,
        absolute: 3e-7,
        operands: {
          v: input((shared ? 1 : ROWS) * cols),
          dy: input(ROWS * cols),
          dp: result(ROWS * 4 * cols, 1),
        },
        run: (k, at, from, to) => k.gatedBackward(from, to, at.v!, cols % 4, at.dy!, at.dp!, cols, shared, acc),
      };
    }),
  gatedMemory: () =>
    SIZES.map((cols) => {
      const n = ROWS * cols;
      return {
        name: `${cols} columns`,
        axis: ROWS,
        relative: 3e-6,
        absolute: 2e-6,
        operands: {
          heard: input(n),
          short: input(n),
          long: input(n),
          alpha: input(cols),
          beta: input(cols),
          open: input(n, () => between(-6, 6)),
          y: output(n),
        },
        run: (k, at, from, to) =>
          k.gatedMemory(from, to, at.heard!, at.short!, at.long!, at.alpha!, at.beta!, at.open!, at.y!, cols),
      };
    }),
  gatedMemoryBackward: () =>
    each((cols, acc) => {
      const rows = 1 + (cols % 20);
      const n = rows * cols;
      const block = 4;
      const blocks = Math.ceil(rows / block);
      return {
        name: `${rows} rows, ${cols} columns, accumulate ${acc}`,
        axis: blocks,
        relative: 3e-6,
        absolute: 1e-5,
        operands: {
          heard: input(n),
          short: input(n),
          long: input(n),
          alpha: input(cols),
          beta: input(cols),
          open: input(n, () => between(-6, 6)),
          dy: input(n),
          dheard: result(n, acc),
          dshort: result(n, 1 - acc),
          dlong: result(n, acc),
          dopen: result(n, 1 - acc),
          dalpha: output(blocks * cols),
          dbeta: output(blocks * cols),
        },
        run: (k, at, from, to) =>
          k.gatedMemoryBackward(
            from,
            to,
            at.heard!,
            at.short!,
            at.long!,
            at.alpha!,
            at.beta!,
            at.open!,
            at.dy!,
            at.dheard!,
            at.dshort!,
            at.dlong!,
            at.dopen!,
            at.dalpha!,
            at.dbeta!,
            rows,
            cols,
            block,
            acc,
            1 - acc,
            acc,
            1 - acc,
          ),
      };
    }),
} satisfies Pick<Record<Twin, () => Case[]>, Names>;
