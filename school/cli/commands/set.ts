import type { Command } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import { findHome } from '../../home/home.ts';
import { loadConfig } from '../../settings/config.ts';
import { keyOf, sentenceOfSetting, settingOf } from '../../settings/settings.ts';
import { listSettings } from '../../settings/settings-list.ts';
import { attachIfAwake, withEither } from '../connect.ts';
import type { GlobalOptions } from '../options.ts';
import { print } from '../printer.ts';
import { choiceTexts } from '../texts/choices.ts';
import { flagTexts } from '../texts/flags.ts';
import { configCommand } from './config.ts';

/** Adds `baby set`. */
export function register(baby: Command): void {
  baby
    .command('set')
    .description(choiceTexts.set.description)
    .argument('[key]', choiceTexts.set.key)
    .argument('[value]', choiceTexts.set.value)
    .option('--json', flagTexts.json)
    .action((key, value, _options, command) => setCommand(key, value, command.optsWithGlobals()));
}

/** `baby set`: all settings, one of them, or another value for one; for now and for later, awake or asleep. */
export async function setCommand(
  key: string | undefined,
  value: string | undefined,
  { home: given, json = false }: GlobalOptions & { json?: boolean },
): Promise<void> {
  const home = findHome(given);
  if (key !== undefined && value !== undefined) {
    const setting = await withEither(home, (baby) => baby.set(key, value));
    if (json) process.stdout.write(`${JSON.stringify(setting)}\n`);
    else print(`${printable(sentenceOfSetting(setting))}.\n`);
    return;
  }
  if (key === undefined) return configCommand(undefined, { json, ...(given !== undefined && { home: given }) });
  const life = await attachIfAwake(home);
  try {
    const config = life ? (await life.status()).config : await loadConfig(home);
    const full = keyOf(config, key);
    if (json) return void process.stdout.write(`${JSON.stringify(settingOf(config, full))}\n`);
    const zero = listSettings(config, undefined).find((row) => row.key === full)?.zero ?? '';
    print(printable(`${plain(settingOf(config, full))}${zero === '' ? '' : `  (${zero})`}\n`));
  } finally {
    life?.close();
  }
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
