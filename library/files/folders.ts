/** Making folders for their owner alone. */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileTexts } from './texts.ts';

/**
 * Makes a folder and those above it that are missing (0700), one by one: `mkdir` of Node, when it is told to make all of them, tries for
 * ever where the file system makes none, as in /proc.
 * @returns the first folder that was made; undefined if all were there
 * @throws what the file system throws
 */
export function makeFolders(folder: string): string | undefined {
  const missing: string[] = [];
  for (let at = resolve(folder); !existsSync(at); at = dirname(at)) missing.unshift(at);
  for (const one of missing) makeFolder(one);
  // it throws what a file in its place deserves
  if (missing.length === 0 && !statSync(folder).isDirectory()) mkdirSync(folder);
  return missing[0];
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // somebody else made it meanwhile
    if (code === 'EEXIST' && statSync(folder).isDirectory()) return;
    if (code !== 'ENOENT' || !existsSync(dirname(folder))) throw error;
    throw Object.assign(new Error(fileTexts.noFoldersThere, { cause: error }), { code: 'ENOTSUP' });
  }
}
