import { mixed, SPREAD } from '../../engine/random.ts';
import type { Kernels, Numbers } from '../contract.ts';
import {
  EIGHT_BYTES,
  STORAGE_CODE,
  type StorageCode,
  storedElements,
  storedHeadBytes,
  storedRowAt,
} from '../storage.ts';

type Names = 'storeRows' | 'gatherStored' | 'readStored' | 'matmulStored' | 'matmulStoredNN' | 'shorten' | 'widen';

const bits = new DataView(new ArrayBuffer(4));

/** The bits of a float32. */
function bitsOf(x: number): number {
  bits.setFloat32(0, x);
  return bits.getUint32(0);
}

/** The whole number nearest to x, of two the even one. */
function nearestEven(x: number): number {
  const low = Math.floor(x);
  if (x - low !== 0.5) return Math.round(x);
  return low % 2 === 0 ? low : low + 1;
}

/** The half nearest to x. */
export function halfOf(x: number): number {
  const sign = x < 0 || Object.is(x, -0) ? 0x8000 : 0;
  const size = Math.abs(x);
  if (Number.isNaN(x)) return 0x7e00;
  if (size >= 65_520) return sign | 0x7c00;
  if (size < 2 ** -14) return sign | nearestEven(size * 2 ** 24);
  const all = bitsOf(size);
  return sign | (((all + 0xfff + ((all >>> 13) & 1)) >>> 13) - (112 << 10));
}

/** What a half stands for. */
export function numberOf(half: number): number {
  const [exponent, mantissa] = [(half >> 10) & 31, half & 1023];
  if (exponent === 31) return mantissa ? Number.NaN : half & 0x8000 ? -Infinity : Infinity;
  const size = exponent === 0 ? mantissa * 2 ** -24 : (1 + mantissa / 1024) * 2 ** (exponent - 15);
  return half & 0x8000 ? -size : size;
}

/** The half of a type nearest to x; bf16 by chance, where a whole number below 2¹⁶ says so. */
export function shortOf(x: number, code: number, chance?: number): number {
  if (code === STORAGE_CODE.f16) return halfOf(x);
  if (Number.isNaN(x)) return 0x7fc0;
  const all = bitsOf(x);
  const hasValue = (all & 0x7fffffff) < 0x7f800000;
  return (all + (chance === undefined || !hasValue ? 0x7fff + ((all >>> 16) & 1) : chance)) >>> 16;
}

/** What a half of a type stands for. */
export function wideOf(half: number, code: number): number {
  if (code === STORAGE_CODE.f16) return numberOf(half);
  bits.setUint32(0, half << 16);
  return bits.getFloat32(0);
}

/** Numbers as halves of a type, one behind the other, in whole float32 elements. */
export function halvesOf(values: ArrayLike<number>, code: number): Float32Array {
  const halves = new Uint16Array(2 * Math.ceil(values.length / 2));
  for (let i = 0; i < values.length; i++) halves[i] = shortOf(values[i], code);
  return new Float32Array(halves.buffer);
}

/** What halves of a type stand for, `count` of them, as float32. */
export function numbersOfHalves(memory: Numbers, code: number, count: number): Float32Array {
  const halves = new Uint16Array(memory.buffer, memory.byteOffset, count);
  const numbers = new Float32Array(count);
  if (code === STORAGE_CODE.f16) for (let i = 0; i < count; i++) numbers[i] = numberOf(halves[i]);
  else {
    const words = new Uint32Array(numbers.buffer);
    for (let i = 0; i < count; i++) words[i] = halves[i] << 16;
  }
  return numbers;
}

/** The power of two by which a row is divided so that its largest lies in [2¹⁴, 2¹⁵); not a number where it holds one that is not finite. */
function powerOf(largest: number): number {
  if (!Number.isFinite(largest)) return Number.NaN;
  if (largest === 0) return 1;
  const exponent = Math.max(-126, (bitsOf(largest) >>> 23) - 127 - 14);
  return 2 ** exponent;
}

