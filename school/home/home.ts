/** A baby's home: where everything of one baby lies, and how it is found. */
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolders } from '../../library/files/folders.ts';
import { reason } from '../../library/notices/notices.ts';
import { printable } from '../../library/notices/printable.ts';
import { folderMeant, mustBeNamed, userFolder } from './naming.ts';
import { closeHome, refuseAsRoot } from './privacy.ts';
import { socketPath } from './socket-path.ts';
import { texts } from './texts.ts';

/** Absolute paths; `makeHome` makes the folders. */
export interface Home {
  readonly folder: string;
  /** baby.json */
  readonly config: string;
  /** a tokenizer that it was given before it was born */
  readonly tokenizer: string;
  /** texts that the owner drops in */
  readonly library: string;
  /** token files made of them */
  readonly shelf: string;
  /** what it learns beside its library, a file for each source */
  readonly sources: string;
  /** its login, and what it keeps of people: `baby twitch` */
  readonly twitch: string;
  /** checkpoints */
  readonly soul: string;
  readonly statistics: string;
  /** what its owner did, so that it can be undone */
  readonly acts: string;
  /** texts that were taken out of the library */
  readonly trash: string;
  readonly run: string;
  /** the file whose lock says that the baby is awake */
  readonly lock: string;
  /** who holds the lock, for people to read */
  readonly holder: string;
  /** what a baby without a terminal had to say when nobody could hear it: why it did not wake, or broke */
  readonly errors: string;
  /** the socket on which an awake baby listens; on Windows a named pipe */
  readonly socket: string;
}

/** Where a tokenizer that was given lies in a home. */
export const TOKENIZER_FILE = 'tokenizer.json';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Finds a home without making it: the given folder, else BABY_HOME, else ~/.babyllm; for a folder, the name of a baby of the nursery
 * may stand (see nursery/naming.ts). One home has one path, whichever links lead to it, since its socket's name may be made of it.
 * @throws Error with one sentence for a name that no baby has, an empty name, and where a file stands in its place
 */
export function findHome(given?: string, env: Environment = process.env): Home {
  if (given !== undefined) mustBeNamed(given);
  const asked = given ?? env['BABY_HOME'];
  const wanted = asked ? folderMeant(asked) : join(userFolder(), '.babyllm');
  const folder = realPath(wanted);
  if (isInTheWay(folder)) throw unfit(folder, texts.isAFile);
  const run = join(folder, 'run');
  const library = join(folder, 'library');
  return {
    folder,
    config: join(folder, 'baby.json'),
    tokenizer: join(folder, TOKENIZER_FILE),
    library,
    shelf: join(library, '.shelf'),
    sources: join(folder, 'sources'),
    twitch: join(folder, 'twitch'),
    soul: join(folder, 'soul'),
    statistics: join(folder, 'statistics'),
    acts: join(folder, 'acts.json'),
    trash: join(folder, 'trash'),
    run,
    lock: join(run, 'lock.db'),
    holder: join(run, 'holder.json'),
    errors: join(run, 'errors.log'),
    socket: socketPath(folder, run),
  };
}

/**
 * Finds a home and makes what is missing of it; only its owner may look inside (0700), also where it was made by hand.
 * @throws Error with one clear sentence if the disk refuses, or it is root in the home of somebody else
 */
export function makeHome(given?: string, env: Environment = process.env): Home {
  const { folder } = findHome(given, env);
  refuseAsRoot(folder);
  try {
    makeFolders(folder);
    const home = findHome(folder, env);
    for (const room of [home.library, home.shelf, home.sources, home.soul, home.statistics, home.run]) {
      makeFolders(room);
    }
    closeHome(home);
    return home;
  } catch (error) {
    throw unfit(folder, whyNot(error), error);
  }
}

/**
 * Whether anything of a baby lies in a home, be it only texts or settings for its first wake.
 * @throws Error with one sentence if the home may not be looked into
 */
export const isLivedIn = (home: Home): boolean =>
  [home.config, home.library, home.soul].some((room) => {
    try {
      return statSync(room, { throwIfNoEntry: false }) !== undefined;
    } catch (error) {
      throw new Error(texts.homeCannotBeLookedInto(printable(home.folder), reason(error)), { cause: error });
    }
  });

/** Whether a folder lies on a disk that nobody can write. */
export function isReadOnly(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EROFS';
  }
}

const isInTheWay = (folder: string): boolean => statSync(folder, { throwIfNoEntry: false })?.isFile() ?? false;

const unfit = (folder: string, why: string, cause?: unknown): Error =>
  new Error(texts.homeDoesNotFit(printable(folder), why), { cause });

function whyNot(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EEXIST' || code === 'ENOTDIR') return texts.fileInsteadOfFolder;
  if (code === 'EROFS') return texts.diskIsReadOnly;
  return reason(error);
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // It is missing or unreadable; the code that uses it next reports the reason.
    return path;
  }
}
