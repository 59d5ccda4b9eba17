import { shapeOf } from '../../brain/brains/shapes/index.ts';
import type { OptimizerSettings } from '../../brain/learning/optimizer.ts';
import type { Config } from '../settings/config.ts';
import { generalisationOf, peakRate } from '../settings/learning-rules.ts';
import type { TutorSettings } from './training-loop.ts';

/** What of a config the optimizer wants to know. */
export function optimizerSettings(config: Config): OptimizerSettings {
  const { optimizer, beta1, beta2, clip, clipBy, agcRatio, accumulation } = config;
  const { weightDecay } = generalisationOf(config);
  return { optimizer, beta1, beta2, weightDecay, clip, clipBy, agcRatio, accumulation };
}

/** What of a config the tutor wants to know; what is left to the preset is the preset's. */
export function tutorSettings(config: Config): TutorSettings {
  const { brain, preset: size, warmupSteps, accumulation, perfectionist, difficulty, scheduledSampling, seed } = config;
  const { dropout, labelSmoothing, steersDropout } = generalisationOf(config);
  const preset = shapeOf(brain).presets[size];
  return {
    schedule: config.schedule,
    scheduleSteps: config.scheduleSteps || preset.horizon,
    learningRate: peakRate(config),
    warmupSteps: warmupSteps || preset.warmupSteps,
    horizon: preset.horizon,
    readings: preset.readings,
    accumulation,
    dropout,
    steersDropout,
    labelSmoothing,
    scheduledSampling,
    seed,
    repeat: { perfectionist, difficulty },
  };
}