/** Where the rows of a stored matrix begin, in the bytes of the memory that holds it. */
interface Stored {
  readonly bytes: DataView;
  readonly head: number;
  readonly row: (index: number) => number;
}

const storedAt = (bytes: DataView, at: number, code: StorageCode, rows: number, cols: number): Stored => {
  const first = at + storedHeadBytes(code, rows);
  return { bytes, head: at, row: (index) => first + storedRowAt(code, index, cols) };
};

/** A row as float32, and the bits of its numbers. */
let numbers = new Float32Array(0);
let words = new Uint32Array(numbers.buffer);

/** Where number i of a row of halves lies behind the first. */
const halfAt = (i: number): number => (i >> 3) * EIGHT_BYTES + 2 * (i & 7);

/** Stores row number `index`. */
function encode({ bytes, head, row }: Stored, index: number, code: StorageCode, values: ArrayLike<number>): void {
  const at = row(index);
  const largest = (from: number, to: number): number => {
    let most = 0;
    for (let i = from; i < to; i++) most = Math.max(most, Math.abs(values[i] ?? 0));
    return most;
  };
  const { length } = values;
  if (code === STORAGE_CODE.q8_0) {
    for (let block = 0; 32 * block < length; block++) {
      const place = at + 34 * block;
      const half = halfOf(Math.fround(largest(32 * block, 32 * block + 32) / 127));
      const inverse = half === 0 ? 0 : Math.fround(1 / numberOf(half));
      bytes.setUint16(place, half, true);
      for (let i = 0; i < 32; i++) {
        const whole = nearestEven(Math.fround((values[32 * block + i] ?? 0) * inverse));
        bytes.setInt8(place + 2 + i, Math.min(127, Math.max(-127, whole)));
      }
    }
    return;
  }
  const padded = 16 * Math.ceil(length / 16);
  if (numbers.length < padded) {
    numbers = new Float32Array(padded);
    words = new Uint32Array(numbers.buffer);
  }
  numbers.fill(0, 0, padded);
  if (code === STORAGE_CODE.bf16) {
    for (let i = 0; i < length; i++) numbers[i] = values[i];
    for (let i = 0; i < padded; i++) {
      const isNumber = (words[i] & 0x7fffffff) <= 0x7f800000;
      const rounded = (words[i] + 0x7fff + ((words[i] >>> 16) & 1)) >>> 16;
      bytes.setUint16(at + halfAt(i), isNumber ? rounded : 0x7fc0, true);
    }
    return;
  }
  const power = powerOf(largest(0, length));
  bytes.setFloat32(head + 4 * index, power, true);
  // a power of two has an exact inverse
  if (!Number.isNaN(power)) for (let i = 0; i < length; i++) numbers[i] = values[i] * (1 / power);
  for (let i = 0; i < padded; i++) {
    const size = words[i] & 0x7fffffff;
    const half = size < 0x38800000 ? 0 : ((size + 0xfff + ((size >>> 13) & 1)) >>> 13) - (112 << 10);
    bytes.setUint16(at + halfAt(i), half | ((words[i] >>> 16) & 0x8000), true);
  }
}

/** The first `cols` numbers of row number `index`. */
function decode({ bytes, head, row }: Stored, index: number, code: StorageCode, cols: number): number[] {
  const at = row(index);
  if (code === STORAGE_CODE.q8_0)
    return Array.from({ length: cols }, (_, i) => {
      const place = at + 34 * Math.floor(i / 32);
      return Math.fround(numberOf(bytes.getUint16(place, true)) * bytes.getInt8(place + 2 + (i % 32)));
    });
  if (code === STORAGE_CODE.bf16)
    return Array.from({ length: cols }, (_, i) => {
      bits.setUint32(0, bytes.getUint16(at + halfAt(i), true) << 16);
      return bits.getFloat32(0);
    });
  const power = bytes.getFloat32(head + 4 * index, true);
  return Array.from({ length: cols }, (_, i) => Math.fround(power * numberOf(bytes.getUint16(at + halfAt(i), true))));
}

