import { Argument, type Command } from 'commander';
import { count } from '../../../statistics/format/numbers.ts';
import { stampOf } from '../../../statistics/format/time.ts';
import { emptyTrash, nameInTrash, restoreBaby, trashOf } from '../../babies/deleted-babies.ts';
import { findHome } from '../../home/home.ts';
import { tableLines } from '../../terminal/columns.ts';
import { asShown } from '../../text/display.ts';
import { oneLine } from '../../text/view-format.ts';
import { usageError } from '../failure.ts';
import type { GlobalOptions } from '../options.ts';
import { print } from '../printer.ts';
import { babyTexts } from '../texts/babies.ts';
import { flagTexts } from '../texts/flags.ts';

/** Adds `baby trash`. */
export function register(baby: Command): void {
  baby
    .command('trash')
    .description(babyTexts.trash.description)
    .addArgument(new Argument('[action]', flagTexts.action).choices(['list', 'restore', 'empty']).default('list'))
    .argument('[name]', babyTexts.trash.baby)
    .option('--json', flagTexts.json)
    .action((action, name, _options, command) => trashCommand(action, name, command.optsWithGlobals()));
}

/** `baby trash`. */
export function trashCommand(
  action: 'list' | 'restore' | 'empty',
  name: string | undefined,
  { home: given, json }: GlobalOptions & { json?: boolean },
): void {
  const beside = findHome(given);
  if (action === 'restore') {
    if (name === undefined) throw usageError(babyTexts.trash.nameWhich);
    const home = restoreBaby(beside, name);
    print(asShown(`${babyTexts.trash.isBack(name, home.folder)}\n`));
    return;
  }
  if (action === 'empty') {
    const removed = emptyTrash(beside);
    process.stdout.write(
      removed === 0 ? `${babyTexts.trash.wasEmpty}\n` : `${babyTexts.trash.removed(count(removed), removed === 1)}\n`,
    );
    return;
  }
  const all = trashOf(beside).map((one) => ({ name: nameInTrash(one), ...one }));
  if (json) process.stdout.write(`${JSON.stringify(all, undefined, 2)}\n`);
  else if (all.length === 0) process.stdout.write(`${babyTexts.trash.isEmpty}\n`);
  else {
    const rows = [['name', 'deleted'], ...all.map((one) => [oneLine(one.name), stampOf(one.deletedAt)])];
    process.stdout.write(`${tableLines(rows, []).join('\n')}\n`);
  }
}
