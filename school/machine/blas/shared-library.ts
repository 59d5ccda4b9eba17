/** One BLAS of the machine: opened, told to use no threads of its own, and bound to a memory. */
import { basename } from 'node:path';
import type { MatrixLibrary } from '../../../brain/kernels/blas.ts';
import { printable } from '../../../library/notices/printable.ts';
import { texts } from '../texts.ts';
import { type Foreign, type ForeignLibrary, foreign, optional } from './foreign-functions.ts';

/** A library that is open in this thread. */
export interface Blas {
  /** `openblas 0.3.21` */
  readonly name: string;
  /** what kind of processor it takes this one for, where it says so */
  readonly core: string | undefined;
  readonly file: string;
  /** Its product on one memory, which must live as long as that is used. */
  bind(numbers: Float32Array): MatrixLibrary;
}

/** There is none of that name, or the system cannot open it. */
export class NoLibrary extends Error {}

/** CBLAS: row-major, as it stands, turned. */
const ROWS = 101;
const AS_IS = 111;
const TURNED = 112;

/**
 * Integers are passed 64 bits wide where every argument has a place of that width, so that libraries built for 64-bit sizes read
 * them rightly too; Apple's ARM machines pack arguments by their size.
 */
const INTEGER = process.platform === 'darwin' ? 'int32' : 'int64';

// biome-ignore format: as the C prototype has it
const SGEMM = [
  INTEGER, INTEGER, INTEGER, INTEGER, INTEGER, INTEGER,
  'float', 'uintptr_t', INTEGER, 'uintptr_t', INTEGER, 'float', 'uintptr_t', INTEGER,
];

/**
 * Opens a library for this thread. Every thread opens it for itself: some count threads by who asks.
 * @throws one sentence: NoLibrary when it cannot be opened, another Error when it is no BLAS with a C interface
 */
export function openBlas(file: string): Blas {
  const koffi = foreign();
  const said = printable(file);
  let library: ForeignLibrary;
  try {
    library = koffi.load(file);
  } catch (error) {
    throw new NoLibrary(texts.blas.cannotBeOpened(said, printable((error as Error).message)), { cause: error });
  }
  const sgemm = optional(library, 'cblas_sgemm', 'void', SGEMM);
  if (!sgemm) throw new Error(texts.blas.noCInterface(said));
  const { name, core } = nameOf(library, file);
  if (!bearsThreads(library)) throw new Error(texts.blas.oneThreadOnly(name, said));
  leaveThreadsToUs(library);
  return {
    name,
    core,
    file,
    bind(numbers) {
      const start = addressOf(koffi, numbers);
      return {
        name,
        sgemm: (aTurned, bTurned, m, n, k, a, lda, b, ldb, beta, c, ldc) => {
          sgemm(
            ROWS,
            aTurned ? TURNED : AS_IS,
            bTurned ? TURNED : AS_IS,
            m,
            n,
            k,
            1,
            start + a,
            lda,
            start + b,
            ldb,
            beta,
            start + c,
            ldc,
          );
        },
      };
    },
  };
}

function addressOf(koffi: Foreign, numbers: Float32Array): number {
  const address = Number(koffi.address(numbers));
  if (!Number.isSafeInteger(address + numbers.byteLength) || address <= 0)
    throw new Error(texts.blas.addressOutOfReach(address));
  return address;
}

/** An OpenBLAS without threads that has no locks either gives wrong results now and then when several threads call it at once. */
function bearsThreads(library: ForeignLibrary): boolean {
  const parallel = optional(library, 'openblas_get_parallel', 'int', [])?.();
  const config = optional(library, 'openblas_get_config', 'str', [])?.();
  return parallel !== 0 || /USE_LOCKING/.test(String(config));
}

/** Our threads are the threads: each calls the library on its own share. */
function leaveThreadsToUs(library: ForeignLibrary): void {
  optional(library, 'MKL_Set_Threading_Layer', 'int', ['int'])?.(1); // sequential
  for (const [setter, size] of [
    ['openblas_set_num_threads', 'int'],
    ['MKL_Set_Num_Threads', 'int'],
    ['bli_thread_set_num_threads', 'int64'],
    ['flexiblas_set_num_threads', 'int'],
    ['BLASSetThreading', 'uint32'], // Accelerate from macOS 15 on: 1 is "single-threaded"
  ])
    optional(library, setter, 'void', [size])?.(1);
}

function nameOf(library: ForeignLibrary, file: string): Pick<Blas, 'name' | 'core'> {
  const ask = (name: string) => optional(library, name, 'str', [])?.() as string | undefined;
  const openblas = ask('openblas_get_config');
  if (openblas)
    return {
      name: printable(`openblas ${openblas.match(/\d+\.\d+[\w.]*/)?.[0] ?? ''}`.trim()),
      core: printable(ask('openblas_get_corename') ?? '') || undefined,
    };
  const blis = ask('bli_info_get_version_str');
  if (blis) return { name: printable(`blis ${blis}`), core: undefined };
  return {
    name: printable(basename(file).replace(/^lib|(_rt)?\.(so|dylib|\d*\.?dll)\b.*$/g, '')).toLowerCase(),
    core: undefined,
  };
}
