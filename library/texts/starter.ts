/** The first texts of a baby whose owner has put none into the library yet. */
import { constants } from 'node:fs';
import { chmod, copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makePrivateFolder } from '../files/atomic-file.ts';
import { note, type OnNote, reason } from '../notices/notices.ts';
import { findTexts } from './corpus.ts';
import { inspect } from './reading.ts';
import { corpusTexts } from './texts.ts';

/**
 * Copies the starter texts into a library that has no text to read: none at all, or only empty and binary files.
 * A file that is there is never overwritten. Never throws; what goes wrong is told in notes.
 * @returns names of the files that were copied.
 */
export async function copyStarterTexts(
  starterFolder: string,
  libraryFolder: string,
  onNote: OnNote = () => undefined,
): Promise<string[]> {
  try {
    await makePrivateFolder(libraryFolder);
  } catch (error) {
    onNote(note('error', '', corpusTexts.cannotBeMade(reason(error))));
    return [];
  }
  const library = await findTexts(libraryFolder);
  // A file or folder that cannot be looked into may be the owner's writing.
  if (library.unknown.length > 0) return [];
  for (const file of library.texts) {
    if (file.size === 0) continue;
    const encoding = await inspect(file).then(
      (inspection) => inspection.encoding,
      () => 'unknown',
    );
    if (encoding !== undefined) return [];
  }
  const starters = await findTexts(starterFolder);
  if (starters.texts.length === 0) {
    onNote(note('error', '', corpusTexts.nothingInIt));
  }
  const copied: string[] = [];
  for (const { name, path } of starters.texts) {
    if (name.includes('/')) continue;
    const target = join(libraryFolder, name);
    try {
      await copyFile(path, target, constants.COPYFILE_EXCL);
      await chmod(target, 0o600);
      copied.push(name);
    } catch (error) {
      onNote(note('warning', name, corpusTexts.notCopied(reason(error))));
    }
  }
  return copied;
}
