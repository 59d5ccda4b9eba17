/** Weighing one text or folder of the library. */
import { type TextWeights, weightOf } from '../../../library/batches/text-weights.ts';
import type { LibraryFile } from '../../api/messages.ts';
import { daemonTexts } from '../texts/daemon-texts.ts';
import { textToRemove } from './text-removal.ts';

type Named = Pick<LibraryFile, 'name' | 'tokens'>;

export interface Weighing {
  /** of a text, or of a folder with `/` behind it */
  readonly name: string;
  /** of the setting that holds its weight */
  readonly key: string;
  readonly before: number;
  /** texts that it counts for */
  readonly texts: number;
  /** what the act is called */
  readonly what: string;
}

/**
 * The text or folder that is meant, and its weight so far.
 * @throws Error with one sentence if there is none of this name, more than one, or nothing would be left to read
 */
export function weighing(files: readonly Named[], weights: TextWeights, typed: string, weight: number): Weighing {
  const folder = `${typed.replace(/\/+$/, '')}/`;
  const inside = files.filter((file) => file.name.startsWith(folder));
  const exact = files.some((file) => file.name === typed);
  const name = inside.length > 0 && !exact ? folder : textToRemove({ files }, typed).name;
  const next = { ...weights, [name]: weight };
  if (!files.some((file) => file.tokens > 0 && weightOf(file.name, next) > 0))
    throw new Error(daemonTexts.library.nothingLeft);
  return {
    name,
    key: `textWeights.${name}`,
    before: weights[name] ?? 1,
    texts: name.endsWith('/') ? inside.length : 1,
    what: daemonTexts.acts.weightOf(name),
  };
}
