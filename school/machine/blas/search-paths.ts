/** Where a machine keeps its BLAS, and what would bring one. */
import { texts } from '../texts.ts';

const LINUX = [
  'libopenblas.so.0',
  'libopenblasp.so.0',
  'libopenblas.so.3',
  'libopenblas.so',
  'libmkl_rt.so.2',
  'libmkl_rt.so.1',
  'libmkl_rt.so',
  'libblis.so.4',
  'libblis.so.3',
  'libblis.so',
  'libflexiblas.so.3',
  'libcblas.so.3',
  'libblas.so.3',
];
const MAC = [
  '/System/Library/Frameworks/Accelerate.framework/Accelerate',
  '/opt/homebrew/opt/openblas/lib/libopenblas.dylib',
  '/usr/local/opt/openblas/lib/libopenblas.dylib',
];
const WINDOWS = ['libopenblas.dll', 'mkl_rt.2.dll'];

/** Libraries to try, the most promising first; the system's own loader finds what has no folder. `BABY_BLAS` names the only one. */
export function placesOfBlas(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): readonly string[] {
  const named = environment['BABY_BLAS'];
  if (named) return [named];
  return platform === 'darwin' ? MAC : platform === 'win32' ? WINDOWS : LINUX;
}

/** How an owner gets one. */
export function howToGetBlas(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return texts.blas.howToGetOnMac;
  if (platform === 'win32') return texts.blas.howToGetOnWindows;
  return texts.blas.howToGetOnLinux;
}
