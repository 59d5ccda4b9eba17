/** The dialogues among the texts that came with the program: how people ask and answer. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { starterFolder } from './package-root.ts';

/** All of them, one after another. */
export const starterDialogues = (): string =>
  readdirSync(starterFolder)
    .filter((file) => /^(talk|questions)/.test(file))
    .map((file) => readFileSync(join(starterFolder, file), 'utf8'))
    .join('\n');
