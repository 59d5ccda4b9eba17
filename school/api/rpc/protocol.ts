/**
 * The wire protocol: one JSON object a line (NDJSON), UTF-8.
 *
 * server → `{"hello":"babyllm","version":"0.1.0","protocol":2,"pid":1}` first of all
 * client → `{"id":1,"method":"say","params":{"text":"hello"}}`
 * server → `{"event":"saying","id":1,"data":"he"}` … then `{"id":1,"result":…}` or `{"id":1,"error":{"code":…,"message":…}}`
 * server → `{"event":"stats","seq":7,"data":…}` after a `watch`, or a `watch` with `{"topics":["stats"]}`
 */

import { z } from 'zod';
import { METHODS, type Method, specOf } from '../contract.ts';
import type { Event } from '../messages.ts';
import { apiTexts } from '../texts.ts';

export const PROTOCOL = 2;

/** Bytes of the longest line a client may send; longer ones cut it off. */
export const LONGEST_LINE = 1_000_000;

/** Characters of a whole text that is sent in parts. */
export const LONGEST_WHOLE = 64 * 1024 * 1024;

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

/** What a `watch` takes. `topics`: only these events; left out: all. Another `watch` replaces the one before. */
export const watchSchema = z.strictObject({
  topics: z.array(z.enum(TOPICS)).describe(apiTexts.params.events).optional(),
});

/** The methods of a baby, and `watch`, after which events come. */
export type RequestName = Method | 'watch';
export const REQUEST_NAMES: readonly RequestName[] = [...METHODS, 'watch'];

/** What the parameters of a request are checked against. With `more` only this part of a text is kept: the last part comes without it. */
export function schemaOf(name: RequestName): z.ZodType {
  if (name === 'watch') return watchSchema;
  const { params, inParts } = specOf(name);
  return inParts === undefined ? params : (params as z.ZodObject).extend({ more: z.boolean().optional() });
}

export const requestSchema = z.strictObject({
  id: z.int().nonnegative().describe(apiTexts.params.count),
  method: z.string().describe(apiTexts.params.method),
  params: z.unknown().optional(),
});

export type ErrorCode = 'garbage' | 'method' | 'params' | 'busy' | 'refused';

export type Hello = { hello: 'babyllm'; version: string; protocol: number; pid: number };

/** All that a server sends. */
export type FromServer =
  | Hello
  | { id: number; result: unknown }
  | { id: number | null; error: { code: ErrorCode; message: string } }
  | { event: 'saying'; id: number; data: string }
  | (Event & { seq: number });

export const isRequest = (name: string): name is RequestName => (REQUEST_NAMES as readonly string[]).includes(name);
