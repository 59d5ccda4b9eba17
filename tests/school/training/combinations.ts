/** What must be so of every transformer made of parts while it is raised: for a sample in the unit tests, and for all in tests/long. */
import { expect } from 'vitest';
import type { Sizes } from '../../../brain/brains/shapes/shape.ts';
import type { TransformerShape } from '../../../brain/brains/shapes/transformer.ts';
import type { LearningType } from '../../../brain/kernels/storage.ts';
import { OPTIMIZERS, type OptimizerName, UPDATE_RULES } from '../../../brain/learning/update-rules.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { combinationsOf } from '../../brain/transformers.ts';
import { makePupil, temporaryFolder, weightsOf } from '../tiny.ts';

/** The 18 combinations, small enough to learn the story of the tests in moments. */
export const RAISED = combinationsOf({
  vocabulary: 320,
  channels: 24,
  blocks: 2,
  feedForwardWidth: 48,
  contextLength: 8,
  batch: 3,
  heads: 2,
});

const mean = (losses: readonly number[]): number => losses.reduce((sum, loss) => sum + loss, 0) / losses.length;

/** How one of them learns. */
export interface Learning {
  readonly optimizer: OptimizerName;
  readonly learningType: LearningType;
}

/** Every way to learn: each optimizer on float32, and the first with halves. */
export const WAYS: readonly Learning[] = [
  ...OPTIMIZERS.map((optimizer) => ({ optimizer, learningType: 'f32' as const })),
  ...(['bf16', 'f16'] as const).map((learningType) => ({ optimizer: OPTIMIZERS[0], learningType })),
];

/** It learns the beginning of the story, speaks, and goes on bit for bit where its soul was kept. */
export async function raise(sizes: Sizes<TransformerShape>, { optimizer, learningType }: Learning): Promise<void> {
  const learningRate = 3e-3 * UPDATE_RULES[optimizer].rateFactor;
  const how = { optimizer: { optimizer }, learningType, learningRate };
  const options = { brain: 'tfjs', sizes, tokens: 400, accumulation: 2, threads: 2, ...how } as const;
  const uninterrupted = await makePupil(options);
  const losses = uninterrupted.learn(60);
  const share = ['sgd', 'momentum'].includes(optimizer) ? 0.97 : 0.8;
  expect(mean(losses.slice(-5))).toBeLessThan(share * mean(losses.slice(0, 5)));
  const before = weightsOf(uninterrupted.mind);
  const { voice } = uninterrupted.mind;
  const logits = voice.hear(voice.begin(), [5, 17, 100, 5, 17, 100, 5, 17, 100, 5, 17, 100], [0.2, 0.4, 0.6]);
  expect(Array.from(logits).every(Number.isFinite)).toBe(true);
  expect(new Set(Array.from(logits)).size).toBeGreaterThan(100);
  expect(weightsOf(uninterrupted.mind)).toEqual(before);

  const folder = temporaryFolder();
  const evening = await makePupil(options);
  expect(evening.learn(20)).toEqual(losses.slice(0, 20));
  new Keeper({ folder }).save(evening.soul());
  const morning = await makePupil({ ...options, seed: 999, soul: new Keeper({ folder }).open() });
  expect(morning.learn(40)).toEqual(losses.slice(20));
  expect(weightsOf(morning.mind)).toEqual(before);
  for (const { hands } of [uninterrupted, evening, morning]) await hands.release();
}
