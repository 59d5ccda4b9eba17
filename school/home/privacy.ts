/** Who may look into a home: its owner alone, also where it was made by hand. */
import { chmodSync, lstatSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { printable } from '../../library/notices/printable.ts';
import { nameOfPlace } from './naming.ts';
import { texts } from './texts.ts';

/** The paths of a home, as far as they matter here. */
export interface Rooms {
  readonly folder: string;
  readonly config: string;
  readonly library: string;
  readonly shelf: string;
  readonly sources: string;
  readonly twitch: string;
  readonly soul: string;
  readonly statistics: string;
  readonly run: string;
  readonly trash: string;
}

/** Permissions of everybody but the owner. */
const OTHERS = 0o077;
/** What lies in a home. A folder of another name with anything else in it is used for other things too. */
const OWN =
  /^(?:library|sources|twitch|soul|statistics|run|trash|report\.html|(?:baby|cleaning|stand-ins|fed|acts)\.json|\.lock\.db|.*\.tmp)$/;

/** The folders in a home that hold private things. */
function roomsOf({ library, shelf, sources, twitch, soul, statistics, run, trash }: Rooms): string[] {
  return [library, shelf, sources, twitch, soul, statistics, run, trash];
}

/**
 * Takes the permissions of others from the rooms of a home, from its settings, and from its folder, if nothing else lies in that: a home
 * may be made by hand, with the permissions that `mkdir` and `cp` give. A room that is a link leads to a folder of its owner's choice,
 * which stays as it is. What the file system refuses stays, and is found by `openRooms`.
 */
export function closeHome(home: Rooms): void {
  const paths = isOnlyHome(home.folder) ? [home.folder, ...roomsOf(home)] : roomsOf(home);
  for (const path of paths) close(path, 0o700);
  close(home.config, 0o600);
}

/** The rooms of a home, or its folder, into which others may look, or in whose place they may put something else. */
export function openRooms(home: Rooms): string[] {
  if (process.platform === 'win32') return [];
  const isFolderOpen = isOnlyHome(home.folder) ? isOpen(home.folder) : isReplaceable(home.folder);
  return [...(isFolderOpen ? [home.folder] : []), ...roomsOf(home).filter(isOpen)];
}

/**
 * Root would leave files in the home of somebody else that its owner cannot read.
 * @throws Error with one sentence
 */
export function refuseAsRoot(folder: string, userId: number | undefined = process.getuid?.()): void {
  const owner = statSync(folder, { throwIfNoEntry: false })?.uid;
  if (userId !== 0 || owner === undefined || owner === 0 || ownerOfNewFile(folder) === owner) return;
  throw new Error(texts.rootInHomeOfUser(printable(folder), owner));
}

/** Whose a file is that this process makes there: not everywhere this process's own user, as on disks of Windows. */
function ownerOfNewFile(folder: string): number | undefined {
  const probe = join(folder, `.owner-${process.pid}`);
  try {
    writeFileSync(probe, '', { mode: 0o600 });
    return statSync(probe).uid;
  } catch {
    return undefined;
  } finally {
    rmSync(probe, { force: true });
  }
}

function close(path: string, mode: number): void {
  try {
    if (isOpen(path)) chmodSync(path, mode);
  } catch {
    // `openRooms` finds it
  }
}

function isOpen(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats !== undefined && !stats.isSymbolicLink() && (stats.mode & OTHERS) !== 0;
}

/** Whether others may rename what lies in a folder; with the sticky bit, as in /tmp, they may not. */
function isReplaceable(folder: string): boolean {
  const mode = statSync(folder, { throwIfNoEntry: false })?.mode ?? 0;
  return (mode & 0o022) !== 0 && (mode & 0o1000) === 0;
}

function isOnlyHome(folder: string): boolean {
  try {
    if (nameOfPlace(basename(folder)) !== undefined) return true;
    return readdirSync(folder).every((name) => OWN.test(name));
  } catch {
    return false;
  }
}
