import type { Kernels, Numbers } from '../contract.ts';
import { logistic, normalCdf, normalPdf } from './numbers.ts';

type Names =
  | 'fill'
  | 'scaleInto'
  | 'add'
  | 'affine'
  | 'multiplyInto'
  | 'scaleByInto'
  | 'clamp'
  | 'clampBackward'
  | 'sigmoid'
  | 'sigmoidBackward'
  | 'gelu'
  | 'geluWithSlope'
  | 'geluTanh'
  | 'geluTanhWithSlope'
  | 'relu'
  | 'reluBackward'
  | 'wrap';

/** 2u of the tanh form of gelu. */
const twiceU = (x: number): number => Math.sqrt(8 / Math.PI) * (x + 0.044715 * x ** 3);

/** Kernels whose every element stands alone. */
export function pointwise(M: Numbers): Pick<Kernels, Names> {
  return {
    fill(from, to, y, value) {
      for (let i = from; i < to; i++) M[y + i] = value;
    },
    scaleInto(from, to, x, factor, y, accumulate) {
      for (let i = from; i < to; i++) M[y + i] = factor * M[x + i] + (accumulate ? M[y + i] : 0);
    },
    add(from, to, a, b, y) {
      for (let i = from; i < to; i++) M[y + i] = M[a + i] + M[b + i];
    },
    affine(from, to, x, scale, shift, y) {
      for (let i = from; i < to; i++) M[y + i] = scale * M[x + i] + shift;
    },
    multiplyInto(from, to, a, b, y, accumulate) {
      for (let i = from; i < to; i++) M[y + i] = M[a + i] * M[b + i] + (accumulate ? M[y + i] : 0);
    },
    scaleByInto(from, to, s, x, y, accumulate) {
      for (let i = from; i < to; i++) M[y + i] = M[s] * M[x + i] + (accumulate ? M[y + i] : 0);
    },
    clamp(from, to, x, low, high, y) {
      for (let i = from; i < to; i++) M[y + i] = Math.min(Math.max(M[x + i], low), high);
    },
    clampBackward(from, to, x, low, high, dy, dx, accumulate) {
      for (let i = from; i < to; i++) {
        const inside = M[x + i] >= low && M[x + i] <= high;
        M[dx + i] = (inside ? M[dy + i] : 0) + (accumulate ? M[dx + i] : 0);
      }
    },
    sigmoid(from, to, x, y) {
      for (let i = from; i < to; i++) M[y + i] = logistic(M[x + i]);
    },
    sigmoidBackward(from, to, y, dy, dx, accumulate) {
      for (let i = from; i < to; i++) {
        const s = M[y + i];
        M[dx + i] = M[dy + i] * s * (1 - s) + (accumulate ? M[dx + i] : 0);
      }
    },
    gelu(from, to, x, y) {
      for (let i = from; i < to; i++) M[y + i] = M[x + i] * normalCdf(M[x + i]);
    },
    geluWithSlope(from, to, x, y, slope) {
      for (let i = from; i < to; i++) {
        const v = M[x + i];
        M[y + i] = v * normalCdf(v);
        M[slope + i] = normalCdf(v) + v * normalPdf(v);
      }
    },
    geluTanh(from, to, x, y) {
      for (let i = from; i < to; i++) M[y + i] = M[x + i] * logistic(twiceU(M[x + i]));
    },
    geluTanhWithSlope(from, to, x, y, slope) {
      for (let i = from; i < to; i++) {
        const v = M[x + i];
        const s = logistic(twiceU(v));
        M[y + i] = v * s;
        M[slope + i] = s + v * s * (1 - s) * Math.sqrt(8 / Math.PI) * (1 + 3 * 0.044715 * v * v);
      }
    },
    relu(from, to, x, y) {
      for (let i = from; i < to; i++) M[y + i] = Math.max(M[x + i], 0);
    },
    reluBackward(from, to, y, dy, dx, accumulate) {
      for (let i = from; i < to; i++) M[dx + i] = (M[y + i] > 0 ? M[dy + i] : 0) + (accumulate ? M[dx + i] : 0);
    },
    wrap(from, to, x, length, y) {
      for (let i = from; i < to; i++) M[y + i] = M[x + i] - length * Math.floor(M[x + i] / length);
    },
  };
}
