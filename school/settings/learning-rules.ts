/** What counts of the settings of learning. It loads no schemas, so that the training core can know it in a browser. */
import { type BrainName, shapeOf } from '../../brain/brains/shapes/index.ts';
import type { PresetName } from '../../brain/brains/shapes/shape.ts';
import { type OptimizerName, UPDATE_RULES } from '../../brain/learning/update-rules.ts';
import type { DropoutPlace } from '../../brain/ops/dropout.ts';

/** How hard it is kept from knowing texts by heart. */
export const GENERALISE = ['auto', 'off', 'light', 'strong'] as const;
type Generalise = (typeof GENERALISE)[number];

interface Generalisation {
  readonly dropout: Readonly<Record<DropoutPlace, number>>;
  readonly labelSmoothing: number;
  readonly weightDecay: number;
}

/** What each word but `auto` sets. */
export const GENERALISATIONS: { readonly [G in Exclude<Generalise, 'auto'>]: Generalisation } = {
  off: { dropout: { embedding: 0, lobe: 0, residual: 0 }, labelSmoothing: 0, weightDecay: 0 },
  light: { dropout: { embedding: 0, lobe: 0.1, residual: 0.05 }, labelSmoothing: 0.05, weightDecay: 0.1 },
  strong: { dropout: { embedding: 0.1, lobe: 0.3, residual: 0.15 }, labelSmoothing: 0.1, weightDecay: 0.3 },
};

/** What counts of dropout, label smoothing and weight decay, and whether exams steer the dropout. */
export const generalisationOf = ({
  generalise,
  dropout,
  labelSmoothing,
  weightDecay,
}: Generalisation & { readonly generalise: Generalise }): Generalisation & { readonly steersDropout: boolean } =>
  generalise === 'auto'
    ? { dropout, labelSmoothing, weightDecay, steersDropout: true }
    : { ...GENERALISATIONS[generalise], steersDropout: false };

/** The peak of the learning rate: its owner's, or the preset's as the optimizer needs it. */
export const peakRate = (config: {
  readonly brain: BrainName;
  readonly preset: PresetName;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
}): number =>
  config.learningRate ||
  shapeOf(config.brain).presets[config.preset].learningRate * UPDATE_RULES[config.optimizer].rateFactor;
