// What is heard and what is remembered, let through a gate. Row sizes and offsets `c` are in bytes.
import { madd } from './lanes';
import { bell4, DENSITY, normalCdf4 } from './math';
import { keep, read, write } from './tails';

export function gatedMemory(
  from: usize,
  to: usize,
  heard: usize,
  short: usize,
  long: usize,
  alpha: usize,
  beta: usize,
  open: usize,
  y: usize,
  cols: usize,
): void {
  const size = cols << 2;
  for (let row = from * size; row < to * size; row += size) {
    for (let c: usize = 0; c < size; c += 16) {
      const left = size - c;
      const at = row + c;
      const v = read(open + at, left);
      const gate = f32x4.mul(v, normalCdf4(v, bell4(v)));
      const near = madd(read(alpha + c, left), read(short + at, left), read(heard + at, left));
      write(y + at, f32x4.mul(madd(read(beta + c, left), read(long + at, left), near), gate), left);
    }
  }
}

// y = m⊙gelu(open), m = heard + alpha⊙short + beta⊙long: dm = dy⊙gelu(open); dopen = dy⊙m⊙(Φ(open) + open⊙φ(open)).
// Rows are the outer loop, so that memory is walked row by row; the sums of a block's dalpha and dbeta stay in the first cache.
export function gatedMemoryBackward(
  from: usize,
  to: usize,
  heard: usize,
  short: usize,
  long: usize,
  alpha: usize,
  beta: usize,
  open: usize,
  dy: usize,
  dheard: usize,
  dshort: usize,
  dlong: usize,
  dopen: usize,
  dalpha: usize,
  dbeta: usize,
  rows: usize,
  cols: usize,
  block: usize,
  accumulateHeard: i32,
  accumulateShort: i32,
  accumulateLong: i32,
  accumulateOpen: i32,
): void {
  const size = cols << 2;
  memory.fill(dalpha + from * size, 0, (to - from) * size);
  memory.fill(dbeta + from * size, 0, (to - from) * size);
  for (let i = from * block; i < min<usize>(to * block, rows); i++) {
    const row = i * size;
    const byShort = dalpha + (i / block) * size;
    const byLong = dbeta + (i / block) * size;
    for (let c: usize = 0; c < size; c += 16) {
      const left = size - c;
      const at = row + c;
      const v = read(open + at, left);
      const slope = read(dy + at, left);
      const bell = bell4(v);
      const cdf = normalCdf4(v, bell);
      const near = read(short + at, left);
      const far = read(long + at, left);
      const a = read(alpha + c, left);
      const b = read(beta + c, left);
      const inner = madd(b, far, madd(a, near, read(heard + at, left)));
      const d = f32x4.mul(slope, f32x4.mul(v, cdf));
      // one after the other, so that two of them may be the same array
      write(dheard + at, f32x4.add(d, v128.and(read(dheard + at, left), keep(accumulateHeard))), left);
      write(dshort + at, madd(a, d, v128.and(read(dshort + at, left), keep(accumulateShort))), left);
      write(dlong + at, madd(b, d, v128.and(read(dlong + at, left), keep(accumulateLong))), left);
      const steep = madd(f32x4.mul(v, DENSITY), bell, cdf);
      const before = v128.and(read(dopen + at, left), keep(accumulateOpen));
      write(dopen + at, madd(f32x4.mul(slope, inner), steep, before), left);
      write(byShort + c, madd(d, near, read(byShort + c, left)), left);
      write(byLong + c, madd(d, far, read(byLong + c, left)), left);
    }
  }
}
