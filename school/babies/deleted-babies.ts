/** Babies that were deleted: their homes are moved aside, beside where they stood, until the trash is emptied. */
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { reason } from '../../library/notices/notices.ts';
import { printable } from '../../library/notices/printable.ts';
import { findHome, type Home } from '../home/home.ts';
import { takeLock } from '../home/lock.ts';
import { texts } from './texts.ts';

/** A folder beside the homes; its name is that of no baby. */
const TRASH = '.babyllm.trash';

export interface Deleted {
  /** name of the folder in the trash: the home's own, with the time of its deletion */
  readonly entry: string;
  readonly folder: string;
  /** milliseconds since 1970 */
  readonly deletedAt: number;
}

const trashBeside = (folder: string): string => join(dirname(folder), TRASH);

/** `.babyllm-kit` deleted at a moment → `.babyllm-kit@2026-11-30T14-05-09-123` */
const entryOf = (folder: string, at: Date): string =>
  `${basename(folder)}@${at.toISOString().slice(0, -1).replace(/[:.]/g, '-')}`;

/**
 * Moves a home into the trash beside it.
 * @throws HeldError while it is awake; Error with one sentence where there is no baby, or the disk refuses
 */
export function deleteBaby(home: Home, now: Date = new Date()): Deleted {
  if (!existsSync(home.config) && !existsSync(home.soul) && !existsSync(home.library))
    throw new Error(texts.trash.noBabyIn(printable(home.folder)));
  const trash = trashBeside(home.folder);
  const entry = entryOf(home.folder, now);
  const lock = takeLock(home);
  try {
    mkdirSync(trash, { recursive: true, mode: 0o700 });
    chmodSync(trash, 0o700);
    renameSync(home.folder, join(trash, entry));
  } catch (error) {
    throw new Error(texts.trash.cannotBeDeleted(printable(home.folder), reason(error)), { cause: error });
  } finally {
    lock.release();
  }
  return { entry, folder: join(trash, entry), deletedAt: now.getTime() };
}

/** What lies in the trash beside a home, oldest first. */
export function trashOf(home: Home): Deleted[] {
  const trash = trashBeside(home.folder);
  if (!existsSync(trash)) return [];
  return readdirSync(trash)
    .filter((entry) => entry.includes('@') && statSync(join(trash, entry)).isDirectory())
    .map((entry) => ({ entry, folder: join(trash, entry), deletedAt: timeIn(entry) }))
    .sort((a, b) => a.deletedAt - b.deletedAt);
}

function timeIn(entry: string): number {
  const [, day, hours, minutes, seconds, rest] = /@(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})$/.exec(entry) ?? [];
  return day === undefined ? 0 : Date.parse(`${day}T${hours}:${minutes}:${seconds}.${rest}Z`);
}

/** The name as `--home` takes it: `.babyllm-kit@…` is `kit`. */
export const nameInTrash = ({ entry }: Deleted): string =>
  entry.slice(0, entry.lastIndexOf('@')).replace(/^\.babyllm-?/, '') || 'babyllm';

/**
 * Moves a home back to where it stood.
 * @param which name of the baby, or of its folder in the trash; of several the newest
 * @throws Error with one sentence where it is not in the trash, or its place is taken
 */
export function restoreBaby(beside: Home, which: string): Home {
  const found = trashOf(beside).findLast((one) => one.entry === which || nameInTrash(one) === which);
  if (!found) throw new Error(texts.trash.notInTrash(printable(which)));
  const folder = join(dirname(beside.folder), found.entry.slice(0, found.entry.lastIndexOf('@')));
  if (existsSync(folder)) throw new Error(texts.trash.placeTaken(printable(folder)));
  try {
    renameSync(found.folder, folder);
  } catch (error) {
    throw new Error(texts.trash.cannotBeRestored(printable(found.entry), reason(error)), { cause: error });
  }
  return findHome(folder);
}

/** Removes everything in the trash for ever; returns how many babies that were. */
export function emptyTrash(beside: Home): number {
  const all = trashOf(beside);
  for (const { folder } of all) rmSync(folder, { recursive: true, force: true });
  return all.length;
}
