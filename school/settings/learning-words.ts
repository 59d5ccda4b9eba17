import { type OptimizerName, UPDATE_RULES } from '../../brain/learning/update-rules.ts';
import type { Config } from './config.ts';
import { generalisationOf } from './learning-rules.ts';
import { changeTexts } from './texts/changes.ts';

/** What becomes of the moments when another optimizer is chosen, in one sentence without its full stop. */
export function sentenceOfMoments(before: OptimizerName, now: OptimizerName): string {
  const [old, next] = [before, now].map((name) => UPDATE_RULES[name].moments);
  if (old === next) return changeTexts.sameMoments(before, now);
  if (old === 'none') return changeTexts.noMomentsBefore(before);
  return next === 'none' ? changeTexts.noMomentsNow(before, now) : changeTexts.otherMoments(before, now);
}

/** What a word of `generalise` sets, in one sentence without its full stop. */
export function sentenceOfGeneralise(config: Config): string {
  const { dropout, labelSmoothing, weightDecay, steersDropout } = generalisationOf(config);
  const rates = Object.entries(dropout).map(([place, rate]) => `${rate} (${place})`);
  const how = steersDropout ? changeTexts.steeredByExams : changeTexts.fromFirstReading;
  return changeTexts.generalise(rates.join(', '), how, labelSmoothing, weightDecay);
}
