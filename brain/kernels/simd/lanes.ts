// Four float32 lanes: what every SIMD kernel shares.

/** a · b + c in each lane: one rounding where the processor fuses it (relaxed SIMD), two roundings elsewhere. */
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}
