import { existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import { count } from '../../../statistics/format/numbers.ts';
import { beginBaby } from '../../babies/begin.ts';
import { nameOfHome } from '../../babies/list.ts';
import { findHome, type Home } from '../../home/home.ts';
import { commandName } from '../../home/invocation.ts';
import { folderForNew } from '../../home/naming.ts';
import type { Config } from '../../settings/config.ts';
import { BRAIN_NAMES, PRESET_NAMES } from '../../settings/shape-settings.ts';
import type { GlobalOptions } from '../options.ts';
import { interruptible } from '../talk/signals.ts';

/** Adds `baby new`. */
export function register(baby: Command): void {
  baby
    .command('new')
    .description('begins another baby, with a home of its own; --home <name> is the one that is meant from then on')
    .argument('<name>', 'how it is called')
    .addOption(new Option('--preset <size>', 'its size').choices(PRESET_NAMES))
    .addOption(new Option('--brain <kind>', 'its kind of mind').choices(BRAIN_NAMES))
    .option('--from <home>', 'begin with the settings and texts of that one')
    .action((name, _options, command) => newCommand(name, command.optsWithGlobals()));
}

export interface NewFlags extends GlobalOptions {
  preset?: Config['preset'];
  brain?: Config['brain'];
  from?: string;
}

/** `baby new <name>`: the home of another baby, that is to be fed and woken. */
export async function newCommand(name: string, { home: given, preset, brain, from }: NewFlags): Promise<void> {
  const folder = given === undefined ? undefined : folderForNew(given);
  const source = from === undefined ? undefined : homeThatIs(from);
  const { home, config, files } = await interruptible('copying texts', (watching) =>
    beginBaby(name, { preset, brain, from: source, folder, ...watching }),
  );
  const texts = source ? ` With the settings of ${nameOfHome(source)}, and ${count(files)} of its texts.` : '';
  const where = nameOfHome(home);
  process.stdout.write(
    printable(
      `${config.name} has a home now, ${home.folder}: a ${config.preset} ${config.brain} brain.${texts}\n` +
        `  ${commandName()} feed <files> --home ${where}   give it texts to read\n` +
        `  ${commandName()} --home ${where}                wake it, and look at it\n`,
    ),
  );
}

function homeThatIs(given: string): Home {
  const home = findHome(given);
  if (existsSync(home.config) || existsSync(home.soul)) return home;
  throw new Error(`There is no baby in ${printable(home.folder)} to take settings and texts from: see \`baby list\`.`);
}
