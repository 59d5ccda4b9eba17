import { Argument, type Command } from 'commander';
import { dreamtInWords } from '../../api/act-words.ts';
import { findHome } from '../../home/home.ts';
import { asShown } from '../../text/display.ts';
import { mustBeThere, withEither } from '../connect.ts';
import type { GlobalOptions } from '../options.ts';
import { printEither } from '../printer.ts';
import { flagTexts } from '../texts/flags.ts';

/** Adds `baby dream`. */
export function register(baby: Command): void {
  baby
    .command('dream')
    .description('make one brain of all siblings, which learns what they expect together; awake or asleep')
    .addArgument(
      new Argument('[how]', 'alone: let the dream of before take the place of the siblings').choices(['alone']),
    )
    .option('--json', flagTexts.json)
    .addHelpText('after', HELP)
    .action((how, _options, command) => dreamCommand(how === 'alone', command.optsWithGlobals()));
}

const HELP = `
Siblings expect better together than any of them alone, and each of them costs time and memory. A dream is one brain of the same size
that learns from all of them, while it is awake, until exams get no better. The siblings speak until it foresees better than all of them
together; then it speaks alone. It dreams by itself once all siblings have learnt what they can, unless \`baby set grow.dreams off\`;
a new text breaks the dream off until it is read. A small machine wants the dream only: \`baby dream alone\` lets the siblings go.
\`baby undo\` brings them back. \`baby siblings\` shows all brains.`;

/** `baby dream`: one brain that learns from all siblings; awake or asleep. */
export async function dreamCommand(alone: boolean, { home, json }: GlobalOptions & { json?: boolean }): Promise<void> {
  const dreamt = await withEither(mustBeThere(findHome(home)), (baby) => baby.dream({ alone }));
  printEither(json, dreamt, () => asShown(`${dreamtInWords(dreamt)} \`baby undo\` takes it back.\n`));
}
