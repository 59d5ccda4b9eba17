import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import type { Command } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import { isSoulFile } from '../../../soul/soul-file.ts';
import { bytes, count } from '../../../statistics/format/numbers.ts';
import { importBaby } from '../../babies/archive/import.ts';
import { lookAt, nameOfHome } from '../../babies/list.ts';
import { findHome } from '../../home/home.ts';
import { commandName } from '../../home/invocation.ts';
import { folderForNew } from '../../home/naming.ts';
import type { Recogniser } from '../../interchange/import/model-files.ts';
import { asShown } from '../../text/display.ts';
import type { GlobalOptions } from '../options.ts';
import { print } from '../printer.ts';
import { interruptible } from '../talk/signals.ts';
import { archiveTexts } from '../texts/archives.ts';
import { babyTexts } from '../texts/babies.ts';

/** Adds `baby import`. */
export function register(baby: Command): void {
  baby
    .command('import')
    .description(archiveTexts.import.description)
    .argument('<file>', archiveTexts.import.file)
    .action((file, _options, command) => importCommand(file, command.optsWithGlobals()));
}

/** `baby import <file>`: a baby out of an archive or of a model of other programs, in a home where nobody lived. */
export async function importCommand(file: string, { home: given }: GlobalOptions): Promise<void> {
  const asked = given ?? process.env['BABY_HOME'];
  const folder = asked ? folderForNew(asked) : findHome().folder;
  if (existsSync(file)) {
    if (beginsAsSoul(file)) return takeSoul(file, folder);
    const { recogniserOf } = await import('../../interchange/import/recognisers.ts');
    const recogniser = recogniserOf(file);
    if (recogniser) return importOf(file, recogniser, folder);
    const { holdsCleanai } = await import('../../interchange/import/cleanai.ts');
    if (holdsCleanai(file)) return beginOf(file, folder);
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
  const kind = brain === null ? '' : archiveTexts.import.brain(String(preset), brain);
  const age = soul ? archiveTexts.ofStep(count(soul.step)) : archiveTexts.notBorn;
  const where = home.folder === findHome().folder ? '' : ` --home ${nameOfHome(home)}`;
  print(
    asShown(
      `${archiveTexts.import.livesIn(name, home.folder, kind, age)} ${archiveTexts.import.asPacked(count(files.length), bytes(size))}\n` +
        leftOut.map((what) => `${archiveTexts.import.notWithIt(what)}\n`).join('') +
        `  ${commandName()}${where}   ${babyTexts.toWake}\n`,
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
  print(
    asShown(
      `${archiveTexts.import.modelLivesIn(name, home.folder, preset, brain, count(parameters), recogniser.name)}` +
        `${steps > 0 ? archiveTexts.import.ofSteps(count(steps)) : ''}. ${archiveTexts.import.noTextsYet}\n${notes.map((note) => `${note}\n`).join('')}` +
        `  ${commandName()} feed <files>${where}   ${babyTexts.toFeed}\n` +
        `  ${commandName()}${where}                ${babyTexts.toWake}\n`,
    ),
  );
}

/** A newborn by a configuration of Cleanai. */
async function beginOf(file: string, folder: string): Promise<void> {
  const { beginFromCleanai } = await import('../../interchange/import/cleanai-home.ts');
  const { home, config, notes } = await interruptible('reading', (watching) =>
    beginFromCleanai(file, folder, watching),
  );
  const where = home.folder === findHome().folder ? '' : ` --home ${nameOfHome(home)}`;
  print(
    asShown(
      `${archiveTexts.import.hasHome(config.name, home.folder, config.brain)}\n` +
        `${notes.map((note) => `${note}\n`).join('')}` +
        `  ${commandName()}${where}   ${babyTexts.toWake}\n`,
    ),
  );
}

/** Whether a file is a soul by itself, as a page in a browser writes it. */
function beginsAsSoul(file: string): boolean {
  const begin = Buffer.alloc(256);
  try {
    const at = openSync(file, 'r');
    try {
      return isSoulFile(begin.subarray(0, readSync(at, begin, 0, begin.length, 0)));
    } finally {
      closeSync(at);
    }
  } catch {
    return false; // a folder, or a file that the archive's reader refuses with a sentence
  }
}

/** A baby out of a soul file. */
async function takeSoul(file: string, folder: string): Promise<void> {
  const { importSoulFile } = await import('../../interchange/soul-import.ts');
  const { home, config, step } = await importSoulFile(readFileSync(file), folder);
  const where = home.folder === findHome().folder ? '' : ` --home ${nameOfHome(home)}`;
  print(
    asShown(
      `${archiveTexts.import.soulLivesIn(config.name, home.folder, config.preset, config.brain, count(step))} ${archiveTexts.import.noTextsYet}\n` +
        `  ${commandName()} feed <files>${where}   ${babyTexts.toFeed}\n` +
        `  ${commandName()}${where}                ${babyTexts.toWake}\n`,
    ),
  );
}
