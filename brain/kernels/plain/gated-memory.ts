import type { Kernels, Numbers } from '../contract.ts';
import { normalCdf, normalPdf } from './numbers.ts';

type Names = 'gatedMemory' | 'gatedMemoryBackward';

/** What a neuron hears of its windows and memories through one gate. */
export function gatedMemory(M: Numbers): Pick<Kernels, Names> {
  return {
    gatedMemory(from, to, heard, short, long, alpha, beta, open, y, cols) {
      for (let i = from; i < to; i++) {
        for (let c = 0; c < cols; c++) {
          const at = i * cols + c;
          const inner = M[heard + at] + M[alpha + c] * M[short + at] + M[beta + c] * M[long + at];
          M[y + at] = inner * M[open + at] * normalCdf(M[open + at]);
        }
      }
    },
    // biome-ignore format: as in the contract
    gatedMemoryBackward(from, to, heard, short, long, alpha, beta, open, dy, dheard, dshort, dlong, dopen, dalpha, dbeta, rows, cols, block,
      accumulateHeard, accumulateShort, accumulateLong, accumulateOpen) {
      const give = (at: number, d: number, accumulate: number) => {
        M[at] = d + (accumulate ? M[at] : 0);
      };
      for (let at = from * cols; at < to * cols; at++) M[dalpha + at] = M[dbeta + at] = 0;
      for (let i = from * block; i < Math.min(to * block, rows); i++) {
        const sums = Math.floor(i / block) * cols;
        for (let c = 0; c < cols; c++) {
          const at = i * cols + c;
          const x = M[open + at];
          const d = M[dy + at] * x * normalCdf(x);
          const inner = M[heard + at] + M[alpha + c] * M[short + at] + M[beta + c] * M[long + at];
          M[dalpha + sums + c] += d * M[short + at];
          M[dbeta + sums + c] += d * M[long + at];
          give(dheard + at, d, accumulateHeard);
          give(dshort + at, M[alpha + c] * d, accumulateShort);
          give(dlong + at, M[beta + c] * d, accumulateLong);
          give(dopen + at, M[dy + at] * inner * (normalCdf(x) + x * normalPdf(x)), accumulateOpen);
        }
      }
    },
  };
}
