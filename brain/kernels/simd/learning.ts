// The optimizer, and what follows a step of it.
import { madd } from './lanes';
import { squaresOf } from './row-sums';
import { read, write } from './tails';

export function adamw(
  from: usize,
  to: usize,
  w: usize,
  g: usize,
  m: usize,
  v: usize,
  factor: usize,
  rate: f64,
  beta1: f64,
  beta2: f64,
  eps: f64,
  decay: f64,
  c1: f64,
  c2: f64,
): void {
  // What is close to 1 is subtracted in float64: 1 − 0.999 would lose three digits in float32.
  const clip = v128.load32_splat(factor, 4);
  const b1 = f32x4.splat(<f32>beta1);
  const b2 = f32x4.splat(<f32>beta2);
  const fresh1 = f32x4.splat(<f32>(1 - beta1));
  const fresh2 = f32x4.splat(<f32>(1 - beta2));
  const step = f32x4.splat(<f32>(-rate / c1));
  const shrink = f32x4.splat(<f32>(-rate * decay));
  const lift = f32x4.splat(<f32>(1 / c2));
  const least = f32x4.splat(<f32>eps);
  const end = to << 2;
  let i = from << 2;
  for (; i + 32 <= end; i += 32) {
    const slope0 = f32x4.mul(v128.load(g + i), clip);
    const slope1 = f32x4.mul(v128.load(g + i, 16), clip);
    const first0 = madd(b1, v128.load(m + i), f32x4.mul(fresh1, slope0));
    const first1 = madd(b1, v128.load(m + i, 16), f32x4.mul(fresh1, slope1));
    const second0 = madd(b2, v128.load(v + i), f32x4.mul(fresh2, f32x4.mul(slope0, slope0)));
    const second1 = madd(b2, v128.load(v + i, 16), f32x4.mul(fresh2, f32x4.mul(slope1, slope1)));
    v128.store(m + i, first0);
    v128.store(m + i, first1, 16);
    v128.store(v + i, second0);
    v128.store(v + i, second1, 16);
    const root0 = f32x4.add(f32x4.sqrt(f32x4.mul(second0, lift)), least);
    const root1 = f32x4.add(f32x4.sqrt(f32x4.mul(second1, lift)), least);
    const weight0 = v128.load(w + i);
    const weight1 = v128.load(w + i, 16);
    v128.store(w + i, f32x4.add(weight0, madd(shrink, weight0, f32x4.div(f32x4.mul(step, first0), root0))));
    v128.store(w + i, f32x4.add(weight1, madd(shrink, weight1, f32x4.div(f32x4.mul(step, first1), root1))), 16);
  }
  for (; i < end; i += 16) {
    const left = end - i;
    const slope = f32x4.mul(read(g + i, left), clip);
    const weight = read(w + i, left);
    const first = madd(b1, read(m + i, left), f32x4.mul(fresh1, slope));
    const second = madd(b2, read(v + i, left), f32x4.mul(fresh2, f32x4.mul(slope, slope)));
    const root = f32x4.add(f32x4.sqrt(f32x4.mul(second, lift)), least);
    const moved = f32x4.add(weight, madd(shrink, weight, f32x4.div(f32x4.mul(step, first), root)));
    write(m + i, first, left);
    write(v + i, second, left);
    write(w + i, moved, left);
  }
}

export function sgd(from: usize, to: usize, w: usize, g: usize, factor: usize, rate: f64, decay: f64): void {
  const clip = load<f32>(factor, 4);
  const step = f32x4.splat(<f32>(-rate * <f64>clip));
  const shrink = f32x4.splat(<f32>(-rate * decay));
  const end = to << 2;
  for (let i = from << 2; i < end; i += 16) {
    const left = end - i;
    const weight = read(w + i, left);
    write(w + i, f32x4.add(weight, madd(shrink, weight, f32x4.mul(step, read(g + i, left)))), left);
  }
}

export function momentum(
  from: usize,
  to: usize,
  w: usize,
  g: usize,
  m: usize,
  factor: usize,
  rate: f64,
  beta: f64,
  decay: f64,
): void {
  const clip = v128.load32_splat(factor, 4);
  const b = f32x4.splat(<f32>beta);
  const step = f32x4.splat(<f32>-rate);
  const shrink = f32x4.splat(<f32>(-rate * decay));
  const end = to << 2;
  for (let i = from << 2; i < end; i += 16) {
    const left = end - i;
    const slope = f32x4.mul(read(g + i, left), clip);
    const mean = madd(b, read(m + i, left), slope);
    write(m + i, mean, left);
    const weight = read(w + i, left);
    write(w + i, f32x4.add(weight, madd(shrink, weight, f32x4.mul(step, madd(b, mean, slope)))), left);
  }
}

export function nesterov(from: usize, to: usize, g: usize, m: usize, factor: usize, beta: f64, y: usize): void {
  const fresh = f32x4.splat(<f32>((1 - beta) * <f64>load<f32>(factor, 4)));
  const b = f32x4.splat(<f32>beta);
  const end = to << 2;
  for (let i = from << 2; i < end; i += 16) {
    const left = end - i;
    const slope = f32x4.mul(fresh, read(g + i, left));
    const mean = madd(b, read(m + i, left), slope);
    write(m + i, mean, left);
    write(y + i, madd(b, mean, slope), left);
  }
}

export function clipUnits(from: usize, to: usize, w: usize, g: usize, cols: usize, limit: f64, scale: f64): void {
  const size = cols << 2;
  for (let i = from; i < to; i++) {
    const row = g + i * size;
    const most = limit * max<f64>(sqrt<f64>(<f64>squaresOf(w + i * size, 0, size)), 1e-3);
    const norm = scale * sqrt<f64>(<f64>squaresOf(row, 0, size));
    if (!(norm > most)) continue;
    const shrink = f32x4.splat(<f32>(most / norm));
    for (let c: usize = 0; c < size; c += 16) {
      write(row + c, f32x4.mul(shrink, read(row + c, size - c)), size - c);
    }
  }
}

export function movingMean(from: usize, to: usize, x: usize, share: f64, y: usize): void {
  const part = f32x4.splat(<f32>share);
  const end = to << 2;
  for (let i = from << 2; i < end; i += 16) {
    const left = end - i;
    const mean = read(y + i, left);
    write(y + i, madd(part, f32x4.sub(read(x + i, left), mean), mean), left);
  }
}

export function projectRows(from: usize, to: usize, x: usize, cols: usize, low: f32, high: f32): void {
  const size = cols << 2;
  for (let i = from; i < to; i++) {
    const row = x + i * size;
    const norm = f32x4.splat(min<f32>(max<f32>(sqrt<f32>(squaresOf(row, 0, size)), low), high));
    for (let c: usize = 0; c < size; c += 16) {
      write(row + c, f32x4.div(read(row + c, size - c), norm), size - c);
    }
  }
}
