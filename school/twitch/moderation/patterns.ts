/** All rules that are patterns. */
import type { Views } from './fold.ts';
import { HARM } from './harm.ts';
import { LINKS } from './links.ts';
import type { PatternRule } from './pattern-rule.ts';
import { PERSONAL, SECRETS } from './personal.ts';

export const PATTERN_RULES: readonly PatternRule[] = [...LINKS, ...PERSONAL, ...SECRETS, ...HARM];

/** The first pattern that fits, of those whose id begins with one of `kinds`. */
export function findPattern(views: Views, kinds?: readonly string[]): string | undefined {
  const found = PATTERN_RULES.find(
    ({ id, views: where, pattern }) =>
      (kinds === undefined || kinds.some((kind) => id.startsWith(kind))) &&
      where.some((view, i) => (i === 0 || views[view] !== views[where[0] as 'plain']) && pattern.test(views[view])),
  );
  return found?.id;
}
