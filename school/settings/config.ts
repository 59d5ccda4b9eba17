/** What an owner may decide about a baby: one literal, and what each value may be. */

import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type BrainName, SHAPES } from '../../brain/brains/shapes/index.ts';
import type { AnyShape } from '../../brain/brains/shapes/shape.ts';
import { writeAtomically } from '../../library/files/atomic-file.ts';
import { reason } from '../../library/notices/notices.ts';
import { printable } from '../../library/notices/printable.ts';
import type { Home } from '../home/home.ts';
import { explain, number, oneOf, whole, yesOrNo } from './errors.ts';
import { LEARNING, learningShape } from './learning-settings.ts';
import { MEMORY, memoryShape } from './memory-settings.ts';
import { migrateConfig } from './migration.ts';
import { RAISING, raisingShape } from './raising-settings.ts';
import { READING, readingShape } from './reading-settings.ts';
import { BRAIN_NAMES, PRESET_NAMES, shapeSchema, undecidedShape } from './shape-settings.ts';
import { SOURCE_WEIGHTS, sourcesShape } from './sources-settings.ts';
import { STUDY, studyOf, studyShape } from './study-settings.ts';
import { changeTexts } from './texts/changes.ts';
import { rangeTexts } from './texts/ranges.ts';
import { TOKENIZER, tokenizerShape } from './tokenizer-settings.ts';
import { TWITCH_DEFAULTS, twitchSchema } from './twitch-settings.ts';
import { voiceSettingsShape } from './voice-settings.ts';

/** Palettes of the dashboard, by name; school/dashboard/components/themes.ts holds their colours. */
export const THEME_SETTINGS = ['auto', 'dark', 'light', 'sea', 'sepia', 'contrast'] as const;
/** How the dashboard tells of a milestone: a bell, or a message of the desktop through the terminal (OSC 9 and OSC 777). */
export const NOTIFY_SETTINGS = ['off', 'bell', 'message'] as const;
export type NotifySetting = (typeof NOTIFY_SETTINGS)[number];

export type ThemeSetting = (typeof THEME_SETTINGS)[number];

const callName = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._-]{0,31}$/u)
  .describe(rangeTexts.callName);

const common = z.strictObject({
  name: callName,
  owner: callName,
  brain: oneOf(BRAIN_NAMES),
  preset: oneOf(PRESET_NAMES),
  seed: whole(0, 2 ** 32 - 1),
  threads: whole(0, 64),
  contextLength: whole(0, 65_536),
  batch: whole(0, 1024),
  vocabulary: whole(0, 65_536)
    .refine((size) => size === 0 || size >= 260)
    .describe(rangeTexts.zeroOrWhole(260, 65_536)),
  ...tokenizerShape,
  taughtBy: z.string().max(4096).describe(rangeTexts.homeFolder),
  shape: z.custom<AnyShape>(),
  ...learningShape,
  heldOut: number(0, 0.5),
  saveSeconds: number(1, 86_400),
  examSeconds: number(1, 86_400),
  babbleSeconds: number(1, 86_400),
  soulGigabytes: number(0, 1_000_000),
  view: z
    .strictObject({ theme: oneOf(THEME_SETTINGS), mouse: yesOrNo, notify: oneOf(NOTIFY_SETTINGS) })
    .describe(rangeTexts.view),
  api: z.strictObject({ port: whole(0, 65_535), learn: yesOrNo }).describe(rangeTexts.api),
  kernels: oneOf(['auto', 'blas', 'simd-relaxed', 'simd', 'plain']),
  voice: z.strictObject(voiceSettingsShape).describe(rangeTexts.voice),
  retry: z.strictObject({ nonFinite: whole(1, 1000) }).describe(rangeTexts.retry),
  ...sourcesShape,
  ...readingShape,
  ...memoryShape,
  ...studyShape,
  ...raisingShape,
  twitch: twitchSchema.describe(rangeTexts.twitch),
});

/** A complete and checked configuration. */
export type Config = z.output<typeof common>;

/** What a configuration of each brain may be: they differ in `shape`. */
const SCHEMAS = Object.fromEntries(
  BRAIN_NAMES.map((brain) => [brain, common.extend({ shape: shapeSchema(brain), ...studyOf(SHAPES[brain].organs) })]),
) as unknown as Record<BrainName, typeof common>;

export const schemaOf = (brain: BrainName): z.ZodType => SCHEMAS[brain];

const isBrain = (value: unknown): value is BrainName => typeof value === 'string' && Object.hasOwn(SHAPES, value);

