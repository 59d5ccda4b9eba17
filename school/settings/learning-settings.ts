/** What an owner may decide about how it learns: the part of baby.json that belongs to the optimizer, its schedule, dropout and growth. */
import { z } from 'zod';
import { LEARNING_TYPES } from '../../brain/kernels/storage.ts';
import { CLIPPINGS } from '../../brain/learning/optimizer.ts';
import { SCHEDULES } from '../../brain/learning/schedule.ts';
import { OPTIMIZERS } from '../../brain/learning/update-rules.ts';
import { number, oneOf, whole } from './errors.ts';
import { GENERALISE } from './learning-rules.ts';
import { rangeTexts } from './texts/ranges.ts';

const rate = number(0, 0.9);

export const learningShape = {
  optimizer: oneOf(OPTIMIZERS),
  learningRate: number(0, 1),
  warmupSteps: whole(0, 1_000_000),
  schedule: oneOf(SCHEDULES),
  scheduleSteps: whole(0, 100_000_000),
  weightDecay: number(0, 10),
  beta1: number(0, 0.99999),
  beta2: number(0, 0.99999),
  clipBy: oneOf(CLIPPINGS),
  clip: number(0.001, 1000),
  agcRatio: number(0.0001, 10),
  generalise: oneOf(GENERALISE),
  labelSmoothing: number(0, 0.9),
  scheduledSampling: number(0, 0.9),
  accumulation: whole(1, 1024),
  learning: z.strictObject({ storage: oneOf(LEARNING_TYPES) }).describe(rangeTexts.learning),
  dropout: z.strictObject({ embedding: rate, lobe: rate, residual: rate }).describe(rangeTexts.dropout),
  grow: z.strictObject({ most: whole(1, 16), dreams: z.boolean() }).describe(rangeTexts.grow),
};

export const LEARNING: z.output<z.ZodObject<typeof learningShape>> = {
  // What turns gradients into changes of weights: adamw, adam, sgd, momentum or muon.
  optimizer: 'adamw',
  // 0: as the preset says, times what the optimizer needs.
  learningRate: 0,
  warmupSteps: 0,
  // What lowers the rate: exams (living), or a curve over steps behind the warm-up.
  schedule: 'living',
  // Steps until linear and cosine arrive at a tenth of the rate, where they stay; 0: as the preset says.
  scheduleSteps: 0,
  weightDecay: 0.1,
  beta1: 0.9,
  beta2: 0.99,
  // How gradients are shortened: all together to the norm `clip`, or each unit to `agcRatio` of the length of its weights (agc).
  clipBy: 'norm',
  clip: 1,
  agcRatio: 0.02,
  // How hard it is kept from knowing texts by heart: auto leaves that to dropout, labelSmoothing and weightDecay below and to its exams;
  // off, light and strong set all three.
  generalise: 'auto',
  // The share of every target that is spread over all tokens.
  labelSmoothing: 0,
  // The share of what it reads that is replaced by its own guesses, once it has read its library.
  scheduledSampling: 0,
  // Parts of a step whose gradients are added up before the weights change.
  accumulation: 1,
  // What is stored beside the float32 weights for learning: copies of large matrices for its products, and gradients, as this; moments as bf16
  // unless this is f32. bf16 and f16 save a fifth of the memory of a brain that learns.
  learning: { storage: 'f32' },
  // How much of what it computes is left out by chance while it learns, at most: of what it reads, of what its lobes say, and of what
  // that adds. A library that is large for the brain gets less of it. 0: nothing.
  dropout: { embedding: 0, lobe: 0, residual: 0 },
  // Brains of which it is made at most: when one has learnt what it can, it rests, and another begins; all speak as one. 1: an only child.
  // When all of them rest and nothing else is to be learnt, one more brain learns what they expect together, if `dreams` is on.
  grow: { most: 4, dreams: true },
};
