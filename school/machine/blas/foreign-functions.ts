/** The door to libraries of the machine: koffi, which is optional, so that nothing of it is known before it is asked for. */
import { createRequire } from 'node:module';
import { reason } from '../../../library/notices/notices.ts';
import { texts } from '../texts.ts';

export type ForeignFunction = (...args: unknown[]) => unknown;

/** A library that was opened. */
export interface ForeignLibrary {
  /** Throws where there is no such symbol. */
  func(name: string, result: string, parameters: string[]): ForeignFunction;
}

/** What is used of koffi (koffi.dev). */
export interface Foreign {
  /** `null`: what the process has loaded already. Throws where it cannot be opened. */
  load(file: string | null): ForeignLibrary;
  /** where a typed array lies, shared memory included */
  address(numbers: Float32Array): bigint;
}

/** @throws one sentence, where koffi is not installed or has no binary for this machine */
export function foreign(): Foreign {
  try {
    return createRequire(import.meta.url)('koffi') as Foreign;
  } catch (error) {
    const why = reason(error).split('\n')[0];
    throw new Error(texts.blas.noForeignFunctions(why), {
      cause: error,
    });
  }
}

/** A function of a library, or nothing where it has none of that name. */
export function optional(
  library: ForeignLibrary,
  name: string,
  result: string,
  parameters: string[],
): ForeignFunction | undefined {
  try {
    return library.func(name, result, parameters);
  } catch {
    // That it is missing is the answer.
    return undefined;
  }
}