/** Stores rows of float32 as another type: what `storeRows` does, outside of a memory. The result has whole float32 elements. */
export function storedRows(
  code: StorageCode,
  rows: number,
  cols: number,
  row: (index: number) => ArrayLike<number>,
): Float32Array {
  const bytes = new DataView(new ArrayBuffer(4 * storedElements(code, rows, cols)));
  const stored = storedAt(bytes, 0, code, rows, cols);
  for (let r = 0; r < rows; r++) encode(stored, r, code, row(r));
  return new Float32Array(bytes.buffer);
}

/** Matrices that are stored shorter than float32; storage.ts says how. Their bytes lie in the same memory. */
export function storage(M: Numbers): Pick<Kernels, Names> {
  const bytes = new DataView(M.buffer, M.byteOffset, M.byteLength);
  const at = (address: number, code: StorageCode, rows: number, cols: number) => {
    return storedAt(bytes, address * M.BYTES_PER_ELEMENT, code, rows, cols);
  };
  return {
    storeRows(from, to, x, y, rows, cols, rowStride, colStride, code) {
      const stored = at(y, code as StorageCode, rows, cols);
      for (let r = from; r < to; r++) {
        const values = Array.from({ length: cols }, (_, c) => M[x + r * rowStride + c * colStride]);
        encode(stored, r, code as StorageCode, values);
      }
    },
    gatherStored(from, to, ids, table, y, rows, cols, code) {
      const stored = at(table, code as StorageCode, rows, cols);
      for (let i = from; i < to; i++) M.set(decode(stored, M[ids + i], code as StorageCode, cols), y + i * cols);
    },
    readStored(from, to, table, y, rows, cols, first, count, code) {
      const stored = at(table, code as StorageCode, rows, cols);
      for (let r = from; r < to; r++)
        M.set(decode(stored, r, code as StorageCode, cols).slice(first, first + count), y + r * count);
    },
    matmulStored(from, to, a, b, bias, c, m, n, k, code) {
      const stored = at(b, code as StorageCode, n, k);
      for (let j = from; j < to; j++) {
        const weights = decode(stored, j, code as StorageCode, k);
        for (let i = 0; i < m; i++) {
          const sum = weights.reduce((total, weight, p) => total + weight * M[a + i * k + p], 0);
          M[c + i * n + j] = sum + (bias ? M[bias + j] : 0);
        }
      }
    },
    matmulStoredNN(from, to, a, b, c, m, n, k, accumulate, code) {
      const stored = at(b, code as StorageCode, k, n);
      const rows = Array.from({ length: k }, (_, p) => decode(stored, p, code as StorageCode, n));
      for (let i = 0; i < m; i++)
        for (let j = from; j < to; j++) {
          let sum = accumulate ? M[c + i * n + j] : 0;
          for (let p = 0; p < k; p++) sum += M[a + i * k + p] * rows[p][j];
          M[c + i * n + j] = sum;
        }
    },
    shorten(from, to, x, y, code, accumulate, noise, first) {
      const place = y * M.BYTES_PER_ELEMENT;
      for (let i = from; i < to; i++) {
        const value = accumulate ? wideOf(bytes.getUint16(place + 2 * i, true), code) + M[x + i] : M[x + i];
        const chance = noise === 0 ? undefined : mixed(noise + Math.imul(first + i, SPREAD)) & 0xffff;
        bytes.setUint16(place + 2 * i, shortOf(value, code, chance), true);
      }
    },
    widen(from, to, x, y, code) {
      for (let i = from; i < to; i++) M[y + i] = wideOf(bytes.getUint16(x * M.BYTES_PER_ELEMENT + 2 * i, true), code);
    },
  };
}
