/** What every setting means, in one line, with its unit: the texts of `baby config`, `baby set` and the dashboard. */

import type { z } from 'zod';
import { type BrainName, shapeOf } from '../../brain/brains/shapes/index.ts';
import type { Config } from './config.ts';
import { MEMORY_MEANINGS } from './memory-settings.ts';

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
export const GROUPS: Readonly<Record<Group, string>> = {
  baby: 'The baby',
  learning: 'Learning',
  voice: 'Voice',
  memory: 'Memory and corrections',
  sources: 'Sources: how much it reads from each, in proportion',
  rituals: 'Rituals',
  dashboard: 'Dashboard',
  machine: 'Machine, saves and exams',
  twitch: 'Twitch',
};

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

const BY_PRESET = 'as the preset says';
const OFF = 'off';

const MEANINGS: Readonly<Record<string, Meaning>> = {
  name: { means: 'its name, as it stands in [name]: text' },
  owner: { means: 'your name, as it stands in [name]: text' },
  brain: { means: 'the kind of brain; fixed at the first wake' },
  preset: { means: 'the size of the brain; fixed at the first wake' },
  seed: { means: 'where all randomness begins: the same seed and library give the same baby' },
  contextLength: {
    means: 'tokens read at once in each stream; may change later, unless the brain has learnt a position for each',
    unit: 'tokens',
    zero: BY_PRESET,
  },
  batch: { means: 'streams of text read side by side; may change later', unit: 'streams', zero: BY_PRESET },
  vocabulary: { means: 'size of the tokenizer, for kinds that learn parts of words', unit: 'tokens', zero: BY_PRESET },
  taughtBy: { means: 'the home of a baby with the same tokenizer, which teaches it what to expect; empty: none' },
  tokenizer: {
    means:
      'what its tokens are; file: the tokenizer.json of its home (`baby new --tokenizer <file>`); fixed at the first wake',
  },
  trim: { means: 'whether only tokens that the library uses get an id; fixed at the first wake' },
  optimizer: {
    means:
      'what turns gradients into changes of weights; another one begins with moments of 0, but for adamw and adam, which share theirs',
  },
  learningRate: { means: 'how far a step moves the weights, at its peak', zero: BY_PRESET },
  schedule: {
    means:
      'what lowers the learning rate: exams (living), nothing (constant), or a curve over steps behind the warm-up',
  },
  scheduleSteps: {
    means: 'steps until linear and cosine arrive at a tenth of the rate, where they stay',
    unit: 'steps',
    zero: BY_PRESET,
  },
  warmupSteps: { means: 'steps until the learning rate reaches its peak', unit: 'steps', zero: BY_PRESET },
  weightDecay: { means: 'how strongly weights are pulled towards 0; adam has none' },
  beta1: { means: 'how slowly the mean of the gradients follows (adamw, adam, momentum)' },
  beta2: { means: 'how slowly the mean of their squares follows (adamw, adam)' },
  clipBy: { means: 'how gradients are shortened: all together by their norm, or each unit beside its weights (agc)' },
  clip: { means: 'longer gradients are shortened to this norm, where clipBy is norm' },
  agcRatio: { means: 'how long the gradient of a unit may be, as a share of the length of its weights (agc)' },
  generalise: {
    means:
      'how hard it is kept from knowing texts by heart; off, light and strong set dropout, labelSmoothing and weightDecay together, auto leaves them to you and its exams',
  },
  labelSmoothing: {
    means:
      'the share of every target that is spread over all tokens while it learns; the loss that is shown is the plain one',
    zero: OFF,
  },
  scheduledSampling: {
    means: 'the share of what it reads that is replaced by its own guesses; it rises over the first reading',
    zero: OFF,
  },
  'reading.packing': {
    means:
      'continuous: chunks go on from text to text; documents: each chunk holds one text, and neither memories nor attention reach into the next',
  },
  'reading.stride': {
    means:
      'tokens from the beginning of a chunk to that of the next; less than a chunk: texts are learnt in overlapping windows',
    unit: 'tokens',
    zero: 'a whole chunk',
  },
  'study.without': { means: 'organs of its brain left out for study, with | between them; they rest until back' },
  accumulation: { means: 'parts of a step whose gradients are added up before the weights change' },
  'learning.storage': { means: 'what gradients are stored as; with bf16 and f16 learning takes a fifth less memory' },
  heldOut: { means: 'the share of the library that is never learnt, for exams; decided when a text is first seen' },
  'dropout.embedding': {
    means: 'the share of what is read that is left out by chance while it learns, at most',
    zero: OFF,
  },
  'dropout.lobe': { means: 'the same of what lobes and blocks say', zero: OFF },
  'dropout.residual': { means: 'the same of what they add to what was there', zero: OFF },
  'grow.most': { means: 'brains that learn one after the other and speak as one, at most; 1: an only child' },
  'grow.dreams': { means: 'whether one more brain learns what all of them expect together, once they rest' },
  'perfectionist.tries': { means: 'how often a passage is tried again until it is better known', zero: OFF },
  'perfectionist.lowest': { means: 'the lowest share of exact tokens that is enough for a passage' },
  'perfectionist.highest': { means: 'the highest share of exact tokens that is asked of a passage' },
  'difficulty.run': { means: 'passages of a run; a worse run makes the next read more of them twice', zero: OFF },
  'difficulty.least': { means: 'the least share of steps that read something new' },
  'retry.nonFinite': { means: 'steps in a row that are not finite before the last soul is restored', unit: 'steps' },
  'voice.temperature': {
    means:
      'how boldly words are drawn; 0 takes the likeliest, auto is the one at which its exams foresee held-out text best',
  },
  'voice.topK': { means: 'draw from this many likeliest tokens', unit: 'tokens', zero: OFF },
  'voice.topP': { means: 'draw from the likeliest tokens that make up this share; 1 is off' },
  'voice.minP': { means: 'leave out tokens less likely than this share of the likeliest', zero: OFF },
  'voice.repetitionPenalty': { means: 'how much less likely a token becomes that was just said; 1 is off' },
  'voice.repetitionWindow': { means: 'how far the repetition penalty looks back', unit: 'tokens' },
  'voice.maxTokens': { means: 'the longest reply', unit: 'tokens' },
  'voice.storage': {
    means:
      'what the large matrices are stored as for speaking: f16 and bf16 take half the memory of f32, q8_0 about a quarter; a large brain speaks faster',
  },
  'sources.library': { means: 'the texts of the library, in order' },
  'sources.random': { means: 'the texts of the library, at random places' },
  'sources.letters': { means: 'the folder letters/ of the library, once more' },
  'sources.answers': { means: 'answers to questions; only the answers are learnt' },
  'sources.dialogues': {
    means:
      'dialogues of the starter texts, where the library does not hold them, so that it can hold a conversation; up to four times as much beside a small library',
  },
  'sources.corrections': { means: 'replies that you corrected; only with memory.consolidate' },
  'sources.reflections': { means: 'dialogues about its own statistics' },
  'sources.scribe': { means: "the scribe's comments" },
  'sources.chat': { means: 'what you say in chats; only with memory.consolidate' },
  'sources.api': { means: 'what you say through programs, with api.learn; only with memory.consolidate' },
  'sources.twitch': { means: 'words of people on Twitch who opted in; only with memory.consolidate' },
  ...MEMORY_MEANINGS,
  'reflection.seconds': {
    means: 'time between two reflections, counted in steps: 32 for a second, whatever the machine',
    unit: 'seconds',
    zero: OFF,
  },
  'scribe.chance': {
    means: 'the chance that the scribe comments on a guess; it looks at one every 8 steps, about four a second',
    zero: OFF,
  },
  'milestones.seconds': { means: 'time between two rounds of the same questions', unit: 'seconds', zero: OFF },
  'milestones.tokens': { means: 'the longest answer of a milestone', unit: 'tokens' },
  'milestones.prompts': { means: 'the questions, with | between them' },
  'journal.ask': { means: 'whether the dashboard asks once a day what you are learning' },
  'view.mouse': { means: 'whether the dashboard takes clicks and the wheel; text is then selected with Shift held' },
  'view.notify': { means: 'how the dashboard tells of a milestone: a bell, or a message of the desktop' },
  'view.theme': { means: 'palette of the dashboard; auto asks the terminal for its background' },
  'api.port': {
    means:
      'the port at which an awake baby answers programs of this machine, as OpenAI and Ollama do, with the token of its home',
    zero: 'none',
  },
  'api.learn': { means: 'whether it remembers what you say through programs; it never learns from friends' },
  threads: { means: 'threads that calculate', zero: 'one for each core, at most 8' },
  kernels: { means: 'which kernels calculate; auto takes the fastest that work here' },
  saveSeconds: { means: 'time between two saves', unit: 'seconds' },
  examSeconds: { means: 'time between two exams', unit: 'seconds' },
  babbleSeconds: { means: 'time between two things that it says to itself', unit: 'seconds' },
  soulGigabytes: {
    means: 'space of all souls together',
    unit: 'GB',
    zero: 'the smaller of 2 GB and 5 % of free space',
  },
  'twitch.channel': { means: 'the channel that is joined at each wake; empty: none' },
  'twitch.clientId': { means: 'client id of your public application at dev.twitch.tv' },
  'twitch.learn': { means: 'whether people who opted in are learnt from; nobody else ever is' },
  'twitch.retentionHours': { means: 'how long words of people who opted in are kept', unit: 'hours' },
  'twitch.prefix': { means: 'the sign before a command in chat' },
  'twitch.commands': { means: 'words that call each command in chat' },
  'twitch.ignored': { means: 'other bots that are neither answered nor learnt from' },
  'twitch.userSeconds': { means: 'time between two answers to one person', unit: 'seconds' },
  'twitch.channelSeconds': { means: 'time between two answers in the channel', unit: 'seconds' },
  'twitch.queue': { means: 'questions that may wait' },
  'twitch.staleSeconds': { means: 'after this time a question is not answered any more', unit: 'seconds' },
  'twitch.memoryMinutes': { means: 'how long a talk with one person is remembered, in memory only', unit: 'minutes' },
  'twitch.answerTokens': { means: 'the longest answer', unit: 'tokens' },
  'twitch.tries': { means: 'how often it may try to say something that is allowed' },
  'twitch.studySeconds': { means: 'time between two lines that are handed on to be learnt', unit: 'seconds' },
  'twitch.guardMegabytes': { means: 'memory of the guard that keeps private texts private', unit: 'MB' },
  'twitch.hello': { means: 'what it says when it joins a channel; empty: nothing' },
  'twitch.privacyLink': { means: 'where people can read what is done with their words' },
  'twitch.server': { means: "address of Twitch's chat" },
  'twitch.idServer': { means: "address of Twitch's login" },
};

const TEXT_WEIGHT = 'textWeights.';

/** The meaning of a setting; of a part of the shape as the brain describes it. */
export function meaningOf(key: string, brain: BrainName): Meaning | undefined {
  const found = MEANINGS[key];
  if (found) return found;
  if (key.startsWith(TEXT_WEIGHT)) {
    const name = key.slice(TEXT_WEIGHT.length);
    return { means: `how often ${name} is read, beside texts of weight 1`, zero: 'never' };
  }
  const field = key.startsWith('shape.') ? shapeOf(brain).fields[key.slice('shape.'.length)] : undefined;
  return field && { means: `${field.about}; fixed at the first wake`, zero: BY_PRESET };
}

/** Keys that have a meaning, so that a test can hold the table to the settings. */
export const MEANT_KEYS: readonly string[] = Object.keys(MEANINGS);

/** What a value may be, in words, as the schema describes it: `a number from 0 to 5`. */
export function rangeOf(schema: z.ZodType, key: string): string {
  if (key.startsWith(TEXT_WEIGHT)) return 'a number from 0 to 100';
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
