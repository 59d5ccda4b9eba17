/** Where the program itself lies: the same from the sources and from the built files. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { texts } from './texts.ts';

/** The folder of package.json. */
export const packageFolder = findPackage(import.meta.dirname);

/** Texts of our own, for a library that is empty. */
export const starterFolder = join(packageFolder, 'library', 'starter');

/** Compiled kernels, one file a variant. */
export const kernelsFolder = join(packageFolder, 'dist', 'brain', 'kernels');

export const version = (JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string })
  .version;

function findPackage(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) {
      throw new Error(texts.packageMissing(start));
    }
  }
}
