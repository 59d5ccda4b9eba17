// What a whole row comes to. `size` is the row's length in bytes.
import { madd } from './lanes';
import { across, first, read, some } from './tails';

/** Σ x of a row */
export function sumOf(x: usize, size: usize): f32 {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let c: usize = 0;
  for (; c + 64 <= size; c += 64) {
    s0 = f32x4.add(s0, v128.load(x + c));
    s1 = f32x4.add(s1, v128.load(x + c, 16));
    s2 = f32x4.add(s2, v128.load(x + c, 32));
    s3 = f32x4.add(s3, v128.load(x + c, 48));
  }
  for (; c < size; c += 16) s0 = f32x4.add(s0, read(x + c, size - c));
  return across(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
}

/** Σ (x − centre)² of a row */
export function squaresOf(x: usize, centre: f32, size: usize): f32 {
  const mu = f32x4.splat(centre);
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let c: usize = 0;
  for (; c + 32 <= size; c += 32) {
    const d0 = f32x4.sub(v128.load(x + c), mu);
    const d1 = f32x4.sub(v128.load(x + c, 16), mu);
    s0 = madd(d0, d0, s0);
    s1 = madd(d1, d1, s1);
  }
  for (; c < size; c += 16) {
    const d = v128.and(f32x4.sub(read(x + c, size - c), mu), first(size - c));
    s0 = madd(d, d, s0);
  }
  return across(f32x4.add(s0, s1));
}

/** The greatest number of a row */
export function topOf(x: usize, size: usize): f32 {
  let top = v128.load32_splat(x);
  let c: usize = 0;
  if (size >= 64) {
    let t1 = top;
    let t2 = top;
    let t3 = top;
    for (; c + 64 <= size; c += 64) {
      top = f32x4.pmax(top, v128.load(x + c));
      t1 = f32x4.pmax(t1, v128.load(x + c, 16));
      t2 = f32x4.pmax(t2, v128.load(x + c, 32));
      t3 = f32x4.pmax(t3, v128.load(x + c, 48));
    }
    top = f32x4.pmax(f32x4.pmax(top, t1), f32x4.pmax(t2, t3));
  }
  for (; c + 16 <= size; c += 16) top = f32x4.pmax(top, v128.load(x + c));
  if (c < size) top = f32x4.pmax(top, v128.bitselect(some(x + c, size - c), top, first(size - c)));
  return max<f32>(
    max<f32>(f32x4.extract_lane(top, 0), f32x4.extract_lane(top, 1)),
    max<f32>(f32x4.extract_lane(top, 2), f32x4.extract_lane(top, 3)),
  );
}

/** Σ a·b of two rows */
export function alongOf(a: usize, b: usize, size: usize): f32 {
  let sum = f32x4.splat(0);
  for (let c: usize = 0; c < size; c += 16) sum = madd(read(a + c, size - c), read(b + c, size - c), sum);
  return across(sum);
}
