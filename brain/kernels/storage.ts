/**
 * How matrices may be stored that are read and never learnt: all numbers of a row shorter than float32.
 *
 * - `f16`: IEEE halves of a row divided by a power of two, so that its largest lies in [2¹⁴, 2¹⁵). What then is below 2⁻¹⁴ becomes 0, which
 *   is 2⁻²⁹ of the largest: no half is denormal. In front of all rows stand these powers of two, one float32 a row.
 * - `bf16`: the upper half of a float32, rounded to nearest.
 * - `q8_0`: blocks of 32 whole numbers from −127 to 127 behind a half by which they are multiplied, as GGML has them.
 *
 * Rows are padded with 0 to whole blocks. Of f16 and bf16 four rows lie together, eight numbers of each in turn, so that a product reads them
 * in one stream. A stored matrix takes whole float32 elements of memory and begins at one.
 */
export type StorageType = 'f32' | ShortType;
export type ShortType = 'f16' | 'bf16' | 'q8_0';
export const STORAGE_TYPES = ['f32', 'f16', 'bf16', 'q8_0'] as const satisfies readonly StorageType[];

/** How kernels are told a type. */
export const STORAGE_CODE = { f16: 1, bf16: 2, q8_0: 3 } as const satisfies Record<ShortType, number>;
export type StorageCode = (typeof STORAGE_CODE)[ShortType];

/** How a brain may keep what it needs for learning beside its weights, which stay float32. */
export const LEARNING_TYPES = ['f32', 'bf16', 'f16'] as const satisfies readonly StorageType[];
export type LearningType = (typeof LEARNING_TYPES)[number];

/** Numbers that are stored together: rows are padded to a multiple. */
const BLOCK: Record<StorageCode, number> = { 1: 16, 2: 16, 3: 32 };
const BLOCK_BYTES: Record<StorageCode, number> = { 1: 32, 2: 32, 3: 34 };

/** Rows that lie together, eight numbers of each in turn; those of q8_0 lie one behind the other. */
const TOGETHER: Record<StorageCode, number> = { 1: 4, 2: 4, 3: 1 };

/** Bytes of one row of `cols` numbers. */
export const storedRowBytes = (code: StorageCode, cols: number): number =>
  4 * Math.ceil((Math.ceil(cols / BLOCK[code]) * BLOCK_BYTES[code]) / 4);

/** Bytes in front of the first row. */
export const storedHeadBytes = (code: StorageCode, rows: number): number =>
  code === STORAGE_CODE.f16 ? 64 * Math.ceil(rows / 16) : 0;

/** Where the first numbers of a row lie, in bytes behind the first row. */
export const storedRowAt = (code: StorageCode, row: number, cols: number): number => {
  const together = TOGETHER[code];
  return Math.floor(row / together) * together * storedRowBytes(code, cols) + (row % together) * 16;
};

/** Bytes from one eight of a row's numbers to the next, of f16 and bf16. */
export const EIGHT_BYTES = 64;

/** Float32 elements that a stored matrix takes. */
export const storedElements = (code: StorageCode, rows: number, cols: number): number => {
  const together = TOGETHER[code];
  const whole = together * Math.ceil(rows / together);
  return (storedHeadBytes(code, rows) + whole * storedRowBytes(code, cols)) / 4;
};
