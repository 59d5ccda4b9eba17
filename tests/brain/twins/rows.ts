import {
  array,
  between,
  type Case,
  changed,
  FLAGS,
  ids,
  input,
  normal,
  output,
  result,
  SIZES,
  type Twin,
} from './case.ts';

type Names =
  | 'layerNorm'
  | 'layerNormBackward'
  | 'layerNormBackwardAffine'
  | 'softmax'
  | 'softmaxBackward'
  | 'shares'
  | 'sharesBackward'
  | 'crossEntropy'
  | 'crossEntropyBackward'
  | 'softCrossEntropy'
  | 'softCrossEntropyBackward'
  | 'projectRows';

const ROWS = 6;
const each = (make: (cols: number, acc: number) => Case): Case[] =>
  SIZES.flatMap((cols) => FLAGS.map((acc) => make(cols, acc)));
const scores = () => 5 * normal();

const apart = (length: number) => {
  let i = 0;
  return input(length, () => normal() + 3 + 3 * ((i++ % 3) - 1));
};

export const rows = {
  // the flag says whether there are gamma and beta; a row that stands far from 0 shows whether the variance cancels
  layerNorm: () =>
    each((cols, affine) => ({
      // neighbours lie apart: a few numbers that happen to be alike would ask for more digits than float32 has
      name: `${cols} columns, ${affine ? 'with' : 'without'} gamma and beta`,
      axis: ROWS,
      relative: 1e-6,
      absolute: 2e-5,
      operands: {
        x: apart(ROWS * cols),
        gamma: input(cols),
        beta: input(cols),
        y: output(ROWS * cols),
        mean: output(ROWS),
        inverse: output(ROWS),
      },
      run: (k, at, from, to) =>
        k.layerNorm(from, to, at.x!, affine && at.gamma!, affine && at.beta!, at.y!, at.mean!, at.inverse!, cols),
    })),
  layerNormBackward: () =>
    each((cols, acc) => ({
      name: `${cols} columns, accumulate ${acc}, ${cols % 2 ? 'with' : 'without'} gamma`,
      axis: ROWS,
      relative: 1e-6,
      absolute: 1e-5,
      operands: {
        x: input(ROWS * cols),
        gamma: input(cols),
        mean: input(ROWS),
        inverse: input(ROWS, () => between(0.5, 2)),
        dy: input(ROWS * cols),
        dx: result(ROWS * cols, acc),
      },
      run: (k, at, from, to) =>
        k.layerNormBackward(from, to, at.x!, cols % 2 && at.gamma!, at.mean!, at.inverse!, at.dy!, at.dx!, cols, acc),
    })),
  layerNormBackwardAffine: () =>
    each((cols, acc) => ({
      name: `${cols} columns, accumulate ${acc}, ${cols % 2 ? 'with' : 'without'} beta`,
      axis: cols,
      relative: 1e-6,
      absolute: 1e-5,
      operands: {
        x: input(ROWS * cols),
        mean: input(ROWS),
        inverse: input(ROWS, () => between(0.5, 2)),
        dy: input(ROWS * cols),
        dgamma: result(cols, acc),
        ...(cols % 2 ? { dbeta: result(cols, 1 - acc) } : {}),
      },
      run: (k, at, from, to) =>
        k.layerNormBackwardAffine(
          from,
          to,
          at.x!,
          at.mean!,
          at.inverse!,
          at.dy!,
          at.dgamma!,
          at.dbeta ?? 0,
          ROWS,
          cols,
          acc,
          1 - acc,
        ),
    })),
  softmax: () =>
    SIZES.map((cols) => ({
      name: `${cols} columns`,
      axis: ROWS,
      relative: 3e-6,
      absolute: 1e-9,
      operands: { x: input(ROWS * cols, () => scores() - 20), y: output(ROWS * cols) },
      run: (k, at, from, to) => k.softmax(from, to, at.x!, at.y!, cols),
    })),
  softmaxBackward: () =>
    each((cols, acc) => ({
      name: `${cols} columns, accumulate ${acc}`,
      axis: ROWS,
      relative: 1e-6,
      absolute: 5e-6,
      operands: { y: input(ROWS * cols, () => between(0, 1)), dy: input(ROWS * cols), dx: result(ROWS * cols, acc) },
      run: (k, at, from, to) => k.softmaxBackward(from, to, at.y!, at.dy!, at.dx!, cols, acc),
    })),
  shares: () =>
    SIZES.map((n) => ({
      name: `${n}`,
      axis: 0,
      relative: 2e-6,
      absolute: 0,
      operands: { x: input(n, () => between(0.1, 2)), y: output(n) },
      run: (k, at) => k.shares(0, 1, at.x!, at.y!, n),
    })),
  sharesBackward: () =>
    each((n, acc) => ({
      name: `${n}, accumulate ${acc}`,
      axis: 0,
      relative: 2e-6,
      absolute: 1e-5,
      operands: { x: input(n, () => between(0.1, 2)), y: input(n), dy: input(n), dx: result(n, acc) },
      run: (k, at) => k.sharesBackward(0, 1, at.x!, at.y!, at.dy!, at.dx!, n, acc),
    })),
  crossEntropy: () =>
    [...SIZES, 1003].map((cols, i) => {
      const smoothing = i % 2 === 0 ? 0 : 0.1;
      const logits = array(ROWS * cols, scores);
      logits.fill(Math.max(...logits) + 1, 1, Math.min(5, cols)); // of equals, the first is best
      return {
        name: `${cols} columns, smoothing ${smoothing}`,
        axis: ROWS,
        relative: 3e-7,
        absolute: 5e-6,
        operands: {
          logits: { role: 'in', values: logits },
          targets: ids(ROWS, cols),
          losses: output(ROWS),
          objective: output(ROWS),
          logsumexp: output(ROWS),
          best: output(ROWS),
        },
        run: (k, at, from, to) =>
          k.crossEntropy(
            from,
            to,
            at.logits!,
            at.targets!,
            at.losses!,
            at.objective!,
            at.logsumexp!,
            at.best!,
            cols,
            smoothing,
          ),
      };
    }),
  crossEntropyBackward: () =>
    each((cols, acc) => ({
      name: `${cols} columns, accumulate ${acc}`,
      axis: ROWS,
      relative: 2e-6,
      absolute: 1e-6,
      operands: {
        logits: input(ROWS * cols),
        targets: ids(ROWS, cols),
        logsumexp: input(ROWS, () => between(2, 4)),
        weights: input(ROWS),
        dlogits: result(ROWS * cols, acc),
      },
      run: (k, at, from, to) =>
        k.crossEntropyBackward(
          from,
          to,
          at.logits!,
          at.targets!,
          at.logsumexp!,
          at.weights!,
          at.dlogits!,
          cols,
          cols % 3 === 0 ? 0 : 0.1,
          acc,
        ),
    })),
  softCrossEntropy: () =>
    [...SIZES, 1003].map((cols) => ({
      name: `${cols} columns`,
      axis: ROWS,
      relative: 2e-6,
      absolute: 1e-6,
      operands: {
        logits: input(ROWS * cols, () => between(-3, 0)),
        soft: input(ROWS * cols, () => between(0, 1)),
        logsumexp: input(ROWS, () => between(2, 4)),
        losses: output(ROWS),
      },
      run: (k, at, from, to) => k.softCrossEntropy(from, to, at.logits!, at.soft!, at.logsumexp!, at.losses!, cols),
    })),
  softCrossEntropyBackward: () =>
    each((cols, acc) => ({
      name: `${cols} columns, accumulate ${acc}`,
      axis: ROWS,
      relative: 2e-6,
      absolute: 1e-6,
      operands: {
        logits: input(ROWS * cols),
        soft: input(ROWS * cols, () => between(0, 1)),
        logsumexp: input(ROWS, () => between(2, 4)),
        weights: input(ROWS),
        dlogits: result(ROWS * cols, acc),
      },
      run: (k, at, from, to) =>
        k.softCrossEntropyBackward(from, to, at.logits!, at.soft!, at.logsumexp!, at.weights!, at.dlogits!, cols, acc),
    })),
  // one row is shorter than low, one longer than high
  projectRows: () =>
    SIZES.map((cols) => ({
      name: `${cols} columns`,
      axis: ROWS,
      relative: 1e-6,
      absolute: 0,
      operands: { x: changed(array(ROWS * cols).map((v, i) => v * 100 ** (Math.floor(i / cols) - 3))) },
      run: (k, at, from, to) => k.projectRows(from, to, at.x!, cols, 0.01, 100),
    })),
} satisfies Pick<Record<Twin, () => Case[]>, Names>;
