import type { Kernels, Numbers } from '../contract.ts';
import { streamsOf } from './numbers.ts';

type Names = 'windows' | 'windowsBackward' | 'windowsBackwardMix';

/** Means over the last w activations, heard through a mix of several w (contract.ts has the formula). */
export function windows(M: Numbers): Pick<Kernels, Names> {
  return {
    windows(from, to, x, history, shape, mix, sums, y, time, length, cols, kinds) {
      const rows = length + time;
      for (const [b, first, last] of streamsOf(from, to, cols)) {
        const total = sums + b * (rows + 1) * cols;
        const row = (i: number) =>
          i < length ? history + (b * length + i) * cols : x + (b * time + i - length) * cols;
        for (let c = first; c < last; c++) {
          M[total + c] = 0;
          for (let i = 0; i < rows; i++) M[total + (i + 1) * cols + c] = M[total + i * cols + c] + M[row(i) + c];
          for (let t = 0; t < time; t++) {
            let heard = 0;
            const end = length + t + 1;
            for (let k = 0; k < kinds; k++) {
              const [n, f, r] = [M[shape + 3 * k], M[shape + 3 * k + 1], M[shape + 3 * k + 2]];
              const start = end - n;
              const whole = M[total + end * cols + c] - M[total + Math.max(start, 0) * cols + c];
              const part = start > 0 ? M[row(start - 1) + c] : 0;
              heard += M[mix + k * cols + c] * r * (whole + f * part);
            }
            M[y + (b * time + t) * cols + c] = heard;
          }
        }
      }
    },
    windowsBackward(from, to, shape, mix, dy, tails, dx, time, cols, kinds, accumulate) {
      for (const [b, first, last] of streamsOf(from, to, cols)) {
        const tail = tails + b * (time + 1) * cols;
        for (let c = first; c < last; c++) {
          M[tail + time * cols + c] = 0;
          for (let t = time - 1; t >= 0; t--) {
            M[tail + t * cols + c] = M[tail + (t + 1) * cols + c] + M[dy + (b * time + t) * cols + c];
          }
          for (let t = 0; t < time; t++) {
            let d = 0;
            for (let k = 0; k < kinds; k++) {
              const [n, f, r] = [M[shape + 3 * k], M[shape + 3 * k + 1], M[shape + 3 * k + 2]];
              const whole = M[tail + t * cols + c] - M[tail + Math.min(t + n, time) * cols + c];
              const part = t + n < time ? M[dy + (b * time + t + n) * cols + c] : 0;
              d += M[mix + k * cols + c] * r * (whole + f * part);
            }
            const at = dx + (b * time + t) * cols + c;
            M[at] = d + (accumulate ? M[at] : 0);
          }
        }
      }
    },
    // biome-ignore format: as in the contract
    windowsBackwardMix(from, to, x, history, shape, mix, sums, dy, dmix, parts, time, length, cols, kinds) {
      for (let i = from; i < to; i++) {
        const b = Math.floor(i / cols);
        const c = i % cols;
        const total = sums + b * (length + time + 1) * cols;
        const row = (at: number) =>
          at < length ? history + (b * length + at) * cols : x + (b * time + at - length) * cols;
        for (let k = 0; k < kinds; k++) {
          const [n, f, r] = [M[shape + 3 * k], M[shape + 3 * k + 1], M[shape + 3 * k + 2]];
          let along = 0; // Σ dy·(whole + f·part)
          let byPart = 0; // Σ dy·part
          for (let t = 0; t < time; t++) {
            const d = M[dy + (b * time + t) * cols + c];
            const end = length + t + 1;
            const start = end - n;
            const part = start > 0 ? M[row(start - 1) + c] : 0;
            along += d * (M[total + end * cols + c] - M[total + Math.max(start, 0) * cols + c] + f * part);
            byPart += d * part;
          }
          const weight = M[mix + k * cols + c];
          M[dmix + (b * kinds + k) * cols + c] = r * along;
          M[parts + (i * kinds + k) * 2] = weight * r * byPart;
          M[parts + (i * kinds + k) * 2 + 1] = weight * along;
        }
      }
    },
  };
}
