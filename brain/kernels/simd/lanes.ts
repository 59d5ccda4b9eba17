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
