import type { Command } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import { changeOffline } from '../../daemon/offline-acts.ts';
import { findHome, makeHome } from '../../home/home.ts';
import { loadConfig } from '../../settings/config.ts';
import {
  changeSetting,
  changesLearning,
  keyOf,
  type Setting,
  sentenceOfSetting,
  settingOf,
} from '../../settings/settings.ts';
import { listSettings } from '../../settings/settings-list.ts';
import { attachIfAwake, whileAsleep } from '../connect.ts';
import { offlineActs, recordSetting } from '../offline-acts.ts';
import type { GlobalOptions } from '../options.ts';
import { configCommand } from './config.ts';

/** Adds `baby set`. */
export function register(baby: Command): void {
  baby
    .command('set')
    .description('its settings: all, one, or another value for one, for now and for later; awake or asleep')
    .argument('[key]', 'learningRate, voice.temperature, …')
    .argument('[value]', 'what it should be from now on')
    .action((key, value, _options, command) => setCommand(key, value, command.optsWithGlobals()));
}

/** `baby set`: all settings, one of them, or another value for one; for now and for later, awake or asleep. */
export async function setCommand(
  key: string | undefined,
  value: string | undefined,
  { home: given }: GlobalOptions,
): Promise<void> {
  const home = findHome(given);
  const life = await attachIfAwake(home);
  try {
    if (key === undefined || value === undefined) {
      const config = life ? (await life.status()).config : await loadConfig(home);
      if (key === undefined) return await configCommand(undefined, { ...(given !== undefined && { home: given }) });
      const full = keyOf(config, key);
      const value = settingOf(config, full);
      const zero = listSettings(config, undefined).find((row) => row.key === full)?.zero ?? '';
      process.stdout.write(printable(`${plain(value)}${zero === '' ? '' : `  (${zero})`}\n`));
      return;
    }
    const setting = life ? await life.set(key, value) : await changeAsleep(given, key, value);
    process.stdout.write(`${printable(sentenceOfSetting(setting))}.\n`);
  } finally {
    life?.close();
  }
}

async function changeAsleep(given: string | undefined, key: string, value: string): Promise<Setting> {
  // A setting that may not be so makes no home.
  changeSetting(await loadConfig(findHome(given)), key, value);
  const home = makeHome(given);
  return whileAsleep(home, async () => {
    const acts = await offlineActs(home);
    const now = await loadConfig(home);
    const { key: full } = changeSetting(now, key, value).setting;
    const { setting } = await acts.set(full, settingOf(now, full), changesLearning(full), () =>
      changeOffline(home, full, value),
    );
    recordSetting(home, setting);
    return setting;
  });
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
