/** What the library tells its owner about a file, one sentence at a time. */
import { printable } from './printable.ts';
import { noticeTexts } from './texts.ts';

/** One sentence about one file. It is safe to show in a terminal; `file` is the raw name and is not. */
export interface Note {
  level: 'info' | 'warning' | 'error';
  /** Path relative to the library folder, as the file system spells it; '' for the folder itself. */
  file: string;
  message: string;
}

export type OnNote = (note: Note) => void;

/** A note whose sentence begins with the file's name: `note('info', 'a.txt', 'is empty.')` says "a.txt is empty." */
export function note(level: Note['level'], file: string, says: string): Note {
  return { level, file, message: printable(`${file || noticeTexts.libraryFolder} ${says}`).replace(/[\n\t]/g, ' ') };
}

/** The message of whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A number as people read it. @example count(12_345) // '12,345' */
export const count = (value: number): string => Math.round(value).toLocaleString('en-US');

/** The reason of an error in words for people: "permission denied", or the system's own words where we have none. */
export function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  // SQLite adds what it was doing: SQLITE_READONLY_DIRECTORY
  switch (code?.replace(/^(SQLITE_[A-Z]+)_.*$/, '$1')) {
    case 'EACCES':
    case 'EPERM':
      return noticeTexts.permissionDenied;
    case 'ENOENT':
      return noticeTexts.notThere;
    case 'ENOSPC':
    case 'SQLITE_FULL':
      return noticeTexts.diskFull;
    case 'EDQUOT':
      return noticeTexts.quotaReached;
    case 'EROFS':
      return noticeTexts.diskReadOnly;
    case 'SQLITE_READONLY':
      return noticeTexts.notWritable;
    case 'SQLITE_CANTOPEN':
      return noticeTexts.cannotBeOpened;
    case 'EIO':
      return noticeTexts.diskFailed;
    case 'ENAMETOOLONG':
      return noticeTexts.nameTooLong;
    case 'ENOTDIR':
      return noticeTexts.fileForFolder;
    case 'EISDIR':
      return noticeTexts.folderForFile;
    case 'ELOOP':
      return noticeTexts.circularLinks;
    case 'EMFILE':
    case 'ENFILE':
      return noticeTexts.tooManyOpenFiles;
    default:
      return message ?? String(error);
  }
}

/** Whether an error is the system's or SQLite's own, whose words are no sentence for people. */
export const isSystemError = (error: unknown): boolean =>
  error instanceof Error && /^(?:E[A-Z]{2,}|SQLITE_[A-Z_]+)$/.test(String((error as NodeJS.ErrnoException).code ?? ''));

/** Tells every note once, and again if it was not said in a round between. */
export class Repetitions {
  private before = new Set<string>();

  /** Begins a round. `done` ends it: what was not said in it is forgotten. */
  round(onNote: OnNote = () => undefined): { onNote: OnNote; done: () => void } {
    const now = new Set<string>();
    const tell = (said: Note): void => {
      if (!now.has(said.message) && !this.before.has(said.message)) onNote(said);
      now.add(said.message);
    };
    return {
      onNote: tell,
      done: () => {
        this.before = now;
      },
    };
  }
}
