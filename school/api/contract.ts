/** Everything that can be asked of a baby that is awake: one table, from which the API, the socket protocol and the dashboard's actions are derived. */

import { z } from 'zod';
import { ENLARGEMENTS } from '../../brain/brains/enlargement.ts';
import { exampleSchema, idSchema } from '../../library/sources/example-schema.ts';
import { TAUGHT_NAMES, type TaughtName } from '../../library/sources/names.ts';
import { count } from '../../statistics/format/numbers.ts';
import { type Setting, sentenceOfSetting } from '../settings/settings.ts';
import type { ActReport, Dreamt, Grown, NamedSoul, RemovedText, SoulAt, Undone, WeighedText } from './act-messages.ts';
import { dreamtInWords, grownInWords, removedInWords, weighedInWords } from './act-words.ts';
import { HABIT_METHODS } from './habit-contract.ts';
import type {
  Corrected,
  Correction,
  Event,
  ExamResult,
  Introduction,
  LibraryReport,
  MemoryReport,
  Reply,
  Status,
  Taught,
  Untaught,
} from './messages.ts';
import { apiTexts } from './texts.ts';
import { type TwitchAnswer, twitchRequest } from './twitch-messages.ts';
import { completionSchema, LONGEST_TEXT, voiceSchema } from './voice-schema.ts';

export { LONGEST_TEXT, voiceSchema };

/** One method. See README.md for how to add one. */
interface MethodSpec {
  /** an object of all parameters: what stands in a request, and what it is checked against */
  readonly params: z.ZodType;
  /** the parameters that a caller passes first, one by one, in this order */
  readonly args?: readonly string[];
  /** the other parameters are passed as one object after them */
  readonly options?: true;
  readonly result: Result<unknown>;
  /** the last argument is a callback that gets the answer piece by piece */
  readonly stream?: true;
  /** the parameter of this name may be longer than a request, and is then sent in parts */
  readonly inParts?: string;
  /** the result in one sentence for the owner: what the dashboard shows of it */
  readonly says?: (result: never) => string;
}

/** The type of a result. Results come from our own process: they are not checked. */
type Result<T> = { readonly of?: T };

const result = <T>(): Result<T> => ({});
const text = z.string().max(LONGEST_TEXT).describe(apiTexts.params.text(LONGEST_TEXT));
const label = z.string().min(1).max(200).describe(apiTexts.params.name);
const taughtName = z.enum(TAUGHT_NAMES as [TaughtName]).describe(apiTexts.params.oneOf(TAUGHT_NAMES.join(', ')));
const textName = z.string().min(1).max(4096).describe(apiTexts.params.textOrFolder);
const nothing = z.strictObject({});

