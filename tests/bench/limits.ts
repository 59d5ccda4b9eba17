// What this machine can do at most: products of matrices, and moving memory. Measured with our own kernels, shared by threads as in a
// learning step.
import { Engine, type Tape } from '../../brain/engine/engine.ts';
import { each, type Recording, SCRATCH } from '../../brain/engine/recording.ts';
import type { Tensor } from '../../brain/engine/tensor.ts';
import { createRuntime, type KernelChoice } from '../../school/machine/runtime.ts';
import { millisecondsOf } from './measure.ts';

/** Rows, columns and depth of the product that comes nearest to a machine's peak. */
const LARGE = 2048;
/** Elements of each array that is moved: far more than any cache holds. */
const FLOATS = 1 << 26;
/** Elements that are read for each number that is written, where memory is only read. */
const BLOCK = 1 << 15;
/** What AdamW works on, in parameters. */
const PARAMETERS = 50_000_000;

/** Runs calls of ours on a memory of their own. */
async function withCalls<T>(
  options: { kernels: KernelChoice; threads: number },
  record: (r: Recording) => void,
  fill: (engine: Engine, program: Tape) => void,
  use: (replay: () => void) => T,
): Promise<T> {
  const engine = new Engine();
  const program = engine.record('limits', 'limits', (r) => {
    record(r);
    return { outputs: {} };
  });
  const hands = await createRuntime(engine, { ...options, learning: false });
  try {
    fill(engine, program);
    return use(() => engine.run(program, 'forward'));
  } finally {
    await hands.release();
  }
}

/** Gigas a second of each of several rounds, the first left out. */
const rates =
  (gigas: number, rounds: number) =>
  (replay: () => void): number[] => {
    replay();
    return Array.from({ length: rounds }, () => (1000 * gigas) / millisecondsOf(replay));
  };

const waves = (engine: Engine, program: Tape): void => {
  for (const name of program.inputs.keys()) {
    const numbers = engine.input(program, name);
    for (let i = 0; i < numbers.length; i++) numbers[i] = Math.sin(i % 4096);
  }
};

/** GFLOP/s of a large product in several rounds: what a step can be held against. */
export function matmulRates(kernels: KernelChoice, threads: number, rounds = 7): Promise<number[]> {
  const n = LARGE;
  return withCalls(
    { kernels, threads },
    (r) => {
      const [a, b, c] = ['a', 'b', 'c'].map((name) => r.input(name, [n, n]));
      r.call('matmulNN', { work: n, grain: 16, cost: n * n * n }, [a, b, 0, c, n, n, n, 0, 1, SCRATCH]);
    },
    waves,
    rates(2e-9 * n ** 3, rounds),
  );
}

export interface Bandwidth {
  /** y = x: read and written */
  readonly copy: number[];
  /** c = a + b: two read, one written */
  readonly sum: number[];
  /** y = y + x: two read, one of them written */
  readonly update: number[];
  /** a sum of squares: read only */
  readonly read: number[];
}

/** GB/s of our kernels on arrays that no cache holds, in several rounds. */
export async function bandwidth(threads: number, rounds = 7): Promise<Bandwidth> {
  const moved = (arrays: number) => rates(4e-9 * arrays * FLOATS, rounds);
  const measure = (record: (r: Recording, array: (name: string) => Tensor) => void, arrays: number) =>
    withCalls(
      { kernels: 'auto', threads },
      (r) => record(r, (name) => r.input(name, [FLOATS])),
      (engine, program) => {
        for (const name of program.inputs.keys()) engine.input(program, name).fill(0.5);
      },
      moved(arrays),
    );
  return {
    copy: await measure((r, array) => r.call('scaleInto', each(FLOATS), [array('x'), 1, array('y'), 0]), 2),
    sum: await measure((r, array) => r.call('add', each(FLOATS), [array('a'), array('b'), array('c')]), 3),
    update: await measure((r, array) => r.call('scaleInto', each(FLOATS), [array('x'), 1, array('y'), 1]), 3),
    read: await measure((r, array) => {
      const blocks = FLOATS / BLOCK;
      const share = { work: blocks, grain: 1, cost: FLOATS };
      r.call('sumSquares', share, [array('x'), r.input('sums', [blocks]), FLOATS, BLOCK]);
    }, 1),
  };
}

/** GB/s of AdamW over 50 million parameters: weights, gradients and both moments read, weights and moments written. */
export function adamwRates(threads: number, rounds = 7): Promise<number[]> {
  return withCalls(
    { kernels: 'auto', threads },
    (r) => {
      const [weights, gradients, first, second] = ['weights', 'gradients', 'first', 'second'].map((name) =>
        r.input(name, [PARAMETERS]),
      );
      const factor = r.input('factor', [2]);
      const settings = [1e-3, 0.9, 0.99, 1e-8, 0.1, 0.5, 0.5] as const;
      r.call('adamw', each(PARAMETERS), [weights, gradients, first, second, factor, ...settings]);
    },
    (engine, program) => {
      for (const name of program.inputs.keys()) engine.input(program, name).fill(name === 'factor' ? 1 : 0.01);
    },
    rates(4e-9 * 7 * PARAMETERS, rounds),
  );
}
