import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import { bytes, count } from '../../../statistics/format/numbers.ts';
import { type Exported, exportBaby } from '../../babies/archive/export.ts';
import { PARTS } from '../../babies/archive/inventory.ts';
import { findHome, type Home, isReadOnly, makeHome } from '../../home/home.ts';
import { asShown } from '../../text/display.ts';
import { attachIfAwake, whileAsleep } from '../connect.ts';
import type { GlobalOptions } from '../options.ts';
import { interruptible } from '../talk/signals.ts';

/** Adds `baby export`. */
export function register(baby: Command): void {
  baby
    .command('export')
    .description('packs all of it into one file (a plain tar), with a checksum of every part; awake or asleep')
    .argument('<file>', 'the archive to write')
    .option('--without-library', 'leave out its texts, and what was made of them')
    .option('--without-chats', 'leave out what was said in conversations, and its journal')
    .option('--replace', 'also where there is a file of that name already')
    .action((file, _options, command) => exportCommand(file, command.optsWithGlobals()));
}

export interface ExportFlags extends GlobalOptions {
  withoutLibrary?: boolean;
  withoutChats?: boolean;
  replace?: boolean;
}

/** `baby export <file>`: all of a baby in one file. One that is awake saves before. */
export async function exportCommand(file: string, flags: ExportFlags): Promise<void> {
  const home = findHome(flags.home);
  if (!existsSync(home.config) && !existsSync(home.soul)) {
    throw new Error(`There is no baby in ${printable(home.folder)} that could be packed: see \`baby list\`.`);
  }
  const { withoutLibrary, withoutChats, replace } = flags;
  const exported = await interruptible('packing', async (watching) => {
    const write = (awake: boolean) =>
      exportBaby(home, file, { withoutLibrary, withoutChats, replace, awake, ...watching });
    if (await saved(home)) return write(true);
    // nobody can wake it there, and no lock can be taken
    if (isReadOnly(home.folder)) return write(false);
    return whileAsleep(makeHome(home.folder), () => write(false));
  });
  for (const note of exported.notes) process.stderr.write(`warn: ${asShown(note)}\n`);
  process.stdout.write(asShown(told(exported)));
}

/** Lets one that is awake save. @returns whether it is */
async function saved(home: Home): Promise<boolean> {
  const life = await attachIfAwake(home);
  if (!life) return false;
  await life.save().finally(() => life.close());
  return true;
}

function told({ file, bytes: size, inventory, parts }: Exported): string {
  const rows = PARTS.flatMap((part) => {
    const sum = parts.get(part);
    const files = sum?.files === 1 ? '1 file' : `${count(sum?.files ?? 0)} files`;
    return sum ? [`  ${part.padEnd(10)}  ${files.padStart(12)}  ${bytes(sum.bytes).padStart(10)}\n`] : [];
  });
  const { name, soul, leftOut } = inventory;
  return (
    `${name} is packed in ${file}: ${bytes(size)}, ${soul ? `of step ${count(soul.step)}` : 'not born yet'}, each file with its checksum. ` +
    `Only you can read it.\n${rows.join('')}${leftOut.map((what) => `Not in it: ${what}.\n`).join('')}`
  );
}
