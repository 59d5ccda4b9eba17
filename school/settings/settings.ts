/** Changing one setting, from a command line, a chat or the dashboard. */
import { shapeOf } from '../../brain/brains/shapes/index.ts';
import { composeShape } from '../../brain/brains/shapes/shape.ts';
import { type Config, ConfigError, configure } from './config.ts';
import { sentenceOfGeneralise, sentenceOfMoments } from './learning-words.ts';
import { currentKey } from './migration.ts';
import { nearest } from './nearest.ts';
import { decidedShape } from './shape-settings.ts';
import { changeTexts } from './texts/changes.ts';

/** Which settings count at once while it is awake; all others from the next wake on. A total table. */
const LIVE: { readonly [K in keyof Config]: boolean } = {
  name: false,
  owner: true,
  brain: false,
  preset: false,
  seed: false,
  threads: false,
  contextLength: false,
  batch: false,
  vocabulary: false,
  tokenizer: false,
  trim: false,
  shape: false,
  view: true,
  learningRate: true,
  warmupSteps: true,
  weightDecay: true,
  beta1: true,
  beta2: true,
  clip: true,
  accumulation: true,
  learning: true,
  optimizer: true,
  schedule: true,
  scheduleSteps: true,
  clipBy: true,
  agcRatio: true,
  generalise: true,
  labelSmoothing: true,
  scheduledSampling: true,
  taughtBy: false,
  study: false,
  heldOut: false,
  saveSeconds: true,
  examSeconds: true,
  babbleSeconds: true,
  soulGigabytes: true,
  api: true,
  kernels: false,
  voice: true,
  twitch: true,
  retry: true,
  sources: true,
  reading: false,
  textWeights: true,
  dropout: true,
  grow: true,
  memory: true,
  habits: true,
  reflection: true,
  scribe: true,
  perfectionist: true,
  difficulty: true,
  milestones: true,
  journal: true,
};

/** Parts of objects that are live, for which memory is laid out at a wake. */
const AT_A_WAKE: readonly string[] = ['voice.storage', 'learning.storage', 'grow.most'];

/** Whether a change of a setting counts at once while it is awake. */
export const isLive = (key: string): boolean => LIVE[partsOfKey(key)[0]] && !AT_A_WAKE.includes(key);

/** A key and, of an object, its part: `voice` and `temperature`. The name of a text may have dots in it. */
export function partsOfKey(key: string): [name: keyof Config, part?: string] {
  const dot = key.indexOf('.');
  return dot < 0 ? [key as keyof Config] : [key.slice(0, dot) as keyof Config, key.slice(dot + 1)];
}

/** Whether a key is the weight of a text or folder, which needs not be there yet: `textWeights.letters/`. */
export const isTextWeight = (key: string): boolean => partsOfKey(key)[0] === 'textWeights' && key !== 'textWeights';

/** Every key that can be set, objects by their parts: `voice.temperature`. Those of `shape` are the brain's own. */
export const settingKeys = (config: Config): readonly string[] =>
  Object.entries(config).flatMap(([key, value]) =>
    typeof value === 'object' ? Object.keys(value).map((part) => `${key}.${part}`) : [key],
  );

/** Settings that change what the weights learn, and how; of objects all parts. */
const LEARNING: readonly string[] = [
  'optimizer',
  'schedule',
  'scheduleSteps',
  'clipBy',
  'agcRatio',
  'generalise',
  'labelSmoothing',
  'scheduledSampling',
  'study',
  'dropout',
  'learningRate',
  'warmupSteps',
  'weightDecay',
  'beta1',
  'beta2',
  'clip',
  'accumulation',
  'heldOut',
  'sources',
  'reading',
  'textWeights',
  'memory.consolidate',
  'habits',
  'perfectionist',
  'difficulty',
];

/** @param key a whole one, such as `sources.letters` */
export const changesLearning = (key: string): boolean =>
  LEARNING.some((one) => one === key || one === partsOfKey(key)[0]);

/**
 * The config with one value changed, and what there is to tell of it.
 *
 * @param key `learningRate`, or of an object one part: `voice.temperature`; the part alone is understood too
 * @param value as it should be, or as it was typed: `3e-4`
 * @param born what was decided at its first wake, if that has been: a soul cannot change its brain
 * @throws ConfigError one sentence: no such setting (with the nearest), or not what it may be
 */
