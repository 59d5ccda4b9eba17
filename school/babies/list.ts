/** All babies of this machine, each as it is: one that is broken says so, and keeps none of the others from being seen. */
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { reason } from '../../library/notices/notices.ts';
import { printable } from '../../library/notices/printable.ts';
import { Keeper } from '../../soul/keeper.ts';
import type { Status } from '../api/messages.ts';
import { AsleepError, attach } from '../api/rpc/client.ts';
import { findHome, type Home } from '../home/home.ts';
import { holderOf } from '../home/lock.ts';
import { nameOfPlace, userFolder } from '../home/naming.ts';
import { loadConfig } from '../settings/config.ts';
import { texts } from './texts.ts';

export interface Resident {
  /** what `--home` takes for it: `mia`, or a path */
  readonly home: string;
  readonly folder: string;
  /** as its baby.json calls it; null where that cannot be read */
  readonly name: string | null;
  readonly brain: string | null;
  readonly preset: string | null;
  /** `between`: just waking or falling asleep; `silent`: awake, but its process does not answer */
  readonly state: 'awake' | 'asleep' | 'between' | 'silent';
  /** null before the first save */
  readonly step: number | null;
  /** bits per byte of its last exam */
  readonly exam: number | null;
  /** of all its files; null where not all could be seen */
  readonly bytes: number | null;
  readonly souls: number;
  /** ISO 8601 */
  readonly saved: string | null;
  /** sentences: what is wrong with it */
  readonly troubles: readonly string[];
}

/** All homes in the user's folder, the default one first, and one more elsewhere if it is named and exists. */
export function homesOf(elsewhere?: Home, nest: string = userFolder()): Home[] {
  const folders = namesIn(nest)
    .filter((entry) => nameOfPlace(entry) !== undefined)
    .sort()
    .map((entry) => join(nest, entry));
  const homes = folders.filter(isFolder).map((folder) => findHome(folder));
  if (elsewhere && isFolder(elsewhere.folder)) homes.push(elsewhere);
  return homes.filter((home, i) => homes.findIndex(({ folder }) => folder === home.folder) === i);
}

/** @throws Error with one sentence if the folder cannot be read; one that is not there holds nothing */
function namesIn(nest: string): string[] {
  try {
    return readdirSync(nest);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new Error(texts.list.userFolderUnreadable(printable(nest), reason(error)), { cause: error });
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** What `--home` takes for a home, whatever folder that is said in. */
export function nameOfHome({ folder }: Home, nest: string = userFolder()): string {
  return (dirname(folder) === realPathOf(nest) ? nameOfPlace(basename(folder)) : undefined) ?? folder;
}

function realPathOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

/** How one of them is. Never throws. */
export async function lookAt(home: Home): Promise<Resident> {
  const troubles: string[] = [];
  const attempt = async <T>(look: () => Promise<T> | T): Promise<T | undefined> => {
    try {
      return await look();
    } catch (error) {
      troubles.push(printable(reason(error)).replace(/\s+/g, ' '));
      return undefined;
    }
  };
  const line = await attempt(() => ask(home));
  const status = line === 'asleep' ? undefined : line;
  const config = status?.config ?? (await attempt(() => loadConfig(home)));
  const souls = (await attempt(() => new Keeper({ folder: home.soul }).list())) ?? [];
  const broken = (await attempt(() => brokenSouls(home, souls.length))) ?? 0;
  if (broken > 0) troubles.push(texts.list.soulsDamaged(broken));
  const bytes = await attempt(() => sizeOf(home.folder));
  const [last] = souls;
  const resting = holderOf(home) === undefined ? 'asleep' : 'between';
  return {
    home: nameOfHome(home),
    folder: home.folder,
    name: config?.name ?? null,
    brain: config?.brain ?? null,
    preset: config?.preset ?? null,
    state: line === undefined ? 'silent' : status ? 'awake' : resting,
    step: status?.stats?.step ?? status?.introduction.step ?? last?.step ?? null,
    exam: status?.stats?.exam ?? last?.score ?? null,
    bytes: bytes ?? null,
    souls: souls.length,
    saved: last?.savedAt ?? null,
    troubles,
  };
}

/** @throws Error with one sentence if somebody holds its line, but does not answer as a baby does */
async function ask(home: Home): Promise<Status | 'asleep'> {
  try {
    const life = await attach(home.socket);
    return await life.status().finally(() => life.close());
  } catch (error) {
    if (error instanceof AsleepError) return 'asleep';
    throw error;
  }
}

/** Souls that it has no use of, whether they were set aside already or not. */
async function brokenSouls(home: Home, whole: number): Promise<number> {
  const entries = await readdir(home.soul).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const named = entries.filter((entry) => entry.startsWith('soul-')).length;
  return named - whole + entries.filter((entry) => entry.startsWith('damaged-')).length;
}

/** Bytes of all files in a folder, links not followed; files that vanish meanwhile count nothing. */
async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    try {
      if (entry.isDirectory()) bytes += await sizeOf(path);
      else if (entry.isFile()) bytes += (await lstat(path)).size;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return bytes;
}
