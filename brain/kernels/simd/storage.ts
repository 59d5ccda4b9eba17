// Matrices that are stored shorter than float32; ../storage.ts says how. A half is decoded by its bits, moved to where those of a
// float32 lie: that is the half times 2^−112, since no half of f16 is denormal.
import { at } from './lanes';
import { read } from './tails';

export const F16: i32 = 1;
export const BF16: i32 = 2;
export const Q8_0: i32 = 3;

/** From the bits of a half in a float32 to its value. */
export const HALF: f32 = reinterpret<f32>((127 + 112) << 23); // 2^112

const INFINITY: f32 = reinterpret<f32>(0x7f800000);
const NOT_A_NUMBER: f32 = reinterpret<f32>(0x7fc00000);

// V8 reads a global in one instruction and builds a constant vector in three, as math.ts says; a function fills them for the same reason.
function all(bits: i32): v128 {
  return i32x4.splat(bits);
}

/** Sign, exponent and mantissa of a half whose bits were moved down from the upper half of a lane with its sign. */
const HALF_BITS: v128 = all(0x8fffe000);
const UPPER_BITS: v128 = all(0xffff0000);

/** Bytes of one row of `cols` numbers. */
export function storedRowBytes(code: i32, cols: i32): usize {
  if (code === Q8_0) return (<usize>((cols + 31) >> 5) * 34 + 3) & ~3;
  return (<usize>((cols + 15) & ~15)) << 1;
}

/** Where the first numbers of a row lie, in bytes behind the first row: of f16 and bf16 four rows lie together, by eights. */
export function storedRowAt(code: i32, row: i32, size: usize): usize {
  if (code === Q8_0) return <usize>row * size;
  return <usize>(row >> 2) * 4 * size + ((<usize>(row & 3)) << 4);
}

/** Bytes in front of the first row. */
export function storedHeadBytes(code: i32, rows: i32): usize {
  return code === F16 ? at((rows + 15) & ~15) : 0;
}

// Functions of T are compiled once for each type: T is u16 for f16, and f32 for bf16, whose bits are the upper half of a float32.

/** Upper halves of four lanes as float32, times 2^−112 if they are f16. */
export function upper<T>(x: v128): v128 {
  if (isFloat<T>()) return v128.and(x, UPPER_BITS);
  return v128.and(i32x4.shr_s(x, 3), HALF_BITS);
}

/** Lower halves of four lanes as float32, times 2^−112 if they are f16. */
export function lower<T>(x: v128): v128 {
  const moved = i32x4.shl(x, 16);
  if (isFloat<T>()) return moved;
  return v128.and(i32x4.shr_s(moved, 3), HALF_BITS);
}

/** What a half stands for, denormal and infinite ones too. */
export function numberOf(half: u32): f32 {
  if ((half & 0x7c00) === 0x7c00) return half & 0x3ff ? NOT_A_NUMBER : half & 0x8000 ? -INFINITY : INFINITY;
  const size = reinterpret<f32>((half & 0x7fff) << 13) * HALF;
  return half & 0x8000 ? -size : size;
}

/** The half nearest to a number that is not negative, denormal ones too. */
function halfOf(x: f32): u32 {
  if (!(x >= 0)) return 0x7e00;
  if (x >= 65520) return 0x7c00;
  if (x < 6.103515625e-5) return <u32>nearest<f32>(x * 16777216);
  const all = reinterpret<u32>(x);
  return ((all + 0xfff + ((all >> 13) & 1)) >> 13) - (112 << 10);
}

