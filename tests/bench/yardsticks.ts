// The yardsticks of the study: transformers as large as the default baby, with every help that it gets.
import type { BrainName } from '../../brain/brains/index.ts';
import { stepper } from './steps.ts';

export interface Yardstick {
  readonly name: BrainName;
  readonly what: string;
  /** over the defaults; the rate was the best of four on `own` (school/EXPERIMENTS.md) */
  readonly settings: Readonly<Record<string, unknown>>;
}

export const YARDSTICKS: readonly Yardstick[] = [
  { name: 'gpt2', what: 'our GPT', settings: { learningRate: 0.004 } },
  { name: 'llama', what: 'our LLaMA', settings: { learningRate: 0.004, shape: { qkNorm: true } } },
];

const ROUNDS = 12;

/**
 * How many tokens a second a yardstick learns for each one of the default baby: their steps take turns in one process, and the fastest of
 * each counts, so that other programs hardly matter.
 */
export async function speedBesideBaby(
  { name, settings }: Yardstick,
  vocabulary: number,
  threads?: number,
): Promise<number> {
  const shape = (settings['shape'] ?? {}) as Record<string, boolean>;
  const options = threads === undefined ? {} : { threads };
  const [its, babys] = [
    await stepper(name, { vocabulary, ...shape }, options),
    await stepper('baby', { vocabulary }, options),
  ];
  const fastest = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < ROUNDS; round++)
    [its, babys].forEach(({ step, tokens }, i) => {
      fastest[i] = Math.min(fastest[i], step() / tokens);
    });
  await its.hands.release();
  await babys.hands.release();
  return fastest[1] / fastest[0];
}
