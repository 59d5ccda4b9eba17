/** Every setting with all that there is to say about it: for `baby config`, `baby set` and the pages that show settings. */
import { readFileSync } from 'node:fs';
import type { Home } from '../home/home.ts';
import { type Config, configure, schemaOf } from './config.ts';
import { type Group, groupOf, meaningOf, rangeOf } from './meanings.ts';
import { migrateConfig } from './migration.ts';
import { isLive, partsOfKey, settingKeys, settingOf } from './settings.ts';

export interface SettingRow {
  readonly key: string;
  readonly group: Group;
  readonly value: unknown;
  readonly default: unknown;
  /** what it may be: `a number from 0 to 5` */
  readonly range: string;
  readonly means: string;
  readonly unit: string;
  /** what the value means where it is 0 and no amount; '' otherwise */
  readonly zero: string;
  /** whether baby.json decides it, or nothing but the default */
  readonly from: 'baby.json' | 'default';
  /** whether a change counts at once while it is awake */
  readonly isLive: boolean;
}

/**
 * @param config the settings as they count
 * @param written what stands in baby.json; undefined where there is none
 */
export function listSettings(config: Config, written: unknown): SettingRow[] {
  const stored = migrateConfig(written);
  const defaults = configure({ brain: config.brain }, 'the defaults');
  return settingKeys(config).map((key) => {
    const value = settingOf(config, key);
    const meaning = meaningOf(key, config.brain);
    return {
      key,
      group: groupOf(key),
      value,
      default: settingOf(defaults, key),
      range: rangeOf(schemaOf(config.brain), key),
      means: meaning?.means ?? '',
      unit: meaning?.unit ?? '',
      zero: value === 0 ? (meaning?.zero ?? '') : '',
      from: isWritten(stored, key) ? 'baby.json' : 'default',
      isLive: isLive(key),
    };
  });
}

/** Whether baby.json holds a key, or of an object the part. */
function isWritten(written: unknown, key: string): boolean {
  let at: unknown = written;
  for (const part of partsOfKey(key).filter((one) => one !== undefined)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return false;
    at = (at as Record<string, unknown>)[part];
  }
  return true;
}

/** What stands in baby.json; undefined where it is missing or no JSON, which loading it has reported. */
export function writtenSettings({ config }: Pick<Home, 'config'>): unknown {
  try {
    return JSON.parse(readFileSync(config, 'utf8').replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}

/** The value of a setting with its unit: `60 seconds`. */
export function valueText({ value, unit, zero }: Pick<SettingRow, 'value' | 'unit' | 'zero'>): string {
  const text = typeof value === 'string' ? (value === '' ? '""' : value) : JSON.stringify(value);
  if (value === 0 && zero !== '') return `${text} (${zero})`;
  return unit === '' ? text : `${text} ${unit}`;
}

/** A value as it is typed: what `changeSetting` reads back. */
export const typedText = (value: unknown): string =>
  typeof value === 'string' ? value : Array.isArray(value) ? value.join(' | ') : JSON.stringify(value);
