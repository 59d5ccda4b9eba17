// What every topic of the bench is given, and what it is.
import { chooseKernels, threadsFor } from '../../school/machine/runtime.ts';
import { libraryName } from './matmul.ts';
import { median } from './measure.ts';
import { Peers } from './peers.ts';
import type { Entry, Unmeasured } from './rows.ts';

/** What whoever started the bench wants. */
export interface Wishes {
  /** tiny Shakespeare, for the character recipes */
  readonly shakespeare: string | undefined;
  readonly pepys: string | undefined;
  /** the text of llm-from-scratch */
  readonly requests?: string | undefined;
  /** for the table of parts; left out: the starter texts */
  readonly text?: string | undefined;
  /** of a baby's life, awake; left out: as many as each topic needs */
  readonly minutes?: number | undefined;
  /** libraries of the study, by name; left out: all */
  readonly on?: readonly string[] | undefined;
  /** of the babies of the study, laid over the defaults */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  /** of the lives of the study; left out: as many as a baby would use */
  readonly threads?: number | undefined;
  /** of the character recipes; fewer than 2,000 only to try the bench itself */
  readonly steps: number;
}

export class Context {
  readonly wishes: Wishes;
  readonly peers = new Peers();
  /** as many as a baby would use */
  readonly threads = threadsFor(0);
  /** the embedded kernels that run here */
  readonly embedded = chooseKernels('auto').name;
  /** the BLAS of the machine that serves */
  readonly library: string | undefined = chooseKernels('auto').module && libraryName();

  constructor(wishes: Wishes) {
    this.wishes = wishes;
  }

  get threadsText(): string {
    return this.threads === 1 ? '1 thread' : `${this.threads} threads`;
  }
}

/** Some measurements that belong together. */
export interface Topic {
  /** one line for people */
  readonly about: string;
  /** about how long it takes */
  readonly takes: string;
  /** gives each row as soon as it is there */
  measure(context: Context): AsyncIterable<Entry>;
}

export const NO_LIBRARY = 'no system BLAS serves here: apt-get install libopenblas0-pthread, and see baby doctor';

/** Rows that need a text, or a library, which is not there. */
export const missing = (name: string, what: string, why: string): Unmeasured => ({ name, what, missing: why });

/** A row's figure from repeats, of which the noise comes too. */
export const tokensPerSecond = (tokens: number, milliseconds: readonly number[]): number =>
  (1000 * tokens) / median(milliseconds);
