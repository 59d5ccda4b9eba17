// What is let through a gate of its own. Positions are byte offsets from the start of the arrays.
import { madd } from './lanes';
import { sigmoid4 } from './math';
import { keep, read, write } from './tails';

export function swiglu(from: usize, to: usize, gate: usize, up: usize, y: usize): void {
  const end = to << 2;
  for (let i = from << 2; i < end; i += 16) {
    const left = end - i;
    const g = read(gate + i, left);
    write(y + i, f32x4.mul(f32x4.mul(g, sigmoid4(g)), read(up + i, left)), left);
  }
}

// with s = σ(gate): dgate = dy⊙up⊙s⊙(1 + gate⊙(1 − s)), dup = dy⊙gate⊙s
export function swigluBackward(
  from: usize,
  to: usize,
  gate: usize,
  up: usize,
  dy: usize,
  dgate: usize,
  dup: usize,
  accumulateGate: i32,
  accumulateUp: i32,
): void {
  const end = to << 2;
  const one = f32x4.splat(1);
  const keptGate = keep(accumulateGate);
  const keptUp = keep(accumulateUp);
  for (let i = from << 2; i < end; i += 16) {
    const left = end - i;
    const g = read(gate + i, left);
    const s = sigmoid4(g);
    const d = f32x4.mul(read(dy + i, left), s);
    const slope = madd(g, f32x4.sub(one, s), one);
    const through = f32x4.mul(d, read(up + i, left));
    // one after the other, so that both may be the same array
    write(dup + i, madd(d, g, v128.and(read(dup + i, left), keptUp)), left);
    write(dgate + i, madd(through, slope, v128.and(read(dgate + i, left), keptGate)), left);
  }
}
