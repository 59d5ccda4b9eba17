// Float32 in memory and in lanes of four: what every SIMD kernel shares.

/** a · b + c in each lane: one rounding where the processor fuses it (relaxed SIMD), two roundings elsewhere. */
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** How many bytes `count` float32 take. */
export function at(count: i32): usize {
  return (<usize>count) << 2;
}

/** 1 where these kernels fuse multiply and add: their name is then simd-relaxed. */
export function relaxed(): i32 {
  return ASC_FEATURE_RELAXED_SIMD ? 1 : 0;
}

// Where neurons of all streams are one work axis, a share of it may begin and end within a stream.

/** The first neuron of stream b that belongs to a share that begins at `from`. */
export function firstOf(from: usize, b: usize, cols: usize): usize {
  return from > b * cols ? from - b * cols : 0;
}

/** The one behind the last neuron of stream b that belongs to a share that ends before `to`. */
export function lastOf(to: usize, b: usize, cols: usize): usize {
  return min<usize>(to - b * cols, cols);
}
