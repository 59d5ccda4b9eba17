/** What the WebAssembly of this runtime can do, found by asking it to accept tiny modules. */

/** A module of one function without parameters that returns a vector, made of the given instructions. */
function moduleOf(instructions: readonly number[]): Uint8Array<ArrayBuffer> {
  const body = [0, ...instructions, 0x0b];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b],
    ...[0x03, 0x02, 0x01, 0x00],
    ...[0x0a, body.length + 2, 0x01, body.length, ...body],
  ]);
}

/** i32.const 0, i8x16.splat */
const ZEROS = [0x41, 0x00, 0xfd, 0x0f];

/** 128-bit vectors (the fixed-width SIMD proposal). */
export function hasSimd(): boolean {
  return WebAssembly.validate(moduleOf(ZEROS));
}

/** f32x4.relaxed_madd, the fused multiply-add of the relaxed SIMD proposal. */
export function hasRelaxedSimd(): boolean {
  return WebAssembly.validate(moduleOf([...ZEROS, ...ZEROS, ...ZEROS, 0xfd, 0x85, 0x02]));
}

/** One memory for all threads. */
export function hasSharedMemory(): boolean {
  try {
    return new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer instanceof SharedArrayBuffer;
  } catch {
    // Refused: the runtime has none, or was told not to.
    return false;
  }
}
