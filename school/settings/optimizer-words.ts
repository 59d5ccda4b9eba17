import { type OptimizerName, UPDATE_RULES } from '../../brain/learning/update-rules.ts';

/** What becomes of the moments when another optimizer is chosen, in one sentence without its full stop. */
export function sentenceOfMoments(before: OptimizerName, now: OptimizerName): string {
  const [old, next] = [before, now].map((name) => UPDATE_RULES[name].moments);
  if (old === next) return `the moments of ${before} mean the same to ${now} and go on`;
  const kept = next === 'none' ? `${now} keeps none` : 'they begin at 0';
  const what =
    old === 'none' ? `${before} kept no moments; ${kept}` : `the moments of ${before} mean nothing to ${now}: ${kept}`;
  return `${what}, and the learning rate warms up again`;
}
