import { type Case, FLAGS, ids, input, output, result, type Twin } from './case.ts';

type Names = 'gather' | 'scatterAdd' | 'addPerStream' | 'sumPerStream' | 'shiftHistory';

const COLUMNS = [1, 3, 4, 7, 17, 33];
const STREAMS = 3;
const exact = { relative: 0, absolute: 0 };

export const streams = {
  gather: () =>
    COLUMNS.map((cols) => ({
      name: `${cols} columns`,
      axis: 11,
      ...exact,
      operands: { ids: ids(11, 6), table: input(6 * cols), y: output(11 * cols) },
      run: (k, at, from, to) => k.gather(from, to, at.ids!, at.table!, at.y!, cols),
    })),
  scatterAdd: () =>
    COLUMNS.flatMap((cols) =>
      FLAGS.map((acc) => ({
        name: `${cols} columns, accumulate ${acc}`,
        axis: cols,
        relative: 1e-6,
        absolute: 2e-6,
        operands: { ids: ids(11, 6), dy: input(11 * cols), dtable: result(6 * cols, acc) },
        run: (k, at, from, to) => k.scatterAdd(from, to, at.ids!, at.dy!, at.dtable!, 11, cols, 6, acc),
      })),
    ),
  addPerStream: () =>
    COLUMNS.map((cols) => ({
      name: `${cols} columns`,
      axis: STREAMS * 5,
      relative: 1e-7,
      absolute: 1e-7,
      operands: { x: input(STREAMS * 5 * cols), v: input(STREAMS * cols), y: output(STREAMS * 5 * cols) },
      run: (k, at, from, to) => k.addPerStream(from, to, at.x!, at.v!, at.y!, 5, cols),
    })),
  sumPerStream: () =>
    COLUMNS.flatMap((cols) =>
      FLAGS.map((acc) => ({
        name: `${cols} columns, accumulate ${acc}`,
        axis: STREAMS,
        relative: 1e-6,
        absolute: 2e-6,
        operands: { dy: input(STREAMS * 9 * cols), dv: result(STREAMS * cols, acc) },
        run: (k, at, from, to) => k.sumPerStream(from, to, at.dy!, at.dv!, 9, cols, acc),
      })),
    ),
  // time shorter than, as long as and longer than the history; no history at all
  shiftHistory: () =>
    [
      [1, 4],
      [4, 4],
      [9, 4],
      [1, 1],
      [3, 0],
    ].flatMap(([time, length]) =>
      [1, 5, 17].map((cols) => ({
        name: `time ${time}, length ${length}, ${cols} columns`,
        axis: STREAMS,
        ...exact,
        operands: {
          history: input(STREAMS * length! * cols),
          x: input(STREAMS * time! * cols),
          next: output(STREAMS * length! * cols),
        },
        run: (k, at, from, to) => k.shiftHistory(from, to, at.history!, at.x!, at.next!, length!, time!, cols),
      })),
    ),
} satisfies Pick<Record<Twin, () => Case[]>, Names>;
