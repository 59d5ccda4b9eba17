import type { Kernels, Numbers } from '../contract.ts';

/** Matrix products, written as their definition: one sum per output element. */
export function matmul(M: Numbers): Pick<Kernels, 'matmulNN' | 'matmulNT' | 'matmulTN' | 'matmulEachNT'> {
  // strides: element (i,p) of a stands at i·aRow + p·aCol, element (p,j) of b at p·bRow + j·bCol
  const product =
    (
      strides: (m: number, n: number, k: number) => [aRow: number, aCol: number, bRow: number, bCol: number],
    ): Kernels['matmulNN'] =>
    (from, to, a, b, bias, c, m, n, k, accumulate, byColumns) => {
      const [aRow, aCol, bRow, bCol] = strides(m, n, k);
      const [i0, i1, j0, j1] = byColumns ? [0, m, from, to] : [from, to, 0, n];
      for (let i = i0; i < i1; i++) {
        for (let j = j0; j < j1; j++) {
          let sum = 0;
          for (let p = 0; p < k; p++) sum += M[a + i * aRow + p * aCol] * M[b + p * bRow + j * bCol];
          if (bias) sum += M[bias + j];
          if (accumulate) sum += M[c + i * n + j];
          M[c + i * n + j] = sum;
        }
      }
    };
  const matmulNT = product((_m, _n, k) => [k, 1, 1, k]);
  return {
    matmulNN: product((_m, n, k) => [k, 1, n, 1]),
    matmulNT,
    // one sum per element, whatever stands in other rows
    matmulEachNT: (from, to, a, b, bias, c, m, n, k) => matmulNT(from, to, a, b, bias, c, m, n, k, 0, 1, 0),
    matmulTN: product((m, n) => [1, m, n, 1]),
  };
}
