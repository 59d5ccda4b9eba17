/** Memory in pages of 2 MB, where the system has them: a matrix is then found by a few hundred addresses instead of many thousand. */
import { type Foreign, foreign, optional } from './blas/foreign-functions.ts';

/** MADV_HUGEPAGE of Linux (madvise(2)). */
const IN_LARGE_PAGES = 14;
/** madvise wants to begin at a page; memories of WebAssembly do. */
const PAGE = 4096n;

/**
 * Requested before the memory is first used; pages in use stay as they are. Only speed depends on the result.
 * @returns whether the system agreed; it refuses where it is no Linux, where koffi is missing, and where its owner switched them off
 */
export function askForLargePages(numbers: Float32Array, open: () => Foreign = foreign): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const koffi = open();
    const madvise = optional(koffi.load(null), 'madvise', 'int', ['uintptr_t', 'size_t', 'int']);
    const at = koffi.address(numbers);
    return madvise !== undefined && at % PAGE === 0n && madvise(at, numbers.byteLength, IN_LARGE_PAGES) === 0;
  } catch {
    return false; // koffi is optional
  }
}
