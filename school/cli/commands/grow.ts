import { Argument, type Command } from 'commander';
import { ENLARGEMENTS } from '../../../brain/brains/enlargement.ts';
import { grownInWords } from '../../api/act-words.ts';
import type { Grown } from '../../api/messages.ts';
import { findHome } from '../../home/home.ts';
import { asShown } from '../../text/display.ts';
import { mustBeThere, withEither } from '../connect.ts';
import type { GlobalOptions } from '../options.ts';
import { printEither } from '../printer.ts';
import { flagTexts } from '../texts/flags.ts';
import { soulTexts } from '../texts/souls.ts';

/** Adds `baby grow`. */
export function register(baby: Command): void {
  baby
    .command('grow')
    .description(soulTexts.grow.description)
    .addArgument(new Argument('[by]', soulTexts.grow.how).choices([...ENLARGEMENTS, 'words']))
    .option('--json', flagTexts.json)
    .addHelpText('after', HELP)
    .action((by, _options, command) => growCommand(by, command.optsWithGlobals()));
}

const HELP = `\n${soulTexts.grow.more}`;

/** `baby grow`: a larger brain that says what the smaller one says; awake or asleep. */
export async function growCommand(
  by: Grown['by'] | undefined,
  { home, json }: GlobalOptions & { json?: boolean },
): Promise<void> {
  const grown = await withEither(mustBeThere(findHome(home)), (baby) => baby.grow(by === undefined ? {} : { by }));
  printEither(json, grown, () => asShown(`${soulTexts.undoable(grownInWords(grown))}\n`));
}
