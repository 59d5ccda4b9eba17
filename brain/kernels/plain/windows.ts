import type { Kernels, Numbers } from '../contract.ts';
import { logistic, streamsOf } from './numbers.ts';

type Names =
  | 'windows'
  | 'windowsBackward'
  | 'windowsBackwardMix'
  | 'windowShape'
  | 'windowShapeBackward'
  | 'seedWindowShape'
  | 'seedWindowShapeBackward';

/** The original's window size: between 0.1 and `most`, squashed twice (brain/README.md, step 3). */
function seedSize(logSize: number, fractionality: number, most: number) {
  const z = 1.5 * Math.tanh(logSize / 2);
  const real = 0.1 + ((most - 0.1) * (Math.tanh(z) + 1)) / 2;
  const whole = Math.max(1, Math.round(real));
  const phi = logistic(Math.min(Math.max(fractionality, -6), 6));
  return { z, real, whole, phi, size: (1 - phi) * whole + phi * real };
}

/** Means over the last w activations, heard through a mix of several w (contract.ts has the formula). */
export function windows(M: Numbers): Pick<Kernels, Names> {
  const clampSize = (logSize: number, largest: number) => Math.min(Math.max(Math.exp(logSize), 1), largest);
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
    windowShape(_from, _to, logSize, shape, kinds, largest) {
      for (let k = 0; k < kinds; k++) {
        const w = clampSize(M[logSize + k], largest);
        M[shape + 3 * k] = Math.floor(w);
        M[shape + 3 * k + 1] = w - Math.floor(w);
        M[shape + 3 * k + 2] = 1 / w;
      }
    },
    windowShapeBackward(_from, _to, logSize, parts, dlogSize, kinds, cols, largest, accumulate) {
      for (let k = 0; k < kinds; k++) {
        const free = Math.exp(M[logSize + k]);
        const w = clampSize(M[logSize + k], largest);
        let d = 0;
        // a float32 bound may lie a hair outside the size it stands for
        if (free >= w * (1 - 1e-6) && free <= w * (1 + 1e-6)) {
          for (let c = 0; c < cols; c++)
            d += w * M[parts + (c * kinds + k) * 2] - M[parts + (c * kinds + k) * 2 + 1] / w;
        }
        M[dlogSize + k] = d + (accumulate ? M[dlogSize + k] : 0);
      }
    },
    seedWindowShape(_from, _to, logSize, fractionality, shape, kinds, most) {
      for (let k = 0; k < kinds; k++) {
        const { size } = seedSize(M[logSize + k], M[fractionality + k], most);
        M[shape + 3 * k] = Math.min(Math.max(Math.ceil(size), 1), most);
        M[shape + 3 * k + 1] = 0;
        M[shape + 3 * k + 2] = 1 / size;
      }
    },
    seedWindowShapeBackward(
      _from,
      _to,
      logSize,
      fractionality,
      parts,
      dlogSize,
      dfractionality,
      kinds,
      cols,
      most,
      accumulate,
    ) {
      for (let k = 0; k < kinds; k++) {
        const { z, real, whole, phi, size } = seedSize(M[logSize + k], M[fractionality + k], most);
        let dsize = 0; // of r = 1/size
        for (let c = 0; c < cols; c++) dsize -= M[parts + (c * kinds + k) * 2 + 1] / (size * size);
        // rounding has no slope, so the size moves with the logarithm only through its fractional share phi
        const slope = ((most - 0.1) / 2) * (1 - Math.tanh(z) ** 2) * 0.75 * (1 - Math.tanh(M[logSize + k] / 2) ** 2);
        const dlog = dsize * phi * slope;
        const raw = M[fractionality + k];
        const dfraction = raw >= -6 && raw <= 6 ? dsize * (real - whole) * phi * (1 - phi) : 0;
        M[dlogSize + k] = dlog + (accumulate ? M[dlogSize + k] : 0);
        M[dfractionality + k] = dfraction + (accumulate ? M[dfractionality + k] : 0);
      }
    },
  };
}
