import type { Kernels, Numbers } from '../contract.ts';

type Names = 'rope';

/** Rotary positions (Su et al. 2021), written as their definition; contract.ts has the formula. */
export function rope(M: Numbers): Pick<Kernels, Names> {
  return {
    rope(from, to, x, table, position, y, time, heads, depth, cols, direction, accumulate) {
      const half = depth / 2;
      const put = (at: number, value: number) => {
        M[y + at] = value + (accumulate ? M[y + at] : 0);
      };
      for (let i = from; i < to; i++) {
        const turn = table + ((i % time) + (position ? M[position] : 0)) * depth;
        for (let h = 0; h < heads; h++) {
          const at = i * cols + h * depth;
          for (let d = 0; d < half; d++) {
            const [a, b] = [M[x + at + d], M[x + at + half + d]];
            const [cos, sin] = [M[turn + d], direction * M[turn + half + d]];
            put(at + d, a * cos - b * sin);
            put(at + half + d, b * cos + a * sin);
          }
        }
        for (let c = heads * depth; c < cols; c++) put(i * cols + c, M[x + i * cols + c]);
      }
    },
  };
}
