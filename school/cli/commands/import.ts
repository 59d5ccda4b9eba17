import type { Command } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import { bytes, count } from '../../../statistics/format/numbers.ts';
import { importBaby } from '../../babies/archive/import.ts';
import { lookAt, nameOfHome } from '../../babies/list.ts';
import { findHome } from '../../home/home.ts';
import { commandName } from '../../home/invocation.ts';
import { folderForNew } from '../../home/naming.ts';
import { asShown } from '../../text/display.ts';
import type { GlobalOptions } from '../options.ts';
import { interruptible } from '../talk/signals.ts';

/** Adds `baby import`. */
export function register(baby: Command): void {
  baby
    .command('import')
    .description('unpacks a baby and checks every part of it; --home <name or folder> says where it lives from then on')
    .argument('<file>', 'what `baby export` wrote')
    .action((file, _options, command) => importCommand(file, command.optsWithGlobals()));
}

/** `baby import <file>`: a baby out of an archive, in a home where nobody lived. */
export async function importCommand(file: string, { home: given }: GlobalOptions): Promise<void> {
  const asked = given ?? process.env['BABY_HOME'];
  const folder = asked ? folderForNew(asked) : findHome().folder;
  const {
    home,
    inventory,
    bytes: size,
    notes,
  } = await interruptible('unpacking', (watching) => importBaby(file, folder, watching));
  const { troubles } = await lookAt(home);
  for (const note of notes) process.stderr.write(`${asShown(note)}\n`);
  for (const trouble of troubles) process.stderr.write(`warn: ${printable(trouble)}\n`);
  const { name, brain, preset, soul, files, leftOut } = inventory;
  process.stdout.write(
    asShown(
      `${name} lives in ${home.folder} now: ${brain === null ? '' : `a ${preset} ${brain} brain, `}` +
        `${soul ? `of step ${count(soul.step)}` : 'not born yet'}. ${count(files.length)} files of ${bytes(size)} are as they were packed.\n` +
        leftOut.map((what) => `Not with it: ${what}.\n`).join('') +
        `  ${commandName()}${home.folder === findHome().folder ? '' : ` --home ${nameOfHome(home)}`}   wake it, and look at it\n`,
    ),
  );
}
