/** All files of a home that are its own. */
import type { Dirent, Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { reason } from '../../library/notices/notices.ts';
import { printable } from '../../library/notices/printable.ts';
import { findTexts } from '../../library/texts/corpus.ts';
import type { Home } from '../home/home.ts';
import { isSafePath, type Part } from './inventory.ts';

export interface Found {
  /** relative to the home, with `/` between folders */
  readonly path: string;
  /** on the disk */
  readonly from: string;
  readonly part: Part;
  readonly bytes: number;
}

/** What belongs to the texts and goes where they go: which there are, by which rules they were cleaned, what private words stood in them. */
export const OF_THE_TEXTS: readonly string[] = ['cleaning.json', 'stand-ins.json', 'fed.json'];
const SETTINGS: readonly string[] = ['baby.json', ...OF_THE_TEXTS];
const ROOMS: readonly Part[] = ['soul', 'library', 'sources', 'statistics', 'twitch'];

/**
 * Looks through a home, without what belongs to the machine (`run`) and what is just being written. Links are followed; what can be
 * reached twice is taken once.
 *
 * @throws Error with one sentence if a part of it cannot be read
 */
export async function findFiles(
  home: Home,
  soulFolder: string = home.soul,
): Promise<{ files: Found[]; notes: string[] }> {
  const search = new Search(home, soulFolder);
  try {
    await search.walk(home.folder, '');
  } catch (error) {
    const what = printable((error as NodeJS.ErrnoException).path ?? home.folder);
    throw new Error(`${what} cannot be read: ${printable(reason(error))}.`, { cause: error });
  }
  return search;
}

class Search {
  readonly files: Found[] = [];
  readonly notes: string[] = [];
  readonly #home: Home;
  readonly #soulFolder: string;
  readonly #seen = new Set<string>();

  constructor(home: Home, soulFolder: string) {
    this.#home = home;
    this.#soulFolder = soulFolder;
  }

  async walk(folder: string, path: string): Promise<void> {
    const real = await realpath(folder);
    if (this.#seen.has(real)) return;
    this.#seen.add(real);
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const inner = path === '' ? entry.name : `${path}/${entry.name}`;
      if (inner === 'soul') await this.walk(this.#soulFolder, inner);
      else if (inner === 'library') await this.#library();
      else if (!isDraft(entry.name) && isSafePath(inner)) await this.#visit(entry, join(folder, entry.name), inner);
    }
  }

  async #visit(entry: Dirent, from: string, path: string): Promise<void> {
    if (entry.isDirectory()) return this.walk(from, path);
    const stats = await statIfThere(from);
    if (stats?.isDirectory()) return this.walk(from, path);
    if (stats?.isFile()) this.#take(path, from, stats.size);
  }

  /** The very texts that are read, wherever links lead; and where they lie here, all others, and the shelf. */
  async #library(): Promise<void> {
    const { texts, notes } = await findTexts(this.#home.library);
    for (const { name, path, size } of texts) this.#take(`library/${name}`, path, size);
    for (const { level, message } of notes) if (level !== 'info') this.notes.push(message);
    const known = new Set(this.files.map(({ path }) => path));
    const rest = async (folder: string, path: string): Promise<void> => {
      for (const entry of await readdir(folder, { withFileTypes: true })) {
        const [from, inner] = [join(folder, entry.name), `${path}/${entry.name}`];
        if (from === this.#home.shelf) await this.walk(from, inner);
        else if (entry.name.startsWith('.') || isDraft(entry.name)) continue;
        else if (entry.isDirectory()) await rest(from, inner);
        else if (entry.isFile() && !known.has(inner)) await this.#visit(entry, from, inner);
      }
    };
    await rest(this.#home.library, 'library');
  }

  #take(path: string, from: string, bytes: number): void {
    this.files.push({ path, from, part: partOf(path), bytes });
  }
}

/** What is being written at this moment, or was when somebody was killed. */
const isDraft = (name: string): boolean => /\.\d+\.tmp$/.test(name);

/** A file that is gone since the folder was read is simply gone. */
async function statIfThere(path: string): Promise<Stats | undefined> {
  return stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

function partOf(path: string): Part {
  if (SETTINGS.includes(path)) return 'settings';
  if (path.startsWith('library/.shelf/')) return 'shelf';
  return ROOMS.find((room) => path.startsWith(`${room}/`)) ?? 'other';
}
