/**
 * What is said over the line: one JSON object a line (NDJSON), UTF-8.
 *
 * server → `{"hello":"babyllm","version":"0.1.0","protocol":2,"pid":1}` first of all
 * client → `{"id":1,"method":"say","params":{"text":"hello"}}`
 * server → `{"event":"saying","id":1,"data":"he"}` … then `{"id":1,"result":…}` or `{"id":1,"error":{"code":…,"message":…}}`
 * server → `{"event":"stats","seq":7,"data":…}` after a `watch`, or a `watch` with `{"topics":["stats"]}`
 */

import { z } from 'zod';
import { exampleSchema, idSchema } from '../../../library/sources/examples.ts';
import { TAUGHT_NAMES, type TaughtName } from '../../../library/sources/names.ts';
import { voiceShape } from '../../settings/config.ts';
import type { Setting } from '../../settings/settings.ts';
import type {
  Corrected,
  Correction,
  Event,
  ExamResult,
  LibraryReport,
  Reply,
  Status,
  Taught,
  Untaught,
} from '../messages.ts';
import { type TwitchAnswer, twitchRequest } from '../twitch-messages.ts';

export const PROTOCOL = 2;

/** Bytes of the longest line a client may send; longer ones cut it off. */
export const LONGEST_LINE = 1_000_000;

/** Characters of a text that one request can carry: each may need six bytes in JSON. */
export const LONGEST_TEXT = 131_072;

/** Characters of a whole text for an exam, sent in parts. */
export const LONGEST_EXAM = 64 * 1024 * 1024;

/** All events, as topics of a `watch`. A total table, so that one that is not named here is a compile error. */
export const TOPICS = Object.keys({
  stats: true,
  durations: true,
  guesses: true,
  probes: true,
  chat: true,
  forgotten: true,
  setting: true,
  diary: true,
  raised: true,
  twitch: true,
  verdict: true,
  babble: true,
  note: true,
  examined: true,
  saved: true,
  sleeping: true,
} satisfies Record<Event['event'], true>) as [Event['event']];

const optional = <T extends z.ZodType>(type: T) => type.optional();

export const voiceSchema = z.strictObject({
  temperature: optional(voiceShape.temperature),
  topK: optional(voiceShape.topK),
  topP: optional(voiceShape.topP),
  minP: optional(voiceShape.minP),
  repetitionPenalty: optional(voiceShape.repetitionPenalty),
  repetitionWindow: optional(voiceShape.repetitionWindow),
  maxTokens: optional(voiceShape.maxTokens),
  seed: z.int().min(0).max(0xffff_ffff).describe('a whole number from 0 to 4294967295').optional(),
  stop: z
    .array(z.string().min(1).max(200))
    .max(16)
    .describe('a list of up to 16 texts of 1 to 200 characters')
    .optional(),
});

const text = z.string().max(LONGEST_TEXT).describe(`a text of at most ${LONGEST_TEXT} characters`);
const label = z.string().min(1).max(200).describe('a name of 1 to 200 characters');
const taughtName = z.enum(TAUGHT_NAMES as [TaughtName]).describe(`one of ${TAUGHT_NAMES.join(', ')}`);
const nothing = z.strictObject({});

/** A total table: what each method takes. */
export const paramsOf = {
  status: nothing,
  say: z.strictObject({ ...voiceSchema.shape, text, from: label.optional(), conversation: label.optional() }),
  stop: z.strictObject({ conversation: label }),
  forget: z.strictObject({ conversation: label }),
  correct: z.strictObject({ conversation: label, text }),
  corrections: nothing,
  teach: z.strictObject({
    source: taughtName,
    passages: z.array(exampleSchema).max(256).describe('a list of at most 256 passages'),
  }),
  unteach: z.strictObject({
    source: taughtName,
    ids: z.array(idSchema).max(4096).describe('a list of at most 4096 ids'),
  }),
  /** `value`: what it may be depends on the key; the config says */
  set: z.strictObject({ key: label, value: z.unknown() }),
  library: nothing,
  twitch: twitchRequest,
  journal: z.strictObject({ text }),
  goBack: z.strictObject({ soul: label }),
  /** `more`: only keep this part of the text; the last part comes without it. */
  exam: z.strictObject({ text: text.optional(), name: label.optional(), more: z.boolean().optional() }),
  save: nothing,
  /** `now`: without saving */
  sleep: z.strictObject({ now: z.boolean().optional() }),
  /** `topics`: only these events; left out: all. Another `watch` replaces the one before. */
  watch: z.strictObject({ topics: z.array(z.enum(TOPICS)).describe('a list of events').optional() }),
};

export type Method = keyof typeof paramsOf;
export type Params = { [M in Method]: z.output<(typeof paramsOf)[M]> };

export interface Results {
  status: Status;
  say: Reply;
  stop: boolean;
  forget: number;
  correct: Corrected;
  corrections: readonly Correction[];
  teach: Taught;
  unteach: readonly Untaught[];
  set: Setting;
  library: LibraryReport;
  twitch: TwitchAnswer;
  journal: null;
  goBack: { name: string; step: number };
  /** null for a part that was kept */
  exam: ExamResult | null;
  save: { name: string; step: number };
  sleep: null;
  watch: null;
}

export const requestSchema = z.strictObject({
  id: z.int().nonnegative().describe('a whole number of 0 or more'),
  method: z.string().describe('the name of a method'),
  params: z.unknown().optional(),
});

export type ErrorCode = 'garbage' | 'method' | 'params' | 'busy' | 'refused';

export type Hello = { hello: 'babyllm'; version: string; protocol: number; pid: number };

/** All that a server sends. */
export type FromServer =
  | Hello
  | { id: number; result: Results[Method] }
  | { id: number | null; error: { code: ErrorCode; message: string } }
  | { event: 'saying'; id: number; data: string }
  | (Event & { seq: number });

export function isMethod(name: string): name is Method {
  return Object.hasOwn(paramsOf, name);
}
