/** What every setting means and may be, and the group in which it is listed. */

import type { z } from 'zod';
import { type BrainName, shapeOf } from '../../brain/brains/shapes/index.ts';
import type { Config } from './config.ts';
import { groupTexts, meaningTexts, namedMeaningTexts, zeroTexts } from './texts/meanings.ts';
import { rangeTexts } from './texts/ranges.ts';

export interface Meaning {
  readonly means: string;
  readonly unit?: string;
  /** what a 0 means, where it is no amount */
  readonly zero?: string;
}

export type Group =
  | 'baby'
  | 'learning'
  | 'voice'
  | 'memory'
  | 'sources'
  | 'rituals'
  | 'dashboard'
  | 'machine'
  | 'twitch';

/** The groups in which settings are listed, with their titles. */
export const GROUPS: Readonly<Record<Group, string>> = groupTexts;

/** The group of each key of baby.json. A total table. */
const GROUP_OF: { readonly [K in keyof Config]: Group } & Readonly<Record<string, Group>> = {
  name: 'baby',
  owner: 'baby',
  brain: 'baby',
  preset: 'baby',
  seed: 'baby',
  contextLength: 'baby',
  batch: 'baby',
  vocabulary: 'baby',
  tokenizer: 'baby',
  trim: 'baby',
  taughtBy: 'baby',
  shape: 'baby',
  learningRate: 'learning',
  warmupSteps: 'learning',
  weightDecay: 'learning',
  beta1: 'learning',
  beta2: 'learning',
  clip: 'learning',
  accumulation: 'learning',
  learning: 'learning',
  optimizer: 'learning',
  schedule: 'learning',
  scheduleSteps: 'learning',
  clipBy: 'learning',
  agcRatio: 'learning',
  generalise: 'learning',
  labelSmoothing: 'learning',
  scheduledSampling: 'learning',
  study: 'learning',
  heldOut: 'learning',
  dropout: 'learning',
  grow: 'learning',
  perfectionist: 'learning',
  difficulty: 'learning',
  retry: 'learning',
  voice: 'voice',
  sources: 'sources',
  reading: 'learning',
  textWeights: 'sources',
  memory: 'memory',
  habits: 'memory',
  reflection: 'rituals',
  scribe: 'rituals',
  milestones: 'rituals',
  journal: 'rituals',
  view: 'dashboard',
  api: 'machine',
  threads: 'machine',
  kernels: 'machine',
  saveSeconds: 'machine',
  examSeconds: 'machine',
  babbleSeconds: 'machine',
  soulGigabytes: 'machine',
  twitch: 'twitch',
};

export const groupOf = (key: string): Group => GROUP_OF[key.split('.')[0]] ?? 'learning';

const MEANINGS: Readonly<Record<string, Meaning>> = meaningTexts;

const TEXT_WEIGHT = 'textWeights.';

/** The meaning of a setting; of a part of the shape as the brain describes it. */
export function meaningOf(key: string, brain: BrainName): Meaning | undefined {
  const found = MEANINGS[key];
  if (found) return found;
  if (key.startsWith(TEXT_WEIGHT)) {
    const name = key.slice(TEXT_WEIGHT.length);
    return { means: namedMeaningTexts.textWeight(name), zero: namedMeaningTexts.neverRead };
  }
  const field = key.startsWith('shape.') ? shapeOf(brain).fields[key.slice('shape.'.length)] : undefined;
  return field && { means: namedMeaningTexts.ofShape(field.about), zero: zeroTexts.byPreset };
}

/** Keys that have a meaning, so that a test can hold the table to the settings. */
export const MEANT_KEYS: readonly string[] = Object.keys(MEANINGS);

/** What a value may be, in words, as the schema describes it: `a number from 0 to 5`. */
export function rangeOf(schema: z.ZodType, key: string): string {
  if (key.startsWith(TEXT_WEIGHT)) return rangeTexts.number(0, 100);
  let at: unknown = schema;
  let words = '';
  for (const part of key.split('.')) {
    const shape = (at as { shape?: Record<string, unknown> } | undefined)?.shape;
    at = shape?.[part];
    while (at !== undefined && 'unwrap' in (at as object) && (at as z.ZodType).description === undefined)
      at = (at as { unwrap(): unknown }).unwrap();
    words = (at as z.ZodType | undefined)?.description ?? words;
  }
  return words;
}
