import { Argument, type Command } from 'commander';
import { dreamtInWords } from '../../api/act-words.ts';
import { findHome } from '../../home/home.ts';
import { asShown } from '../../text/display.ts';
import { mustBeThere, withEither } from '../connect.ts';
import type { GlobalOptions } from '../options.ts';
import { printEither } from '../printer.ts';
import { flagTexts } from '../texts/flags.ts';
import { soulTexts } from '../texts/souls.ts';

/** Adds `baby dream`. */
export function register(baby: Command): void {
  baby
    .command('dream')
    .description(soulTexts.dream.description)
    .addArgument(new Argument('[how]', soulTexts.dream.alone).choices(['alone']))
    .option('--json', flagTexts.json)
    .addHelpText('after', HELP)
    .action((how, _options, command) => dreamCommand(how === 'alone', command.optsWithGlobals()));
}

const HELP = `\n${soulTexts.dream.more}`;

/** `baby dream`: one brain that learns from all siblings; awake or asleep. */
export async function dreamCommand(alone: boolean, { home, json }: GlobalOptions & { json?: boolean }): Promise<void> {
  const dreamt = await withEither(mustBeThere(findHome(home)), (baby) => baby.dream({ alone }));
  printEither(json, dreamt, () => asShown(`${soulTexts.undoable(dreamtInWords(dreamt))}\n`));
}
