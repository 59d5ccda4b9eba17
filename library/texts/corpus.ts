/** Which files of a library folder are texts, and what is in the way of the others. */
import type { Dirent, Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { TURNS_KIND } from '../importing/turns-file.ts';
import { count, type Note, note, reason } from '../notices/notices.ts';
import { corpusTexts } from './texts.ts';

/** Kinds of files that are read as plain text; '' is a name without an extension. */
export const TEXT_KINDS: readonly string[] = ['', '.txt', '.md', '.text', '.log'];

/** Whether a file holds turns, some of which are learnt; see importing/turns-file.ts. */
export function isTurnsFile(name: string): boolean {
  return name.toLowerCase().endsWith(TURNS_KIND);
}

/** A file that may be read. */
export interface FoundText {
  /** Path relative to the library folder, with `/` between folders. */
  name: string;
  path: string;
  /** Bytes. */
  size: number;
  /** Milliseconds; together with the size they say whether a file may have changed. */
  mtimeMs: number;
  ctimeMs: number;
}

export interface Findings {
  /** In the order of their names, by UTF-16 code units, so that every machine agrees. */
  texts: FoundText[];
  /** Why other files and folders are not among them. */
  notes: Note[];
  /** Names of files and folders that could not be looked into now ('' is the library itself): nothing is known of what they hold. */
  unknown: string[];
}

/** Files and folders of a library that are looked at: a link may lead to a whole disk. */
export const MOST_ENTRIES = 100_000;
/** Files of other kinds that are named one by one. */
const MOST_NAMED = 100;

/**
 * Walks through a folder and all below it, without dot files and dot folders. Links are followed, but not to a folder that holds the
 * library; a file or folder that can be reached twice is taken once, and links in a circle end. Never throws.
 */
export async function findTexts(folder: string, mostEntries = MOST_ENTRIES): Promise<Findings> {
  const findings: Findings = { texts: [], notes: [], unknown: [] };
  const state: Walk = { findings, seen: new Map(), root: '', left: mostEntries, skipped: 0 };
  await walk(folder, '', state);
  findings.texts.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const more = state.skipped - MOST_NAMED;
  if (more > 0) findings.notes.push(note('info', '', corpusTexts.moreOtherFiles(more)));
  if (state.left < 0) {
    const most = count(mostEntries);
    const advice = corpusTexts.howToHaveFewer;
    findings.notes.push(note('warning', '', corpusTexts.tooManyFiles(most, advice)));
  }
  return findings;
}

/** Whether a folder holds another one, by their real paths. */
export const holdsFolder = (folder: string, inner: string): boolean =>
  folder !== inner && inner.startsWith(folder.endsWith(sep) ? folder : folder + sep);

interface Walk {
  findings: Findings;
  /** Real paths of folders and identities of files that were met, with the name under which they were. */
  seen: Map<string, string>;
  /** Real path of the library. */
  root: string;
  /** Entries that may still be looked at. */
  left: number;
  /** Files of other kinds. */
  skipped: number;
}

async function walk(path: string, name: string, state: Walk): Promise<void> {
  const { notes, unknown } = state.findings;
  let entries: Dirent[];
  try {
    const real = await realpath(path);
    if (state.seen.has(real)) {
      notes.push(note('info', name, corpusTexts.readAlready(state.seen.get(real) || corpusTexts.libraryFolder)));
      return;
    }
    if (name === '') state.root = real;
    if (holdsFolder(real, state.root)) {
      notes.push(note('warning', name, corpusTexts.holdsLibrary));
      return;
    }
    state.seen.set(real, name);
    entries = await readdir(path, { withFileTypes: true });
  } catch (error) {
    unknown.push(name);
    notes.push(note('warning', name, corpusTexts.cannotBeOpened(reason(error))));
    return;
  }
  // Real files before links, so that a file is known by its own name.
  entries.sort((a, b) => Number(a.isSymbolicLink()) - Number(b.isSymbolicLink()) || (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    if (--state.left < 0) return;
    await visit(join(path, entry.name), name === '' ? entry.name : `${name}/${entry.name}`, entry, state);
  }
}

async function visit(path: string, name: string, entry: Dirent, state: Walk): Promise<void> {
  const { texts, notes, unknown } = state.findings;
  let stats: Stats;
  try {
    stats = await stat(path);
  } catch (error) {
    // A file that vanished between the listing and now is simply gone.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      if (entry.isSymbolicLink()) notes.push(note('warning', name, corpusTexts.linkToNothing));
      return;
    }
    unknown.push(name);
    notes.push(note('warning', name, corpusTexts.cannotBeLookedAt(reason(error))));
    return;
  }
  if (stats.isDirectory()) return walk(path, name, state);
  if (!stats.isFile()) {
    notes.push(note('warning', name, corpusTexts.noFile));
    return;
  }
  const kind = extname(name).toLowerCase();
  if (!TEXT_KINDS.includes(kind) && !isTurnsFile(name)) {
    if (++state.skipped > MOST_NAMED) return;
    const read = TEXT_KINDS.filter((known) => known !== '').join(', ');
    notes.push(note('info', name, corpusTexts.otherKind(kind, read)));
    return;
  }
  const identity = `${stats.dev}:${stats.ino}`;
  const first = state.seen.get(identity);
  if (first !== undefined) {
    notes.push(note('info', name, corpusTexts.readAlready(first)));
    return;
  }
  state.seen.set(identity, name);
  texts.push({ name, path, size: stats.size, mtimeMs: stats.mtimeMs, ctimeMs: stats.ctimeMs });
}
