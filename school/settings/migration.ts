/** What an earlier build stored, in baby.json or in a soul, as it is stored today. */

import { type BrainName, SHAPES, shapeOf } from '../../brain/brains/shapes/index.ts';
import type { Sizes } from '../../brain/brains/shapes/shape.ts';
import { GPT2_PARTS, headsFor } from '../../brain/brains/shapes/transformer.ts';

type Stored = Readonly<Record<string, unknown>>;

/** What commit 12ff94c called the sizes that all brains have. */
const COMMON_KEYS: Readonly<Record<string, string>> = { time: 'contextLength', streams: 'batch' };
/** The one shape that all brains had in 12ff94c. */
const SHAPE_KEYS: readonly string[] = ['channels', 'neurons', 'lobes', 'history', 'heads'];
/** What a brain calls a key of that shape today, where it is another word. */
const WORDS: { readonly [B in BrainName]?: Readonly<Record<string, string>> } = {
  gpt2: { lobes: 'blocks', neurons: 'feedForwardWidth' },
};

/** Settings of earlier builds that mean nothing any more: souls thin out by themselves. */
const RETIRED: readonly string[] = ['keepNewest', 'keepDays'];

/** Sizes of 12ff94c, or today's, as today's. What this brain never used is left out. */
export function migrateSizes(brain: BrainName, stored: Stored): Stored {
  const { fields } = shapeOf(brain);
  const renamed = Object.entries(stored).flatMap(([key, value]) => {
    const word = COMMON_KEYS[key] ?? (SHAPE_KEYS.includes(key) ? (WORDS[brain]?.[key] ?? key) : key);
    return SHAPE_KEYS.includes(key) && !Object.hasOwn(fields, word) ? [] : [[word, value] as const];
  });
  return Object.fromEntries(renamed);
}

/** The sizes in a soul: earlier builds knew no other parts than those of GPT-2, and 12ff94c left the heads of a GPT to its channels. */
export function migrateSoulSizes(brain: BrainName, stored: Stored): Sizes {
  const sizes = migrateSizes(brain, stored) as Sizes;
  if (brain !== 'gpt2') return sizes;
  const heads = sizes['heads'] ?? headsFor(sizes['channels'] as number);
  return { ...GPT2_PARTS, kvHeads: heads, ...sizes, heads };
}

/** What a key of 12ff94c's baby.json is called today; undefined where it was none. */
export function currentKey(brain: BrainName, key: string): string | undefined {
  if (Object.hasOwn(COMMON_KEYS, key)) return COMMON_KEYS[key];
  const [word] = SHAPE_KEYS.includes(key) ? Object.keys(migrateSizes(brain, { [key]: 0 })) : [];
  return word === undefined ? undefined : `shape.${word}`;
}

/** The values of a baby.json without those that mean nothing any more, sizes under today's names. A key that has its new name already is not overwritten: the schema then refuses the old one. */
export function migrateConfig(values: unknown): unknown {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) return values;
  const stored = values as Stored;
  const brain = Object.hasOwn(SHAPES, stored['brain'] as string) ? (stored['brain'] as BrainName) : 'baby';
  const shape: Record<string, unknown> = { ...(stored['shape'] as object | undefined) };
  const kept: [string, unknown][] = [];
  for (const [key, value] of Object.entries(stored)) {
    if (RETIRED.includes(key)) continue;
    const isOfShape = SHAPE_KEYS.includes(key);
    const [word] = Object.keys(migrateSizes(brain, { [key]: value }));
    if (word === undefined) continue;
    if (isOfShape && !Object.hasOwn(shape, word)) shape[word] = value;
    else kept.push([!isOfShape && !Object.hasOwn(stored, word) ? word : key, value]);
  }
  return Object.fromEntries([...kept, ...(Object.keys(shape).length > 0 ? [['shape', shape] as const] : [])]);
}
