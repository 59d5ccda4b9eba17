import type { Kernels, Numbers } from '../contract.ts';

/** The finaliser of MurmurHash3 (A. Appleby, public domain): every bit of the input moves every bit of the 32 that come out. */
function mix(x: number): number {
  let z = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}

/** 2³² over the golden section: numbers that follow one another lie far apart when they are multiplied by it. */
const GOLDEN = 0x9e3779b1;

/** One number for all masks of one call at one step. */
export const dropoutKey = (seed: number, step: number, call: number): number =>
  mix(mix(mix(seed + GOLDEN) ^ step) ^ Math.imul(call, GOLDEN));

/** The byte that decides about element `i`. */
export const dropoutByte = (key: number, i: number): number =>
  (mix(key + Math.imul(i >>> 2, GOLDEN)) >>> (8 * (i & 3))) & 255;

/** Of 256, how many elements are left out at this rate. */
export const dropped = (rate: number): number => Math.min(255, Math.round(256 * rate));

/** Dropout, whose masks are drawn where they are used. */
export function dropout(M: Numbers): Pick<Kernels, 'dropout'> {
  return {
    dropout(from, to, x, y, rate, seed, step, call, accumulate) {
      const key = dropoutKey(seed, step, call);
      const limit = dropped(rate);
      const factor = 256 / (256 - limit);
      for (let i = from; i < to; i++) {
        const passed = dropoutByte(key, i) >= limit ? factor * M[x + i] : 0;
        M[y + i] = passed + (accumulate ? M[y + i] : 0);
      }
    },
  };
}
