/** What libraries read from the environment while they are being opened, and can be told in no other way. */
import { type Foreign, foreign, optional } from './foreign-functions.ts';

/** No threads of their own: some start them as soon as they are opened, and older Accelerates listen to nothing else. */
export const THREADS: readonly string[] = [
  'OPENBLAS_NUM_THREADS',
  'MKL_NUM_THREADS',
  'BLIS_NUM_THREADS',
  'OMP_NUM_THREADS',
  'VECLIB_MAXIMUM_THREADS',
];
let prepared = false;

/**
 * Sets them for the whole process, since a worker's `process.env` is a copy that libraries do not see; before any library is
 * opened, and once in a thread.
 * @throws one sentence, where koffi is not installed
 */
export function prepareForBlas(): void {
  if (prepared) return;
  prepared = true;
  const set = setter(foreign());
  if (!set) return;
  for (const name of THREADS) set(name, '1');
}

function setter(koffi: Foreign): ((name: string, value: string) => void) | undefined {
  if (process.platform === 'win32') {
    const put = optional(koffi.load('ucrtbase.dll'), '_putenv_s', 'int', ['str', 'str']);
    return put && ((name, value) => void put(name, value));
  }
  const put = optional(koffi.load(null), 'setenv', 'int', ['str', 'str', 'int']);
  return put && ((name, value) => void put(name, value, 1));
}
