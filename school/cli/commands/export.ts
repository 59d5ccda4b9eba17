import { existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import { bytes, count } from '../../../statistics/format/numbers.ts';
import { type Exported, exportBaby } from '../../babies/archive/export.ts';
import { PARTS } from '../../babies/archive/inventory.ts';
import type { Watching } from '../../babies/archive/pack.ts';
import { whileAsleep } from '../../daemon/while-asleep.ts';
import { findHome, type Home, isReadOnly, makeHome } from '../../home/home.ts';
import { ELEMENT_TYPES, type ElementType } from '../../interchange/elements.ts';
import type { ExportedModel } from '../../interchange/export-model.ts';
import { FORMAT_NAMES, type FormatName } from '../../interchange/formats.ts';
import { asShown } from '../../text/display.ts';
import { attachIfAwake } from '../connect.ts';
import { CommandError, EXIT } from '../failure.ts';
import type { GlobalOptions } from '../options.ts';
import { print } from '../printer.ts';
import { interruptible } from '../talk/signals.ts';
import { archiveTexts } from '../texts/archives.ts';

/** Adds `baby export`. */
export function register(baby: Command): void {
  baby
    .command('export')
    .description(archiveTexts.export.description)
    .argument('<file>', archiveTexts.export.file)
    .addOption(new Option('--as <format>', archiveTexts.export.as).choices(FORMAT_NAMES))
    .addOption(new Option('--type <type>', archiveTexts.export.type).choices(ELEMENT_TYPES))
    .option('--with-owner', archiveTexts.export.withOwner)
    .option('--habit <name...>', archiveTexts.export.habit)
    .option('--without-library', archiveTexts.export.withoutLibrary)
    .option('--without-chats', archiveTexts.export.withoutChats)
    .option('--replace', archiveTexts.export.replace)
    .action((file, _options, command) => exportCommand(file, command.optsWithGlobals()));
}

export interface ExportFlags extends GlobalOptions {
  withoutLibrary?: boolean;
  withoutChats?: boolean;
  replace?: boolean;
  as?: FormatName;
  type?: ElementType;
  withOwner?: boolean;
  habit?: string[];
}

/** `baby export <file>`: all of a baby in one file, or its brain in a folder. One that is awake saves before. */
export async function exportCommand(file: string, flags: ExportFlags): Promise<void> {
  const home = findHome(flags.home);
  if (!existsSync(home.config) && !existsSync(home.soul)) {
    throw new Error(archiveTexts.export.noBaby(printable(home.folder)));
  }
  const { withoutLibrary, withoutChats, replace, as: format, type, withOwner, habit: habits } = flags;
  if (format === undefined) {
    if (type !== undefined || withOwner || habits) throw new CommandError(archiveTexts.export.onlyWithAs, EXIT.usage);
    const options = { withoutLibrary, withoutChats, replace };
    const exported = await inQuiet(home, 'packing', (how) => exportBaby(home, file, { ...options, ...how }));
    warn(exported.notes);
    print(asShown(told(exported)));
    return;
  }
  if (withoutLibrary || withoutChats) throw new CommandError(archiveTexts.export.neitherWithAs, EXIT.usage);
  const { exportModel } = await import('../../interchange/export-model.ts');
  const exported = await inQuiet(home, 'writing', (how) =>
    exportModel(home, file, { format, type, withOwner, habits, replace, ...how }),
  );
  warn(exported.warnings);
  print(asShown(modelReport(exported)));
}

/** Writes while nobody wakes it, or, where it is awake, after it has saved. */
function inQuiet<T>(home: Home, label: string, write: (how: Watching & { awake: boolean }) => Promise<T>): Promise<T> {
  return interruptible(label, async (watching) => {
    if (await saved(home)) return write({ ...watching, awake: true });
    // nobody can wake it there, and no lock can be taken
    if (isReadOnly(home.folder)) return write({ ...watching, awake: false });
    return whileAsleep(makeHome(home.folder), () => write({ ...watching, awake: false }));
  });
}

function warn(notes: readonly string[]): void {
  for (const note of notes) process.stderr.write(`warn: ${asShown(note)}\n`);
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
    const files = sum?.files === 1 ? archiveTexts.export.oneFile : archiveTexts.export.files(count(sum?.files ?? 0));
    return sum ? [`  ${part.padEnd(10)}  ${files.padStart(12)}  ${bytes(sum.bytes).padStart(10)}\n`] : [];
  });
  const { name, soul, leftOut } = inventory;
  const age = soul ? archiveTexts.ofStep(count(soul.step)) : archiveTexts.notBorn;
  const missing = leftOut.map((what) => `${archiveTexts.export.notInIt(what)}\n`);
  return `${archiveTexts.export.packed(name, file, bytes(size), age)}\n${rows.join('')}${missing.join('')}`;
}

function modelReport({ folder, source, type, files, notes, use }: ExportedModel): string {
  const { config, brain, step, parameters } = source;
  const rows = files.map(({ name, bytes: size }) => `  ${name.padEnd(28)}  ${bytes(size).padStart(10)}\n`);
  return (
    `${archiveTexts.export.brainIn(config.name, folder, brain, count(parameters), type, count(step))}\n${rows.join('')}${notes.map((note) => `${note}\n`).join('')}` +
    `${archiveTexts.export.inThatFolder}\n${use.map((line) => `  ${line}\n`).join('')}`
  );
}
