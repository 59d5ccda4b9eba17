import { printable } from '../../../library/notices/printable.ts';
import { calledAs } from '../../home/called.ts';
import { findHome } from '../../home/home.ts';
import { importBaby } from '../../nursery/import.ts';
import { lookAt, nameOfHome } from '../../nursery/listing.ts';
import { folderForNew } from '../../nursery/naming.ts';
import type { GlobalOptions } from '../global-options.ts';
import { interruptible } from '../interruptible.ts';
import { asShown } from '../shown.ts';
import { bytes, count } from '../words.ts';

/** `baby import <file>`: a baby out of an archive, in a home where nobody lived. */
export async function importCommand(file: string, { home: given }: GlobalOptions): Promise<void> {
  const asked = given || process.env['BABY_HOME'];
  const folder = asked ? folderForNew(asked) : findHome().folder;
  const {
    home,
    inventory,
    bytes: size,
  } = await interruptible('unpacking', (watching) => importBaby(file, folder, watching));
  const { troubles } = await lookAt(home);
  for (const trouble of troubles) process.stderr.write(`warn: ${printable(trouble)}\n`);
  const { name, brain, preset, soul, files, leftOut } = inventory;
  process.stdout.write(
    asShown(
      `${name} lives in ${home.folder} now: ${brain === null ? '' : `a ${preset} ${brain} brain, `}` +
        `${soul ? `of step ${count(soul.step)}` : 'not born yet'}. ${count(files.length)} files of ${bytes(size)} are as they were packed.\n` +
        leftOut.map((what) => `Not with it: ${what}.\n`).join('') +
        `  ${calledAs()}${home.folder === findHome().folder ? '' : ` --home ${nameOfHome(home)}`}   wake it, and look at it\n`,
    ),
  );
}
