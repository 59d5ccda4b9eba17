/** The sources of which the memory holds every example, and what that means for the weights. */
import type { Example } from '../../../library/sources/examples.ts';
import type { SourceWeights, TaughtName } from '../../../library/sources/names.ts';

/** The sources of what is remembered, beside the library and the conversation that goes on. */
export const REMEMBERED = ['chat', 'corrections', 'api', 'twitch'] as const;
export type RememberedName = (typeof REMEMBERED)[number];

/** What somebody teaches, or takes back. */
export type Lesson =
  | { readonly kind: 'teach'; readonly source: TaughtName; readonly passages: readonly Example[] }
  | { readonly kind: 'unteach'; readonly source: TaughtName; readonly ids: readonly string[] };

export const isRemembered = (source: TaughtName): source is RememberedName =>
  (REMEMBERED as readonly TaughtName[]).includes(source);

/** How much each source is read by the weights: what only the memory should hold is not. */
export const weightsOf = (config: {
  readonly sources: SourceWeights;
  readonly memory: { readonly consolidate: boolean };
}): SourceWeights =>
  config.memory.consolidate
    ? config.sources
    : { ...config.sources, ...Object.fromEntries(REMEMBERED.map((name) => [name, 0])) };
