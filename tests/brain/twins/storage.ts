import { type ShortType, STORAGE_CODE, storedElements } from '../../../brain/kernels/storage.ts';
import { type Case, ids, input, normal, output, room, type Twin } from './case.ts';

type Names = 'storeRows' | 'gatherStored';

const TYPES = Object.keys(STORAGE_CODE) as ShortType[];
/** rows and columns: single ones, tails of eight, of blocks of 16 and 32, more than one block of a product */
const SHAPES = [
  [1, 1],
  [3, 7],
  [4, 16],
  [5, 31],
  [9, 33],
  [17, 64],
  [23, 130],
  [8, 1100],
] as const;
/** weights of very different sizes in one row */
const weights = () => normal() * 10 ** (-3 * Math.abs(normal()));

export const storage = {
  // each share stores its rows and reads them again
  storeRows: () =>
    TYPES.flatMap((type) =>
      SHAPES.flatMap(([rows, cols]) =>
        [false, true].map(
          (turned): Case => ({
            name: `${type}, ${rows} rows of ${cols}${turned ? ', turned' : ''}`,
            axis: rows,
            relative: 1e-7,
            absolute: 0,
            operands: {
              x: input(rows * cols, weights),
              ids: { role: 'in', values: Array.from({ length: rows }, (_, i) => i) },
              stored: room(storedElements(STORAGE_CODE[type], rows, cols)),
              y: output(rows * cols),
              scratch: room(16 * cols + 32),
            },
            run: (k, at, from, to) => {
              const [rowStride, colStride] = turned ? [1, rows] : [cols, 1];
              const code = STORAGE_CODE[type];
              k.storeRows(from, to, at.x!, at.stored!, rows, cols, rowStride, colStride, code, at.scratch!);
              k.gatherStored(from, to, at.ids!, at.stored!, at.y!, rows, cols, code, at.scratch!);
            },
          }),
        ),
      ),
    ),
  gatherStored: () =>
    TYPES.flatMap((type) =>
      SHAPES.map(
        ([rows, cols]): Case => ({
          name: `${type}, ${rows} rows of ${cols}`,
          axis: 7,
          relative: 1e-7,
          absolute: 0,
          operands: {
            x: input(rows * cols, weights),
            ids: ids(7, rows),
            stored: room(storedElements(STORAGE_CODE[type], rows, cols)),
            y: output(7 * cols),
            scratch: room(16 * cols + 32),
          },
          run: (k, at, from, to) => {
            k.storeRows(0, rows, at.x!, at.stored!, rows, cols, cols, 1, STORAGE_CODE[type], at.scratch!);
            k.gatherStored(from, to, at.ids!, at.stored!, at.y!, rows, cols, STORAGE_CODE[type], at.scratch!);
          },
        }),
      ),
    ),
} satisfies Pick<Record<Twin, () => Case[]>, Names>;
