// How fast brains learn: the seed brain, small and at the original's full size, and what a second thread brings.
import type { KernelChoice } from '../../school/machine/runtime.ts';
import { type Context, missing, NO_LIBRARY, type Topic, tokensPerSecond } from './context.ts';
import { matmulRates } from './limits.ts';
import { median, noiseOf } from './measure.ts';
import { type Entry, number, type Row } from './rows.ts';
import { type Stepper, stepper, stepsApart } from './steps.ts';

export const SEED = { channels: 256, neurons: 2048, vocabulary: 2000, contextLength: 64 };

/** The share of the peak of matrix products that a step of the small seed brain should have: 650 to 1,300 tokens/s of the machine of the first table. */
const SEED_SHARE = 0.5;

export const seedTopic: Topic = {
  about: 'the seed brain learning, C=256 N=2048 V=2000',
  takes: '30 seconds',
  async *measure({ threads, embedded, library, threadsText }) {
    const row = async (name: string, kernels: KernelChoice, called: string): Promise<Row> => {
      const runs: number[] = [];
      const peaks = await matmulRates(kernels, threads);
      let each = 0;
      for (let i = 0; i < 3; i++) {
        const { step, hands, tokens, gigaflops } = await stepper('seed', SEED, { kernels, threads });
        each = gigaflops / tokens;
        runs.push(
          tokensPerSecond(
            tokens,
            Array.from({ length: 15 }, () => step()),
          ),
        );
        await hands.release();
      }
      peaks.push(...(await matmulRates(kernels, threads)));
      return {
        name,
        what: `seed brain, C=256 N=2048 V=2000, 64 predictions a step, training, ${called}`,
        value: median(runs),
        unit: 'tokens/s',
        better: 'higher',
        barShare: SEED_SHARE,
        noise: noiseOf(runs),
        peer: { name: 'the original on two cores, as once measured', value: 11 },
        limit: { name: peakOf(kernels), value: Math.max(...peaks) / each },
        how: `median step of 15 after 3, median of 3 runs; forward, backward, AdamW; ${threadsText}; the peak is what the best product of 2048×2048×2048 before and after would make of its ${number(each, 3)} GFLOP a token`,
      };
    };
    yield await row('seed', embedded, embedded);
    if (library) yield await row('seed-blas', 'blas', library);
    else yield missing('seed-blas', 'seed brain, C=256 N=2048 V=2000, training, system BLAS', NO_LIBRARY);
  },
};

export const fullTopic: Topic = {
  about: "the seed brain at the original's full size, 204 million parameters, learning (needs 5 GB)",
  takes: '2 minutes',
  async *measure(context) {
    yield* full('seed-full', context.embedded, context.embedded, 0.75, context);
    if (context.library) yield* full('seed-full-blas', 'blas', context.library, 0.6, context);
    else yield missing('seed-full-blas', 'seed brain at full size, training, system BLAS', NO_LIBRARY);
  },
};

async function* full(
  name: string,
  kernels: KernelChoice,
  called: string,
  barShare: number,
  { threads, threadsText }: Context,
): AsyncGenerator<Entry> {
  const before = await matmulRates(kernels, threads);
  const steps = await stepsApart({ brain: 'seed', preset: 'full', kernels, threads, steps: 7 });
  const after = await matmulRates(kernels, threads);
  const what = `seed brain at full size (${number(steps.parameters, 0)} parameters), training, ${called}`;
  const how = `median of ${steps.milliseconds.length} steps of ${steps.tokens} predictions after one, in a process of its own; ${threadsText}`;
  const noise = noiseOf(steps.milliseconds);
  yield {
    name,
    what,
    value: tokensPerSecond(steps.tokens, steps.milliseconds),
    unit: 'tokens/s',
    better: 'higher',
    noise,
    also: [
      {
        value: steps.mostMemory / 1e9,
        unit: 'GB',
        digits: 2,
        better: 'lower',
        bar: 5,
        label: 'in',
        noise: 0.01,
        assumed: true,
      },
    ],
    peer: { name: 'the original on two cores, as once measured', value: 0.9 },
    how: `${how}; the most memory that the process ever had`,
  };
  yield {
    name: `${name}-share`,
    what: `${what}: matrix products of a step, over all of its time`,
    value: steps.gigaflops / (median(steps.milliseconds) / 1000),
    unit: 'GFLOP/s',
    better: 'higher',
    barShare,
    noise,
    limit: {
      name: peakOf(kernels),
      value: Math.max(...before, ...after),
    },
    how: 'the same steps; the peak is the best product of 2048×2048×2048 before and after',
  };
}

const peakOf = (kernels: KernelChoice): string => (kernels === 'blas' ? 'the BLAS peak' : 'the embedded peak');

export const threadsTopic: Topic = {
  about: 'two threads against one',
  takes: '20 seconds',
  async *measure({ threads, embedded, library }) {
    const what = "two threads against one, default baby's step";
    if (threads < 2) return yield missing('threads', what, 'this machine has one core');
    yield await twoAgainstOne('threads', what, embedded, 1.8);
    if (library) yield await twoAgainstOne('threads-blas', `${what}, ${library}`, 'blas', 1.7);
    else yield missing('threads-blas', `${what}, system BLAS`, NO_LIBRARY);
  },
};

/** Both stand ready at once and take steps in turn, so that whatever else the machine does falls on both. */
async function twoAgainstOne(name: string, what: string, kernels: KernelChoice, bar: number): Promise<Row> {
  const make = (threads: number): Promise<Stepper> => stepper('baby', {}, { threads, kernels });
  const [one, two] = [await make(1), await make(2)];
  const rounds: { one: number; two: number }[] = [];
  for (let round = 0; round < 5; round++) {
    const steps = ({ step }: Stepper) => median(Array.from({ length: 10 }, () => step()));
    rounds.push({ one: steps(one), two: steps(two) });
  }
  await one.hands.release();
  await two.hands.release();
  const ratios = rounds.map((round) => round.one / round.two);
  const [slow, fast] = [median(rounds.map((round) => round.one)), median(rounds.map((round) => round.two))];
  return {
    name,
    what,
    value: median(ratios),
    unit: '×',
    better: 'higher',
    bar,
    noise: noiseOf(ratios),
    note: `${number(slow, 1)} → ${number(fast, 1)} ms`,
    how: 'median step of 10, in turn, median of 5 pairs',
  };
}
