/** The table of models that `baby import` takes, told by what their files hold. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { FormatError } from '../file-reader.ts';
import { isGguf } from '../gguf/reader.ts';
import { importTexts } from '../texts/import.ts';
import { takeFolder } from './folder-model.ts';
import { takeGguf } from './gguf-model.ts';
import { holdsLlmFromScratch, takeLlmFromScratch } from './llm-from-scratch-model.ts';
import type { Recogniser } from './model-files.ts';
import { hasSafetensors } from './shards.ts';

const isFile = (path: string): boolean => statSync(path).isFile();
const isFolder = (path: string): boolean => statSync(path).isDirectory();

/** The folder of a model: itself, or that of its weights. */
const folderOf = (path: string): string => (isFolder(path) ? path : dirname(path));

/** A GGUF: the file itself, or the only one of a folder without other weights. */
function ggufIn(path: string): string | undefined {
  if (isFile(path)) return isGguf(path) ? path : undefined;
  const [file, ...others] = readdirSync(path).filter((name) => name.endsWith('.gguf'));
  return file === undefined || others.length > 0 || hasSafetensors(path) ? undefined : join(path, file);
}

export const RECOGNISERS: readonly Recogniser[] = [
  {
    name: 'a GGUF',
    recognises: (path) => ggufIn(path) !== undefined,
    take: (path) => takeGguf(ggufIn(path) ?? path),
  },
  {
    name: importTexts.folderOfSafetensors,
    recognises: (path) =>
      existsSync(join(folderOf(path), 'config.json')) &&
      (isFolder(path) ? hasSafetensors(path) : basename(path).endsWith('.safetensors')),
    take: (path) => takeFolder(folderOf(path)),
  },
  {
    name: importTexts.weightsOfLlmFromScratch,
    recognises: holdsLlmFromScratch,
    take: takeLlmFromScratch,
  },
  {
    name: importTexts.pickledWeights,
    recognises: (path) => isFolder(path) && existsSync(join(path, 'pytorch_model.bin')),
    take() {
      throw new FormatError(importTexts.isPickled);
    },
  },
];

/** The one that takes a file or folder; undefined: an archive of `baby export`, or nothing that is known. */
export const recogniserOf = (path: string): Recogniser | undefined =>
  RECOGNISERS.find((recogniser) => recogniser.recognises(path));