/** The largest size in `size` bytes of numbers; not a number where one is not. */
function largestOf(x: usize, size: usize): f32 {
  let most = f32x4.splat(0);
  let other = most;
  let c: usize = 0;
  for (; c + 32 <= size; c += 32) {
    most = f32x4.max(most, f32x4.abs(v128.load(x + c)));
    other = f32x4.max(other, f32x4.abs(v128.load(x + c, 16)));
  }
  most = f32x4.max(most, other);
  for (; c < size; c += 16) most = f32x4.max(most, f32x4.abs(read(x + c, size - c)));
  return max<f32>(
    max<f32>(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
    max<f32>(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
  );
}

/** The power of two by which a row is divided; not a number where it holds one that is not finite. */
function powerOf(largest: f32): f32 {
  if (!(largest < INFINITY)) return NOT_A_NUMBER;
  if (largest === 0) return 1;
  const exponent = max(-126, <i32>(reinterpret<u32>(largest) >> 23) - 127 - 14);
  return reinterpret<f32>((<u32>(exponent + 127)) << 23);
}

/** Four numbers as halves in the low bits of the lanes; below 2^−14 they become 0. */
function halves(x: v128): v128 {
  const size = v128.and(x, i32x4.splat(0x7fffffff));
  const odd = v128.and(i32x4.shr_u(size, 13), i32x4.splat(1));
  const rounded = i32x4.shr_u(i32x4.add(i32x4.add(size, i32x4.splat(0xfff)), odd), 13);
  const half = i32x4.sub(rounded, i32x4.splat(112 << 10));
  const kept = v128.and(half, i32x4.ge_s(size, i32x4.splat(113 << 23)));
  return v128.or(kept, v128.and(i32x4.shr_u(x, 16), i32x4.splat(0x8000)));
}

/** Four numbers as the upper halves of float32, in the low bits of the lanes. */
export function upperHalves(x: v128): v128 {
  const odd = v128.and(i32x4.shr_u(x, 16), i32x4.splat(1));
  const rounded = i32x4.shr_u(i32x4.add(i32x4.add(x, i32x4.splat(0x7fff)), odd), 16);
  const isNumber = i32x4.le_s(v128.and(x, i32x4.splat(0x7fffffff)), i32x4.splat(0x7f800000));
  return v128.bitselect(rounded, i32x4.splat(0x7fc0), isNumber);
}

/** The low 16 bits of the lanes of two vectors, in their order. */
export function joined(a: v128, b: v128): v128 {
  return v128.shuffle<u16>(a, b, 0, 2, 4, 6, 8, 10, 12, 14);
}

/** Stores a row of float32; `row` and `power` are where its bytes and its power of two go. */
function encode(x: usize, cols: i32, code: i32, row: usize, power: usize): void {
  const size = at(cols);
  if (code === Q8_0) {
    for (let c: usize = 0; c < size; c += 128) {
      encodeBlock(x + c, min<usize>(128, size - c), row);
      row += 34;
    }
    return;
  }
  let factor: f32 = 1;
  if (code === F16) {
    const divisor = powerOf(largestOf(x, size));
    store<f32>(power, divisor);
    factor = divisor > 0 ? 1 / divisor : 0;
  }
  const lanes = f32x4.splat(factor);
  const whole = size & ~31;
  const end = at((cols + 15) & ~15);
  let c: usize = 0;
  if (code === F16)
    for (; c < whole; c += 32) eightHalves(v128.load(x + c), v128.load(x + c, 16), lanes, row + (c << 1));
  else for (; c < whole; c += 32) eightUpperHalves(v128.load(x + c), v128.load(x + c, 16), row + (c << 1));
  for (; c < end; c += 32) {
    const low = someOf(x + c, size, c);
    const high = someOf(x + c + 16, size, c + 16);
    if (code === F16) eightHalves(low, high, lanes, row + (c << 1));
    else eightUpperHalves(low, high, row + (c << 1));
  }
}

function eightHalves(low: v128, high: v128, factor: v128, out: usize): void {
  v128.store(out, joined(halves(f32x4.mul(low, factor)), halves(f32x4.mul(high, factor))));
}

function eightUpperHalves(low: v128, high: v128, out: usize): void {
  v128.store(out, joined(upperHalves(low), upperHalves(high)));
}

/** The four numbers at place `c` of a row of `size` bytes; 0 behind its end. */
function someOf(x: usize, size: usize, c: usize): v128 {
  return c < size ? read(x, size - c) : f32x4.splat(0);
}

/** Stores up to 32 numbers as one block of q8_0. */
function encodeBlock(x: usize, size: usize, out: usize): void {
  const half = halfOf(largestOf(x, size) / 127);
  store<u16>(out, <u16>half);
  const inverse = f32x4.splat(half ? 1 / numberOf(half) : 0);
  for (let c: usize = 0; c < 128; c += 16) {
    const scaled = f32x4.nearest(f32x4.mul(someOf(x + c, size, c), inverse));
    const whole = i32x4.trunc_sat_f32x4_s(f32x4.pmin(f32x4.pmax(scaled, f32x4.splat(-127)), f32x4.splat(127)));
    const words = i16x8.narrow_i32x4_s(whole, whole);
    v128.store32_lane(out + 2 + (c >> 2), i8x16.narrow_i16x8_s(words, words), 0);
  }
}

/** The power of two of a row, 1 where its type has none. */
export function powerAt(stored: usize, code: i32, row: i32): f32 {
  return code === F16 ? load<f32>(stored + at(row)) : 1;
}

/** Rows whose numbers lie apart that are gathered together: as many as share a line of memory. */
const TOGETHER: i32 = 16;

export function storeRows(
  from: i32,
  to: i32,
  x: usize,
  y: usize,
  rows: i32,
  cols: i32,
  rowStride: i32,
  colStride: i32,
  code: i32,
  scratch: usize,
): void {
  const size = storedRowBytes(code, cols);
  const first = y + storedHeadBytes(code, rows);
  for (let r = from; r < to; r += TOGETHER) {
    const count = min(TOGETHER, to - r);
    if (colStride !== 1) {
      for (let c = 0; c < cols; c++) {
        const source = x + at(r) * <usize>rowStride + at(c) * <usize>colStride;
        for (let i = 0; i < count; i++) {
          store<f32>(scratch + at(i * cols + c), load<f32>(source + at(i) * <usize>rowStride));
        }
      }
    }
    for (let i = 0; i < count; i++) {
      const row = colStride === 1 ? x + at(r + i) * <usize>rowStride : scratch + at(i * cols);
      // the last block of q8_0 may be followed by padding up to a whole element
      if (code === Q8_0) store<u32>(first + <usize>(r + i + 1) * size - 4, 0);
      encode(row, cols, code, first + storedRowAt(code, r + i, size), y + at(r + i));
    }
  }
}
