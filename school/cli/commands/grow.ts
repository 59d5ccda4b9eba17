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

/** Adds `baby grow`. */
export function register(baby: Command): void {
  baby
    .command('grow')
    .description('make its brain larger, without a change of what it says; awake or asleep')
    .addArgument(
      new Argument(
        '[by]',
        'a lobe more, more neurons in every lobe, or words of texts that are spelt out; as it suits its size if left out',
      ).choices([...ENLARGEMENTS, 'words']),
    )
    .option('--json', flagTexts.json)
    .addHelpText('after', HELP)
    .action((by, _options, command) => growCommand(by, command.optsWithGlobals()));
}

const HELP = `
What is new of a brain says nothing at first, and learns to: so nothing that it knows is lost, and \`baby undo\` goes back to the smaller
one. A baby brain grows by itself where its library has more tokens than it has parameters, and exams still get better. How many
parameters there may be in all: \`baby set grow.most\`, in brains of the size at birth. A text that its vocabulary spells out, as of another
language, gets words of its own when it comes into the library.`;

/** `baby grow`: a larger brain that says what the smaller one says; awake or asleep. */
export async function growCommand(
  by: Grown['by'] | undefined,
  { home, json }: GlobalOptions & { json?: boolean },
): Promise<void> {
  const grown = await withEither(mustBeThere(findHome(home)), (baby) => baby.grow(by === undefined ? {} : { by }));
  printEither(json, grown, () => asShown(`${grownInWords(grown)} \`baby undo\` takes it back.\n`));
}
