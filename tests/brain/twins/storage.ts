import { type ShortType, STORAGE_CODE, storedElements } from '../../../brain/kernels/storage.ts';
import { type Case, FLAGS, given, ids, input, normal, output, room, SIZES, type Twin } from './case.ts';

type Names = 'storeRows' | 'gatherStored' | 'readStored' | 'shorten' | 'widen';

/** the types of halves that lie one behind the other */
const HALVES = ['f16', 'bf16'] as const;
/** denormal halves are among them; what is not finite has a test of its own */
const gradients = (n: number) =>
  Array.from({ length: n }, (_, i) => [3e-6, -6e4, 0, 2e-9, 5e-5][i % 9] ?? normal() * 10 ** (-4 * Math.abs(normal())));

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
  readStored: () =>
    TYPES.flatMap((type) =>
      SHAPES.flatMap(([rows, cols]) =>
        [0, 32].flatMap((first): Case[] => {
          const count = Math.min(cols - first, 45);
          if (count <= 0) return [];
          return [
            {
              name: `${type}, ${count} of ${rows} rows of ${cols} from ${first} on`,
              axis: rows,
              relative: 1e-7,
              absolute: 0,
              operands: {
                x: input(rows * cols, weights),
                stored: room(storedElements(STORAGE_CODE[type], rows, cols)),
                y: output(rows * count),
                scratch: room(16 * cols + 32),
              },
              run: (k, at, from, to) => {
                const code = STORAGE_CODE[type];
                k.storeRows(0, rows, at.x!, at.stored!, rows, cols, cols, 1, code, at.scratch!);
                k.readStored(from, to, at.stored!, at.y!, rows, cols, first, count, code, at.scratch!);
              },
            },
          ];
        }),
      ),
    ),
  // each share shortens its numbers and widens them again, so that what is compared are numbers
  shorten: () =>
    HALVES.flatMap((type) =>
      SIZES.flatMap((n) =>
        FLAGS.flatMap((accumulate) =>
          (type === 'bf16' ? [0, 77] : [0]).map(
            (noise): Case => ({
              name: `${n} as ${type}, accumulate ${accumulate}${noise ? ', by chance' : ''}`,
              axis: n,
              relative: 0,
              absolute: 0,
              operands: {
                x: given(gradients(n)),
                before: given(Array.from({ length: n }, (_, i) => (i % 3) * 0.37)),
                short: room(Math.ceil(n / 2)),
                y: output(n),
              },
              run: (k, at, from, to) => {
                const code = STORAGE_CODE[type];
                if (accumulate) k.shorten(from, to, at.before!, at.short!, code, 0, 0, 0);
                k.shorten(from, to, at.x!, at.short!, code, accumulate, noise, 64);
                k.widen(from, to, at.short!, at.y!, code);
              },
            }),
          ),
        ),
      ),
    ),
  widen: () =>
    HALVES.flatMap((type) =>
      SIZES.map(
        (n): Case => ({
          name: `${n} of ${type}`,
          axis: n,
          relative: 0,
          absolute: 0,
          operands: { x: given(gradients(n)), short: room(Math.ceil(n / 2)), y: output(n) },
          run: (k, at, from, to) => {
            k.shorten(0, n, at.x!, at.short!, STORAGE_CODE[type], 0, 0, 0);
            k.widen(from, to, at.short!, at.y!, STORAGE_CODE[type]);
          },
        }),
      ),
    ),
} satisfies Pick<Record<Twin, () => Case[]>, Names>;