export const CONTRACT = {
  status: { params: nothing, result: result<Status>() },
  /** The callback gets the reply as it is spoken: text of the model, not yet cleaned for a terminal. */
  say: {
    params: z.strictObject({ ...voiceSchema.shape, text, from: label.optional(), conversation: label.optional() }),
    args: ['text'],
    options: true,
    result: result<Reply>(),
    stream: true,
  },
  /**
   * Goes on from a prompt in a conversation of its own, which `stop` ends by its name, and which is forgotten with the reply: nothing of
   * it is shown or kept, or learnt unless it is `learnable`. `public`: an answer that may be given to anybody, to turns alone.
   */
  complete: {
    params: completionSchema,
    args: ['prompt'],
    options: true,
    result: result<Reply>(),
    stream: true,
  },
  /** Ends the reply that is being spoken in a conversation, and whatever waits there; false if there was none. */
  stop: { params: z.strictObject({ conversation: label }), args: ['conversation'], result: result<boolean>() },
  /** Forgets what was said in a conversation: its state, and every line of it in the ledger. Resolves to the number of lines. */
  forget: { params: z.strictObject({ conversation: label }), args: ['conversation'], result: result<number>() },
  /**
   * Puts a better reply in the place of the last one: the conversation goes on as if that had been said, and it is learnt at once, as the
   * answer to what was said before. Rejects if there is no reply to correct.
   */
  correct: {
    params: z.strictObject({ conversation: label, text, public: z.boolean().optional() }),
    args: ['conversation', 'text'],
    options: true,
    result: result<Corrected>(),
  },
  /** Says that the last reply was right: it is remembered as a correction would be. Rejects if there is none. */
  good: { params: z.strictObject({ conversation: label }), args: ['conversation'], result: result<Corrected>() },
  /** Draws the last reply once more, and stores nothing. Rejects if there is none. */
  again: {
    params: z.strictObject({ conversation: label }),
    args: ['conversation'],
    result: result<Reply>(),
    stream: true,
  },
  /** Oldest first. */
  corrections: { params: nothing, result: result<readonly Correction[]>() },
  /** Gives a source examples to learn from, now and in later wakes; an example that holds held-out text is refused. */
  teach: {
    params: z.strictObject({
      source: taughtName,
      passages: z.array(exampleSchema).max(256).describe(apiTexts.params.passages),
    }),
    args: ['source', 'passages'],
    result: result<Taught>(),
  },
  /** Takes examples out of a source for good; what was learnt from them stays in the weights. Unknown ids are left out of the result. */
  unteach: {
    params: z.strictObject({
      source: taughtName,
      ids: z.array(idSchema).max(4096).describe(apiTexts.params.ids),
    }),
    args: ['source', 'ids'],
    result: result<readonly Untaught[]>(),
  },
  /** Changes one setting, for now and for later (baby.json); rejects with one sentence for a value that is not allowed. */
  set: {
    params: z.strictObject({ key: label, value: z.unknown() }),
    args: ['key', 'value'],
    result: result<Setting>(),
    says: (setting: Setting) => `${sentenceOfSetting(setting)}.`,
  },
  library: { params: nothing, result: result<LibraryReport>() },
  /** What the memory of episodes holds, by source. */
  memory: { params: nothing, result: result<MemoryReport>() },
  /** Joins, leaves, mutes, and exports or deletes stored data of people. Rejects with one sentence. */
  twitch: { params: twitchRequest, options: true, result: result<TwitchAnswer>() },
  /** Writes a line into its journal. */
  journal: {
    params: z.strictObject({ text }),
    args: ['text'],
    result: result<void>(),
    says: () => apiTexts.writtenDown,
  },
  /** Restores an earlier soul and goes on from there; souls saved since are kept. */
  goBack: {
    params: z.strictObject({ soul: label }),
    args: ['soul'],
    result: result<SoulAt>(),
    says: ({ name, step }: SoulAt) => apiTexts.wentBack(name, count(step)),
  },
  /** Gives a soul a name, under which it is kept for ever; without `soul` it saves itself now, and that one gets the name. */
  keepSoul: {
    params: z.strictObject({ name: label, soul: label.optional() }),
    args: ['name', 'soul'],
    result: result<NamedSoul>(),
    says: ({ name, keptAs }: NamedSoul) => apiTexts.keptForEver(name, JSON.stringify(keptAs)),
  },
  /** Takes its name from a soul, which then goes as others go. */
  releaseSoul: {
    params: z.strictObject({ soul: label }),
    args: ['soul'],
    result: result<NamedSoul>(),
    says: ({ name }: NamedSoul) => apiTexts.noNameAnyMore(name),
  },
  /** Makes its brain larger without a change of what it says; rejects with one sentence where it cannot become so. */
  grow: {
    params: z.strictObject({ by: z.enum([...ENLARGEMENTS, 'words']).optional() }),
    options: true,
    result: result<Grown>(),
    says: grownInWords,
  },
  /**
   * Begins to dream: one more brain learns what all siblings expect together. `alone`: the dream of before takes the place of all of them.
   * Rejects with one sentence where there are no siblings, or no dream.
   */
  dream: {
    params: z.strictObject({ alone: z.boolean().optional() }),
    options: true,
    result: result<Dreamt>(),
    says: dreamtInWords,
  },
  ...HABIT_METHODS,
  /** What its owner did, oldest first. */
  acts: { params: nothing, result: result<readonly ActReport[]>() },
  /** Undoes the last act, or the one of a number; an undoing is an act too, and can be undone. `preview`: only says what it would do. */
  undo: {
    params: z.strictObject({ act: z.int().positive().optional(), preview: z.boolean().optional() }),
    options: true,
    result: result<Undone>(),
  },
  /** Keeps the soul before texts are fed. @returns the number of the act, for `endFeed` */
  beginFeed: {
    params: z.strictObject({ of: label, pid: z.int().positive() }),
    args: ['of', 'pid'],
    result: result<number>(),
  },
  /** Writes down what was fed; false: nothing was. */
  endFeed: { params: z.strictObject({ act: z.int().positive() }), args: ['act'], result: result<boolean>() },
  /** Takes a text out of the library, into the trash of its home. */
  removeText: {
    params: z.strictObject({ name: textName }),
    args: ['name'],
    result: result<RemovedText>(),
    says: removedInWords,
  },
  /** Reads a text, or all of a folder, more or less often than texts of weight 1; 0: never. */
  weigh: {
    params: z.strictObject({ name: textName, weight: z.number().min(0).max(100).describe(apiTexts.params.percent) }),
    args: ['name', 'weight'],
    result: result<WeighedText>(),
    says: weighedInWords,
  },
  exam: {
    params: z.strictObject({ text: text.optional(), name: label.optional() }),
    args: ['text', 'name'],
    inParts: 'text',
    result: result<ExamResult>(),
    says: ({ bitsPerByte, of, step }: ExamResult) => apiTexts.examined(count(step), bitsPerByte.toFixed(3), of),
  },
  save: {
    params: nothing,
    result: result<SoulAt>(),
    says: ({ name, step }: SoulAt) => apiTexts.saved(name, count(step)),
  },
  /** Saves and ends; rejects and stays awake where it cannot save. `anyway` ends all the same; `now` ends without saving. */
  sleep: {
    params: z.strictObject({ now: z.boolean().optional(), anyway: z.boolean().optional() }),
    options: true,
    result: result<void>(),
  },
} as const satisfies Record<string, MethodSpec>;

