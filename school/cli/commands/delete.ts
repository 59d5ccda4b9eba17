import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import { deleteBaby, nameInTrash } from '../../babies/deleted-babies.ts';
import { findHome } from '../../home/home.ts';
import { asShown } from '../../text/display.ts';
import { CommandError, EXIT } from '../failure.ts';
import type { GlobalOptions } from '../options.ts';
import { print } from '../printer.ts';
import { babyTexts } from '../texts/babies.ts';
import { flagTexts } from '../texts/flags.ts';
import { isTerminal } from './watch.ts';

/** Adds `baby delete`. */
export function register(baby: Command): void {
  baby
    .command('delete')
    .description(babyTexts.remove.description)
    .argument('<name>', babyTexts.remove.baby)
    .option('--yes', flagTexts.noQuestion)
    .action((name, _options, command) => deleteCommand(name, command.optsWithGlobals()));
}

/** `baby delete <name>`: asks on a terminal; without one it needs --yes. */
export async function deleteCommand(name: string, { yes }: GlobalOptions & { yes?: boolean }): Promise<void> {
  const home = findHome(name);
  if (!yes && !(await agrees(babyTexts.remove.ask(printable(home.folder))))) {
    process.stdout.write(`${babyTexts.remove.nothingDeleted}\n`);
    return;
  }
  const deleted = deleteBaby(home);
  const again = nameInTrash(deleted);
  print(asShown(`${babyTexts.remove.liesInTrash(name, again)}\n`));
}

async function agrees(question: string): Promise<boolean> {
  if (!isTerminal()) throw new CommandError(babyTexts.remove.noTerminal, EXIT.usage);
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await lines.question(question)).trim());
  } finally {
    lines.close();
  }
}
