/** Files below a folder. */
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { count, reason } from '../notices/notices.ts';
import { importingTexts } from './texts.ts';

/** Files that are fed at once: each takes time and memory, however small it is. */
export const MOST_FILES = 50_000;

/** The reason not to feed a folder or zip file of more. */
export function tooManyFiles(most = MOST_FILES): Error {
  return new Error(importingTexts.files.tooManyFiles(count(most)));
}

/**
 * All files below a folder, without dot files and links that were followed already.
 * @param refused gets what cannot be looked into @param most files that may lie there @throws Error with a reason if there are more
 */
export async function filesBelow(
  folder: string,
  refused: { name: string; why: string }[],
  most = MOST_FILES,
): Promise<{ name: string; size: number }[]> {
  const files: { name: string; size: number }[] = [];
  const seen = new Set<string>();
  const look = async (below: string): Promise<void> => {
    let entries: string[];
    try {
      const real = await realpath(join(folder, below));
      if (seen.has(real)) return;
      seen.add(real);
      entries = await readdir(join(folder, below));
    } catch (error) {
      refused.push({ name: below || basename(folder), why: importingTexts.files.cannotBeOpened(reason(error)) });
      return;
    }
    for (const entry of entries) {
      if (entry.startsWith('.') || entry === '__MACOSX') continue;
      const name = below === '' ? entry : `${below}/${entry}`;
      const stats = await stat(join(folder, name)).catch((error: NodeJS.ErrnoException) => error);
      if (stats instanceof Error) {
        const why =
          stats.code === 'ENOENT'
            ? importingTexts.files.linkToNothing
            : importingTexts.files.cannotBeRead(reason(stats));
        refused.push({ name, why });
      } else if (stats.isDirectory()) await look(name);
      else if (stats.isFile()) files.push({ name, size: stats.size });
      else refused.push({ name, why: importingTexts.files.noFile });
      if (files.length > most) throw tooManyFiles(most);
    }
  };
  await look('');
  return files;
}