export function changeSetting(
  config: Config,
  key: string,
  value: unknown,
  born: { readonly brain?: string; readonly preset?: string } = {},
): { config: Config; setting: Setting } {
  const full = keyOf(config, key);
  const [name, part] = partsOfKey(full);
  const before = settingOf(config, full);
  // a switch of a shape that is left to the preset holds a word
  const like =
    full === 'voice.temperature'
      ? 0
      : name === 'shape' && typeof before === 'string' && /^(true|false)$/.test(String(value))
        ? true
        : before;
  const wanted = typeof value === 'string' && typeof like !== 'string' ? typed(value, like) : value;
  const changed = part === undefined ? { [name]: wanted } : { [name]: { [part]: wanted } };
  const next = withoutOnes(configure(changed, 'baby set', config));
  const decided = full === 'brain' || full === 'preset' ? born[full] : isOfTheBrain(name) ? before : undefined;
  if (born.brain !== undefined && (full === 'contextLength' || full === 'batch')) mustBeFree(config, next, full);
  else if (born.brain !== undefined && decided !== undefined && decided !== settingOf(next, full)) {
    throw new ConfigError(changeTexts.decidedAtFirstWake(full));
  }
  const says = consequenceOf(full, config, next);
  const setting = { key: full, value: settingOf(next, full), later: !isLive(full) };
  return { config: next, setting: says === undefined ? setting : { ...setting, says } };
}

/** What else a change means, where its value alone does not tell. */
function consequenceOf(key: string, before: Config, now: Config): string | undefined {
  if (before.optimizer !== now.optimizer) return sentenceOfMoments(before.optimizer, now.optimizer);
  if (key === 'generalise') return sentenceOfGeneralise(now);
  const isOverruled = /^(dropout\..*|labelSmoothing|weightDecay)$/.test(key) && now.generalise !== 'auto';
  return isOverruled ? changeTexts.overruled(now.generalise) : undefined;
}

/** What is fixed with a brain beside its kind and preset. */
const isOfTheBrain = (name: keyof Config): boolean =>
  ['shape', 'vocabulary', 'tokenizer', 'trim'].includes(name satisfies string);

/** @throws ConfigError where a grown brain of this kind and shape cannot change such a size */
function mustBeFree(config: Config, next: Config, key: 'contextLength' | 'batch'): void {
  if (config[key] === next[key]) return;
  const kind = shapeOf(config.brain);
  const shape = composeShape(kind, config.preset, decidedShape(config.shape), config.contextLength);
  const why = kind.fixed?.(shape)[key];
  if (why !== undefined) throw new ConfigError(changeTexts.staysAsItIs(key, why));
}

/** The value of a setting. @throws ConfigError for a key that is none */
export function settingOf(config: Config, key: string): unknown {
  const [name, part] = partsOfKey(keyOf(config, key));
  const value: unknown = config[name];
  if (part === undefined) return value;
  return (value as Record<string, unknown>)[part] ?? (name === 'textWeights' ? 1 : undefined);
}

/** A text of weight 1 needs no weight. */
function withoutOnes(config: Config): Config {
  const weights = Object.entries(config.textWeights).filter(([, weight]) => weight !== 1);
  return { ...config, textWeights: Object.fromEntries(weights) };
}

/** What happened, in one sentence. */
export const sentenceOfSetting = ({ key, value, later, says }: Setting): string =>
  `${changeTexts.isNow(key, JSON.stringify(value))}${later ? changeTexts.countsFromNextWake : ''}${says === undefined ? '' : `: ${says}`}`;

/** Some that have a word in them. */
function withWord(keys: readonly string[], word: string): string[] {
  const part = word.toLowerCase();
  return part.length < 3 ? [] : keys.filter((key) => key.toLowerCase().includes(part)).slice(0, 3);
}

/** The whole key of a setting, of which the last part may be enough. @throws ConfigError for a key that is none */
export function keyOf(config: Config, key: string): string {
  const keys = settingKeys(config);
  if (keys.includes(key) || isTextWeight(key)) return key;
  const parts = keys.filter((known) => known.endsWith(`.${key}`));
  if (parts.length === 1) return parts[0];
  const renamed = currentKey(config.brain, key);
  const found = renamed === undefined ? withWord(keys, key) : [renamed];
  const like = found.length > 0 ? found : [nearest(key, keys) ?? []].flat();
  const advice =
    like.length > 0
      ? changeTexts.didYouMean(like.map((one) => `"${one}"`).join(changeTexts.or))
      : changeTexts.listOfAll;
  throw new ConfigError(changeTexts.noSuchSetting(JSON.stringify(key.slice(0, 60)), advice));
}

/** What was typed for a setting that is no text; else the text itself, which the config will refuse in its own words. */
function typed(text: string, before: unknown): unknown {
  if (typeof before === 'boolean')
    return ({ true: true, false: false, on: true, off: false } as const)[text.trim()] ?? text;
  // a list: as JSON, or its parts with `|` between them
  if (Array.isArray(before)) return text.trim().startsWith('[') ? parsed(text) : partsOf(text);
  if (typeof before === 'object') return parsed(text);
  const value = Number(text);
  return text.trim() === '' || Number.isNaN(value) ? text : value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const partsOf = (text: string): string[] =>
  text
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** A setting that was changed while it is awake: `later`, if it counts only from the next wake on. */
export interface Setting {
  /** `learningRate`, or `voice.temperature` */
  readonly key: string;
  readonly value: unknown;
  readonly later: boolean;
  /** what else it means, a sentence without its full stop */
  readonly says?: string;
}