/** What a baby is unless its owner decides otherwise. 0 where "as the preset says" stands leaves the choice to the preset. */
export const DEFAULTS: Config = {
  // How it is called, and how it calls its owner, in `[name]: text`.
  name: 'babyllm',
  owner: 'owner',
  // The kind of mind and its size; both are decided at the first wake, a soul belongs to them.
  brain: 'baby',
  preset: 'small',
  // Where all randomness begins.
  seed: 1337,
  // Threads that calculate; 0: one for each core, at most 8.
  threads: 0,
  // As the preset says: tokens read at once, texts read side by side, size of the tokenizer, and the sizes that a brain of its kind has.
  contextLength: 0,
  batch: 0,
  vocabulary: 0,
  ...TOKENIZER,
  shape: undecidedShape('baby'),
  // The home of another baby with the same tokenizer, which teaches it what to expect; empty: none.
  taughtBy: '',
  ...LEARNING,
  // The share of the library that is never learnt, for exams. Decided when a text is first seen.
  heldOut: 0.05,
  // Seconds between saves, exams, and what it says to itself.
  saveSeconds: 60,
  examSeconds: 60,
  babbleSeconds: 6,
  // What all souls may take together; 0: the smaller of 2 GB and a twentieth of what is free on the disk.
  soulGigabytes: 0,
  // The palette of the dashboard (auto asks the terminal for its background), whether it takes the mouse, and how it tells of milestones.
  view: { theme: 'auto', mouse: true, notify: 'off' },
  // Where an awake baby answers programs of this machine over HTTP, as `baby serve` does; 0: nowhere. And whether it learns what its
  // owner says to it over HTTP, by its own token.
  api: { port: 0, learn: false },
  // Which twins of the kernels calculate; auto takes the fastest that run here: blas, a library of the machine, if one serves.
  kernels: 'auto',
  // How words are drawn when it speaks. temperature 0: always the likeliest, auto: as its exams find it; topK 0, topP 1, minP 0, repetitionPenalty 1: off.
  voice: {
    temperature: 0.8,
    topK: 0,
    topP: 0.95,
    minP: 0.02,
    repetitionPenalty: 1.15,
    // Tokens that the penalty looks back on.
    repetitionWindow: 64,
    maxTokens: 80,
    // What the large matrices are stored as while it speaks; the others take half the memory or less, and are a little less exact.
    storage: 'f32',
  },
  // Steps in a row that are not finite before it goes back to the last soul.
  retry: { nonFinite: 5 },
  ...SOURCE_WEIGHTS,
  ...READING,
  ...MEMORY,
  ...STUDY,
  ...RAISING,
  twitch: TWITCH_DEFAULTS,
};

/** Bytes that all souls may take together; undefined: as the disk allows. */
export const soulBudget = ({ soulGigabytes }: Pick<Config, 'soulGigabytes'>): number | undefined =>
  soulGigabytes === 0 ? undefined : soulGigabytes * 1e9;

/** Its message is fit for the owner's eyes as it stands. */
export class ConfigError extends Error {}

/**
 * Lays values over others and checks the whole.
 *
 * @param where what the values came from, for the sentence: `baby.json`, or the options of a command
 * @throws ConfigError that names one key, what it may be, what came, and for an unknown key the nearest known one
 */
export function configure(values: unknown, where: string, under: Config = DEFAULTS): Config {
  if (!isRecord(values)) throw new ConfigError(changeTexts.notAnObject(where));
  const brain = isBrain(values['brain']) ? values['brain'] : under.brain;
  // of another brain's shape, what this one has too is kept
  const kept = Object.entries(undecidedShape(brain)).map(([key, value]) => [key, under.shape[key] ?? value]);
  const base: Config = { ...under, shape: Object.fromEntries(kept) };
  const laid = Object.entries(values).map(([key, value]) => {
    const below = Object.hasOwn(base, key) ? base[key as keyof Config] : undefined;
    return [key, isRecord(below) && isRecord(value) ? { ...below, ...value } : value];
  });
  // Made of entries, so that a key `__proto__` is a key like any other.
  const merged: unknown = Object.fromEntries([...Object.entries(base), ...laid]);
  const checked = SCHEMAS[brain].safeParse(merged);
  if (checked.success) return checked.data;
  throw new ConfigError(explain(checked.error.issues, merged, SCHEMAS[brain], where));
}

/**
 * Reads baby.json, also as an earlier build wrote it; a missing one is all defaults, and so is each key that it leaves out.
 * @throws ConfigError if it cannot be read, is no JSON, or holds what it may not
 */
export async function loadConfig(home: Home): Promise<Config> {
  const where = printable(home.config);
  let text: string;
  try {
    text = await readFile(home.config, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return configure({}, where);
    throw new ConfigError(changeTexts.cannotBeRead(where, reason(error)), { cause: error });
  }
  return parseConfig(text, where);
}

/** @param where what the text is, for the sentence. @throws ConfigError if it is no JSON, or holds what it may not */
export function parseConfig(text: string, where: string): Config {
  let values: unknown;
  try {
    values = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    const why = printable((error as Error).message).replace(/\s+/g, ' ');
    throw new ConfigError(changeTexts.notJson(where, why));
  }
  return configure(migrateConfig(values), where);
}

/** Objects whose keys are not those of the defaults. */
const OWN_KEYS: readonly string[] = ['shape', 'textWeights'];

/** Writes baby.json whole or not at all, 0600, its keys in the order of `DEFAULTS`. @throws ConfigError if the disk refuses. */
export async function saveConfig(home: Home, config: Config): Promise<void> {
  const order = (values: object, like: object): object =>
    Object.fromEntries(
      Object.entries(like).map(([key, inner]) => {
        const value: unknown = values[key as keyof typeof values];
        return [key, !OWN_KEYS.includes(key) && isRecord(value) && isRecord(inner) ? order(value, inner) : value];
      }),
    );
  try {
    await writeAtomically(home.config, `${JSON.stringify(order(config, DEFAULTS), undefined, 2)}\n`);
  } catch (error) {
    throw new ConfigError(changeTexts.cannotBeWritten(printable(home.config), reason(error)), { cause: error });
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
