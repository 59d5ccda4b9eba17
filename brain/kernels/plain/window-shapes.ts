import type { Kernels, Numbers } from '../contract.ts';
import { logistic } from './numbers.ts';

type Names = 'windowShape' | 'windowShapeBackward' | 'seedWindowShape' | 'seedWindowShapeBackward';

/** The original's window size: between 0.1 and `most`, squashed twice (brain/README.md, step 3). */
function seedSize(logSize: number, fractionality: number, most: number) {
  const z = 1.5 * Math.tanh(logSize / 2);
  const real = 0.1 + ((most - 0.1) * (Math.tanh(z) + 1)) / 2;
  const whole = Math.max(1, Math.round(real));
  const phi = logistic(Math.min(Math.max(fractionality, -6), 6));
  return { z, real, whole, phi, size: (1 - phi) * whole + phi * real };
}

/** How many tokens a window spans: whole lags, a fraction of one more, and the divisor. */
export function windowShapes(M: Numbers): Pick<Kernels, Names> {
  const clampSize = (logSize: number, largest: number) => Math.min(Math.max(Math.exp(logSize), 1), largest);
  return {
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
