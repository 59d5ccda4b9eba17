/** What the doctor says of a BLAS: which one serves and what it gains, or what would bring one. */
import { printable } from '../../../library/notices/printable.ts';
import type { Finding } from '../diagnosis.ts';
import { chooseKernels, type KernelChoice } from '../runtime.ts';
import { texts } from '../texts.ts';
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
  if (!module) return { state: 'could', what, says: texts.blas.notLookedFor };
  const { blas, refusals, slower = [], gain } = look(module);
  if (!blas) {
    const says = printable([...refusals, ...slower].join('; ')) || texts.blas.notFound;
    const advice = texts.blas.wouldBeFaster(howToGetBlas(process.platform));
    return { state: 'could', what, says, advice };
  }
  // a variable that holds OpenBLAS to an older processor can halve its speed
  const isFromEnvironment = Boolean(env['OPENBLAS_CORETYPE']);
  const name = blas.core ? texts.blas.core(blas.name, blas.core, isFromEnvironment) : blas.name;
  const says = texts.blas.gain(name, gain.library.toFixed(0), gain.embedded.toFixed(0));
  if (kernels === 'auto' || kernels === 'blas') return { state: 'good', what, says };
  const advice = texts.blas.letItMultiply(blas.name);
  return { state: 'could', what, says: texts.blas.servesButIsNotUsed(says, kernels), advice };
}
