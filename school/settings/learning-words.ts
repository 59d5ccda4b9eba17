import { type OptimizerName, UPDATE_RULES } from '../../brain/learning/update-rules.ts';
import type { Config } from './config.ts';
import { generalisationOf } from './learning-rules.ts';

/** What becomes of the moments when another optimizer is chosen, in one sentence without its full stop. */
export function sentenceOfMoments(before: OptimizerName, now: OptimizerName): string {
  const [old, next] = [before, now].map((name) => UPDATE_RULES[name].moments);
  if (old === next) return `the moments of ${before} mean the same to ${now} and go on`;
  const warms = 'and the learning rate warms up again';
  if (old === 'none') return `${before} kept no moments, so they begin at 0, ${warms}`;
  const then = next === 'none' ? 'which keeps none' : 'so they begin at 0';
  return `the moments of ${before} mean nothing to ${now}, ${then}, ${warms}`;
}

/** What a word of `generalise` sets, in one sentence without its full stop. */
export function sentenceOfGeneralise(config: Config): string {
  const { dropout, labelSmoothing, weightDecay, steersDropout } = generalisationOf(config);
  const rates = Object.entries(dropout).map(([place, rate]) => `${rate} (${place})`);
  const how = steersDropout ? 'at most, as its exams say' : 'from the first reading on';
  return `dropout ${rates.join(', ')}, ${how}, label smoothing ${labelSmoothing}, weight decay ${weightDecay}`;
}
