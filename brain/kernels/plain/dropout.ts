import { hashOf, mixed, SPREAD } from '../../engine/random.ts';
import type { Kernels, Numbers } from '../contract.ts';

/** The byte that decides about element `i`. */
export const dropoutByte = (key: number, i: number): number =>
  (mixed(key + Math.imul(i >>> 2, SPREAD)) >>> (8 * (i & 3))) & 255;

/** Of 256, how many elements are left out at this rate. */
export const dropped = (rate: number): number => Math.min(255, Math.round(256 * rate));

/** Dropout, whose masks are drawn where they are used. */
export function dropout(M: Numbers): Pick<Kernels, 'dropout'> {
  return {
    dropout(from, to, x, y, rate, seed, step, call, accumulate) {
      const key = hashOf(seed, step, call);
      const limit = dropped(rate);
      const factor = 256 / (256 - limit);
      for (let i = from; i < to; i++) {
        const passed = dropoutByte(key, i) >= limit ? factor * M[x + i] : 0;
        M[y + i] = passed + (accumulate ? M[y + i] : 0);
      }
    },
  };
}
