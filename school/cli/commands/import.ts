import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import { bytes, count } from '../../../statistics/format/numbers.ts';
import { importBaby } from '../../babies/archive/import.ts';
import { lookAt, nameOfHome } from '../../babies/list.ts';
import { findHome } from '../../home/home.ts';
import { commandName } from '../../home/invocation.ts';
import { folderForNew } from '../../home/naming.ts';
import type { Recogniser } from '../../interchange/import/model-files.ts';
import { asShown } from '../../text/display.ts';
import type { GlobalOptions } from '../options.ts';
import { interruptible } from '../talk/signals.ts';

/** Adds `baby import`. */
export function register(baby: Command): void {
  baby
    .command('import')
    .description(
      'unpacks a baby and checks every part of it, or makes one of a model of other programs; --home <name or folder> says where it lives from then on',
    )
    .argument('<file>', 'what `baby export` wrote, a GGUF, or a folder of Hugging Face with safetensors')
    .action((file, _options, command) => importCommand(file, command.optsWithGlobals()));
}

/** `baby import <file>`: a baby out of an archive or of a model of other programs, in a home where nobody lived. */
export async function importCommand(file: string, { home: given }: GlobalOptions): Promise<void> {
  const asked = given ?? process.env['BABY_HOME'];
  const folder = asked ? folderForNew(asked) : findHome().folder;
  if (existsSync(file)) {
    const { recogniserOf } = await import('../../interchange/import/recognisers.ts');
    const recogniser = recogniserOf(file);
    if (recogniser) return importOf(file, recogniser, folder);
  }
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

async function importOf(file: string, recogniser: Recogniser, folder: string): Promise<void> {
  const { importModel } = await import('../../interchange/import/import-model.ts');
  const { home, config, steps, parameters, notes } = await interruptible('reading', (watching) =>
    importModel(file, recogniser, folder, watching),
  );
  const { name, preset, brain } = config;
  const where = home.folder === findHome().folder ? '' : ` --home ${nameOfHome(home)}`;
  process.stdout.write(
    asShown(
      `${name} lives in ${home.folder} now: a ${preset} ${brain} brain of ${count(parameters)} parameters, out of ${recogniser.name}` +
        `${steps > 0 ? `, of step ${count(steps)}` : ''}. It has no texts yet.\n${notes.map((note) => `${note}\n`).join('')}` +
        `  ${commandName()} feed <files>${where}   give it texts to read\n` +
        `  ${commandName()}${where}                wake it, and look at it\n`,
    ),
  );
}
