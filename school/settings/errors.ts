/** One clear sentence for whatever a schema finds wrong. */

import { z } from 'zod';
import { printable } from '../../library/notices/printable.ts';
import { nearest } from './nearest.ts';
import { changeTexts } from './texts/changes.ts';
import { rangeTexts } from './texts/ranges.ts';

type Issue = z.core.$ZodIssue;

/**
 * Says the first thing that is wrong: an unknown key before a wrong value, since the one may explain the other.
 *
 * @example "baby.json: there is no key "temprature" in voice; did you mean "temperature"?"
 */
export function explain(issues: readonly Issue[], values: unknown, schema: z.ZodType, where: string): string {
  const unknown = issues.find((issue) => issue.code === 'unrecognized_keys');
  if (unknown) {
    const known = keysOf(schemaAt(schema, unknown.path));
    const key = unknown.keys[0] ?? '';
    const inside = unknown.path.length > 0 ? changeTexts.insideOf(unknown.path.join('.')) : '';
    const meant = nearest(key, known);
    const advice = meant ? changeTexts.didYouMean(`"${meant}"`) : changeTexts.keysAre(known.join(', '));
    return changeTexts.unknownKey(where, shown(key), inside, advice);
  }
  const issue = issues[0]!;
  const allowed = schemaAt(schema, issue.path)?.description ?? wordsFor(issue);
  const came = issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)?.[key], values);
  const key = issue.path.map(String).join('.') || changeTexts.itself;
  return changeTexts.wrongValue(where, key, allowed, shown(came));
}

const TYPES: Readonly<Record<string, string>> = {
  string: rangeTexts.text,
  number: rangeTexts.anyNumber,
  int: rangeTexts.anyWhole,
  boolean: rangeTexts.yesOrNo,
  array: rangeTexts.list,
  object: rangeTexts.object,
  record: rangeTexts.object,
  nonoptional: rangeTexts.given,
};

/** What a value without a description of its own may be: never the words of the schema library. */
function wordsFor(issue: Issue): string {
  if (issue.code === 'invalid_type') return TYPES[issue.expected] ?? rangeTexts.ofType(issue.expected);
  if (issue.code === 'invalid_value') return rangeTexts.oneOf(issue.values.map(String).join(', '));
  if (issue.code === 'too_big') return rangeTexts.atMost(String(issue.maximum));
  if (issue.code === 'too_small') return rangeTexts.atLeast(String(issue.minimum));
  return rangeTexts.anotherForm;
}

/** A value as it would stand in JSON, short and safe for a terminal. */
export function shown(value: unknown): string {
  const text =
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : (JSON.stringify(value) ?? 'nothing');
  return printable(text.length > 80 ? `${text.slice(0, 80)}…` : text).replace(/[\n\t]/g, ' ');
}

function schemaAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined {
  let at: unknown = schema;
  for (const key of path) {
    const { shape, element, valueType } = (at ?? {}) as {
      shape?: Record<PropertyKey, unknown>;
      element?: unknown;
      valueType?: unknown;
    };
    at = shape ? shape[key] : (element ?? valueType);
    while (at !== undefined && 'unwrap' in (at as object) && (at as z.ZodType).description === undefined) {
      at = (at as z.ZodOptional).unwrap();
    }
  }
  return at as z.ZodType | undefined;
}

function keysOf(schema: z.ZodType | undefined): string[] {
  return Object.keys((schema as { shape?: object } | undefined)?.shape ?? {});
}

/** What a value of baby.json may be, with the words for it. */
export const number = (min: number, max: number) => z.number().min(min).max(max).describe(rangeTexts.number(min, max));
export const whole = (min: number, max: number) => z.int().min(min).max(max).describe(rangeTexts.whole(min, max));
export const oneOf = <const T extends readonly [string, ...string[]]>(names: T) =>
  z.enum(names).describe(rangeTexts.oneOf(names.join(', ')));
/** Weights by the names of texts and folders. */
export const weightsOfNames = () =>
  z.record(z.string().min(1).max(4096), number(0, 100)).describe(rangeTexts.textWeights);
export const yesOrNo = z.boolean().describe(rangeTexts.yesOrNo);
/** A list of texts in one line each. */
export const lines = (most: number, longest: number) =>
  z
    .custom<readonly string[]>(
      (list) =>
        Array.isArray(list) && list.length <= most && list.every((text) => isLine(text) && text.length <= longest),
    )
    .describe(rangeTexts.lines(most, longest));

const isLine = (text: unknown): text is string =>
  typeof text === 'string' && text.trim() !== '' && !/\p{Cc}/u.test(text);
