// Rows of stored matrices as float32; ../storage.ts says how they are stored.
import { at } from './lanes';
import {
  F16,
  HALF,
  lower,
  numberOf,
  powerAt,
  Q8_0,
  storedHeadBytes,
  storedRowAt,
  storedRowBytes,
  upper,
} from './storage';

/** Decodes `count` numbers of a row from place `first` on, a multiple of 32; up to 31 numbers more are written behind them. */
export function decodeRow(row: usize, power: f32, code: i32, first: i32, count: i32, out: usize): void {
  if (code === Q8_0) {
    row += <usize>(first >> 5) * 34;
    for (let c = 0; c < count; c += 32) {
      const factor = f32x4.splat(numberOf(load<u16>(row)));
      for (let i: usize = 0; i < 32; i += 8) {
        const words = v128.load_ext<i8>(row + 2 + i);
        v128.store(out + (i << 2), f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(words)), factor));
        v128.store(out + (i << 2), f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(words)), factor), 16);
      }
      row += 34;
      out += 128;
    }
    return;
  }
  if (code === F16) decodeHalves<u16>(row + ((<usize>first) << 3), HALF, power, count, out);
  else decodeHalves<f32>(row + ((<usize>first) << 3), 1, 1, count, out);
}

/** Decodes `count` halves, and multiplies them by `half` and then by `power`. */
function decodeHalves<T>(row: usize, half: f32, power: f32, count: i32, out: usize): void {
  const lanes = f32x4.splat(half);
  const factor = f32x4.splat(power);
  for (let c = 0; c < count; c += 8) {
    const x = v128.load(row);
    const low = f32x4.mul(f32x4.mul(lower<T>(x), lanes), factor);
    const high = f32x4.mul(f32x4.mul(upper<T>(x), lanes), factor);
    v128.store(out, v128.shuffle<f32>(low, high, 0, 4, 1, 5));
    v128.store(out, v128.shuffle<f32>(low, high, 2, 6, 3, 7), 16);
    row += 64;
    out += 32;
  }
}

export function gatherStored(
  from: i32,
  to: i32,
  ids: usize,
  table: usize,
  y: usize,
  rows: i32,
  cols: i32,
  code: i32,
  scratch: usize,
): void {
  const size = storedRowBytes(code, cols);
  const first = table + storedHeadBytes(code, rows);
  for (let i = from; i < to; i++) {
    const row = <i32>load<f32>(ids + at(i));
    decodeRow(first + storedRowAt(code, row, size), powerAt(table, code, row), code, 0, cols, scratch);
    memory.copy(y + at(i * cols), scratch, at(cols));
  }
}

export function readStored(
  from: i32,
  to: i32,
  table: usize,
  y: usize,
  rows: i32,
  cols: i32,
  start: i32,
  count: i32,
  code: i32,
  scratch: usize,
): void {
  const size = storedRowBytes(code, cols);
  const first = table + storedHeadBytes(code, rows);
  for (let r = from; r < to; r++) {
    decodeRow(first + storedRowAt(code, r, size), powerAt(table, code, r), code, start, count, scratch);
    memory.copy(y + at(r) * <usize>count, scratch, at(count));
  }
}

/** Decodes the eight numbers of a row from column `first` on, a multiple of 8. */
export function decodeEight(row: usize, power: f32, code: i32, first: i32, out: usize): void {
  if (code === Q8_0) {
    const block = row + <usize>(first >> 5) * 34;
    const factor = f32x4.splat(numberOf(load<u16>(block)));
    const words = v128.load_ext<i8>(block + 2 + (first & 31));
    v128.store(out, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(words)), factor));
    v128.store(out, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(words)), factor), 16);
  } else if (code === F16) decodeHalves<u16>(row + ((<usize>first) << 3), HALF, power, 8, out);
  else decodeHalves<f32>(row + ((<usize>first) << 3), 1, 1, 8, out);
}
