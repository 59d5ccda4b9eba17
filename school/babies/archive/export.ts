/** A whole baby in one file: a plain tar (see tar.ts) with a list of all files and their checksums in front (inventory.ts). */

import { existsSync, lstatSync, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { printable } from '../../../library/notices/printable.ts';
import { realDisk, syncFolder } from '../../../soul/disk.ts';
import { Keeper } from '../../../soul/keeper.ts';
import type { Home } from '../../home/home.ts';
import { nameOfPlace, slugOf } from '../../home/naming.ts';
import { version } from '../../home/package-root.ts';
import { type Config, ConfigError, loadConfig } from '../../settings/config.ts';
import { TWITCH_DEFAULTS } from '../../settings/twitch-settings.ts';
import { texts } from '../texts.ts';
import { FORMAT, type Inventory, MOST_FILES, type Part } from './inventory.ts';
import {
  CONSENT,
  type PackingList,
  type PackingOptions,
  packingList,
  type ToPack,
  type Watching,
  WORDS,
  writeArchive,
} from './pack.ts';
import { copyDatabase, copyWords, isDamagedDatabase, pinSouls } from './snapshot.ts';
import { mustFit, sweepLeftovers, whyNot } from './staging.ts';

export interface ExportOptions extends PackingOptions, Watching {
  /** somebody lives in the home meanwhile; else it must be held, so that nobody wakes it */
  readonly awake: boolean;
  /** also where there is a file of that name already */
  readonly replace?: boolean | undefined;
}

export interface Exported {
  readonly file: string;
  /** of the archive */
  readonly bytes: number;
  readonly inventory: Inventory;
  /** what each part takes */
  readonly parts: ReadonlyMap<Part, { files: number; bytes: number }>;
  /** sentences: what its owner should know */
  readonly notes: readonly string[];
}

/**
 * Writes a baby into one file (0600), which is there as a whole or not at all. Of one that is awake, its souls are those of this moment.
 * @throws Error with one sentence; then nothing is left behind, and a file that was there before is as it was
 */
export async function exportBaby(home: Home, given: string, options: ExportOptions): Promise<Exported> {
  const file = target(home, given, options.replace ?? false);
  const draft = join(dirname(file), `.${basename(file)}.exporting-${process.pid}`);
  const pinned = options.awake ? pinSouls(home) : undefined;
  try {
    sweepLeftovers(dirname(file), `.${basename(file)}.exporting-`);
    mkdirSync(draft, { mode: 0o700 });
    const list = await packingList(home, options, pinned?.folder);
    const notes = [...list.notes];
    const { config, trouble } = await configOf(home);
    const files = withCopies(list, draft, {
      ...options,
      wordsSince: Date.now() - (config?.twitch ?? TWITCH_DEFAULTS).retentionHours * 3_600_000,
      onNote: (sentence) => notes.push(sentence),
    });
    if (trouble !== undefined) notes.push(trouble);
    if (files.length > MOST_FILES) throw new Error(texts.export.tooManyFiles(files.length, MOST_FILES));
    mustFit(
      files.reduce((sum, { bytes }) => sum + bytes + 1024, 0),
      dirname(file),
    );
    const root = rootOf(home);
    const about = aboutIt(config, root, pinned?.folder ?? home.soul, list.leftOut);
    const archive = join(draft, 'archive');
    const handle = await open(archive, 'wx', 0o600);
    let written: Awaited<ReturnType<typeof writeArchive>>;
    try {
      written = await writeArchive(handle, root, about, files, options);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(archive, file);
    syncFolder(realDisk, dirname(file));
    return {
      file,
      bytes: written.bytes,
      inventory: written.inventory,
      parts: partsOf(files, written.inventory),
      notes: [...notes, ...written.notes],
    };
  } catch (error) {
    options.signal?.throwIfAborted();
    throw new Error(texts.export.cannotBeWritten(printable(file), whyNot(error)), { cause: error });
  } finally {
    rmSync(draft, { recursive: true, force: true });
    pinned?.release();
  }
}

/** @throws Error with one sentence if the archive should not be written there */
function target(home: Home, given: string, replace: boolean): string {
  const wanted = resolve(given);
  const folder = dirname(wanted);
  if (!existsSync(folder)) throw new Error(texts.export.noFolder(printable(folder)));
  const file = join(realpathSync(folder), basename(wanted));
  const there = lstatSync(file, { throwIfNoEntry: false });
  if (there && !there.isFile()) {
    throw new Error(texts.export.noFile(printable(file)));
  }
  if (there && !replace) {
    throw new Error(texts.export.fileThere(printable(file)));
  }
  if (file.startsWith(home.folder + sep)) {
    throw new Error(texts.export.insideHome(printable(home.folder)));
  }
  return file;
}

interface CopyOptions extends ExportOptions {
  readonly wordsSince: number;
  readonly onNote: (sentence: string) => void;
}

/**
 * The list with copies of this moment in the place of its SQLite files, and of the words of people that are to be learnt: only what may
 * still be kept of them travels. Damaged files of SQLite go along as they lie, if that may be.
 */
function withCopies(
  list: PackingList,
  draft: string,
  { awake, withoutChats = false, wordsSince, onNote }: CopyOptions,
): ToPack[] {
  const copies = list.databases.flatMap((database): ToPack[] => {
    const copy = join(draft, basename(database.from));
    try {
      copyDatabase(database.from, copy, { awake, withoutChats, wordsSince });
      return [{ ...database, from: copy, bytes: lstatSync(copy).size }];
    } catch (error) {
      if (!isDamagedDatabase(error)) throw error;
      // whose words are in it, and for how long they may be kept, nobody can tell
      const stays = withoutChats || database.path === CONSENT;
      const why = withoutChats ? texts.export.chatsStay : texts.export.expiredChatsStay;
      onNote(stays ? texts.export.databaseStays(database.path, why) : texts.export.databaseGoes(database.path));
      return stays ? [] : [database];
    }
  });
  const consent = copies.find(({ path }) => path === CONSENT)?.from;
  const files = list.files.map((file) => {
    if (file.path !== WORDS) return file;
    const copy = join(draft, 'words');
    copyWords(file.from, copy, consent);
    return { ...file, from: copy, bytes: lstatSync(copy).size };
  });
  return [...files, ...copies].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function aboutIt(
  config: Config | undefined,
  root: string,
  soulFolder: string,
  leftOut: readonly string[],
): Omit<Inventory, 'files'> {
  const newest = new Keeper({ folder: soulFolder }).list()[0];
  return {
    format: FORMAT,
    babyllm: version,
    exported: new Date().toISOString(),
    name: config?.name ?? root,
    brain: config?.brain ?? null,
    preset: config?.preset ?? null,
    soul: newest ? { name: newest.name, step: newest.step, savedAt: newest.savedAt } : null,
    leftOut: [...leftOut],
  };
}

/** Settings that are spoilt go along like all else, and can be repaired anywhere. */
async function configOf(home: Home): Promise<{ config?: Config; trouble?: string }> {
  try {
    return { config: await loadConfig(home) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { trouble: error.message };
  }
}

/** The folder in the archive, for those who unpack it by hand. */
function rootOf(home: Home): string {
  const name = basename(home.folder);
  return nameOfPlace(name) ?? (slugOf(name) || 'baby');
}

function partsOf(files: readonly ToPack[], inventory: Inventory): Exported['parts'] {
  const partOf = new Map(files.map(({ path, part }) => [path, part]));
  const parts = new Map<Part, { files: number; bytes: number }>();
  for (const { path, bytes } of inventory.files) {
    const part = partOf.get(path)!;
    const sum = parts.get(part) ?? { files: 0, bytes: 0 };
    parts.set(part, { files: sum.files + 1, bytes: sum.bytes + bytes });
  }
  return parts;
}
