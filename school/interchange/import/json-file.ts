/** Settings that other programs wrote, as JSON: nothing in them is believed. */
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { printable } from '../../../library/notices/printable.ts';
import { FormatError } from '../file-reader.ts';
import { fileTexts } from '../texts/files.ts';

/** No file of settings, and no tokenizer, is larger. */
const MOST_BYTES = 1 << 28;

export type Settings = Readonly<Record<string, unknown>>;

/** @throws FormatError if it is not an object of JSON */
export function readJson(path: string): Settings {
  const name = basename(path);
  if (statSync(path).size > MOST_BYTES) throw new FormatError(fileTexts.tooLargeJson(name));
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new FormatError(fileTexts.notJson(name), { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FormatError(fileTexts.notObject(name));
  return value as Settings;
}

/** A whole number of settings. @param usual where the key is missing or null */
export function wholeOf(settings: Settings, key: string, least: number, most: number, usual?: number): number {
  const value = settings[key] ?? usual;
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return value as number;
  throw new FormatError(fileTexts.wrongWholeNumber(key, least, most, shown(value)));
}

/** A setting that has to be one of a few values. */
export function oneOf<T>(settings: Settings, key: string, values: readonly T[], usual: T): T {
  const value = settings[key] ?? usual;
  if ((values as readonly unknown[]).includes(value)) return value as T;
  throw new FormatError(fileTexts.noneOfValues(key, values, shown(value)));
}

export const shown = (value: unknown): string =>
  value === undefined
    ? 'missing'
    : printable(JSON.stringify(value) ?? String(value))
        .replace(/\s+/g, ' ')
        .slice(0, 60);