type Contract = typeof CONTRACT;
export type Method = keyof Contract;
export const METHODS = Object.keys(CONTRACT) as Method[];

export const specOf = (method: Method): MethodSpec => CONTRACT[method];

type ReadonlyOf<T> = T extends readonly (infer Item)[]
  ? readonly ReadonlyOf<Item>[]
  : T extends object
    ? { readonly [K in keyof T]: ReadonlyOf<T[K]> }
    : T;

export type Params<M extends Method> = ReadonlyOf<z.input<Contract[M]['params']>>;
export type ResultOf<M extends Method> = Contract[M]['result'] extends Result<infer R> ? R : never;

type NamesOf<M extends Method> = Contract[M] extends { args: infer A } ? A : readonly [];
type Positional<P, Names> = Names extends readonly [infer Name extends keyof P, ...infer Others]
  ? undefined extends P[Name]
    ? [argument?: P[Name], ...Positional<P, Others>]
    : [argument: P[Name], ...Positional<P, Others>]
  : [];
type OptionsOf<P, Names> = Names extends readonly [string, ...string[]]
  ? { readonly [K in keyof P as K extends Names[number] ? never : K]: P[K] }
  : P;
type Optional<O> = [object] extends [O] ? [options?: O] : [options: O];

/** The arguments of a method, as TypeScript callers pass them. */
export type Arguments<M extends Method> = [
  ...Positional<Params<M>, NamesOf<M>>,
  ...(Contract[M] extends { options: true } ? Optional<OptionsOf<Params<M>, NamesOf<M>>> : []),
  ...(Contract[M] extends { stream: true } ? [onDelta?: (delta: string) => void] : []),
];

export type Methods = { readonly [M in keyof Contract]: (...args: Arguments<M>) => Promise<ResultOf<M>> };

/** How a reply is drawn, and in which conversation. */
export type SayOptions = NonNullable<Arguments<'say'>[1]>;

/** How a completion is drawn, and its label. */
export type CompletionOptions = Arguments<'complete'>[1];

/** What the dashboard gets of a result: its sentence, where the contract has one. */
export type Said<M extends Method> = Contract[M] extends { says: unknown } ? string : ResultOf<M>;

/** A baby that is awake, as views and the socket server see it: the same in its own process and over the socket. */
export interface Baby extends Methods {
  readonly introduction: Introduction;
  /** Calls back for every event; returns a function that ends this. */
  watch(listener: (event: Event) => void): () => void;
  /** Settles when it is asleep, by any cause; rejects if the lesson failed. */
  readonly over: Promise<void>;
}
