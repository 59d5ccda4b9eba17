/** What the doctor says of a BLAS: which one serves and what it gains, or what would bring one. */
import { printable } from '../../../library/notices/printable.ts';
import type { Finding } from '../diagnosis.ts';
import { chooseKernels, type KernelChoice } from '../runtime.ts';
import { type Serving, servingBlas } from './probe.ts';
import { howToGetBlas } from './search-paths.ts';

/** @param look where to look, @param env of the process: tests pass their own */
export function findingOfBlas(
  kernels: KernelChoice,
  look: (module: WebAssembly.Module) => Serving = servingBlas,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Finding {
  const what = 'blas';
  const { module } = chooseKernels('auto');
  if (!module)
    return { state: 'could', what, says: 'not looked for: the SIMD kernels, which it stands on, do not run' };
  const { blas, refusals, slower = [], gain } = look(module);
  if (!blas) {
    const says = printable([...refusals, ...slower].join('; ')) || 'no library of this machine was found';
    const advice = `A BLAS would make it faster, for matrices several times: ${howToGetBlas(process.platform)}.`;
    return { state: 'could', what, says, advice };
  }
  // a variable that holds OpenBLAS to an older processor can halve its speed
  const cause = env['OPENBLAS_CORETYPE'] ? ', as OPENBLAS_CORETYPE says' : '';
  const name = blas.core ? `${blas.name} (${blas.core}${cause})` : blas.name;
  const says = `${name}, ${gain.library.toFixed(0)} GFLOP/s a thread where the embedded kernels give ${gain.embedded.toFixed(0)}`;
  if (kernels === 'auto' || kernels === 'blas') return { state: 'good', what, says };
  const advice = `Set kernels to auto in baby.json, to let ${blas.name} multiply matrices.`;
  return { state: 'could', what, says: `${says}; not used, since kernels is ${kernels}`, advice };
}
