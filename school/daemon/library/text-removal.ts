/** Taking one text out of the library, and saying honestly what remains of it. */
import { realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Output } from '../../../library/importing/manifest.ts';
import { printable } from '../../../library/notices/printable.ts';
import type { CheckpointInfo } from '../../../soul/keeper.ts';
import { count } from '../../../statistics/format/numbers.ts';
import type { LibraryFile, RemovedText } from '../../api/messages.ts';
import type { Home } from '../../home/home.ts';
import { stateOf } from '../../lesson/soul-state.ts';
import { nearest } from '../../settings/nearest.ts';
import { daemonTexts } from '../texts/daemon-texts.ts';

/** The text of a name, or of the only one that has it for a part. @throws Error with one sentence if there is none, or more than one */
export function textToRemove<F extends Pick<LibraryFile, 'name'>>(
  { files }: { readonly files: readonly F[] },
  name: string,
): F {
  const exact = files.find((file) => file.name === name);
  if (exact) return exact;
  const like = files.filter((file) => file.name.toLowerCase().includes(name.toLowerCase()));
  if (like.length === 1) return like[0];
  const shown = JSON.stringify(printable(name).slice(0, 60));
  if (like.length > 1) {
    const some = like.slice(0, 3).map((file) => printable(file.name));
    const more = like.length > some.length ? ' …' : '';
    throw new Error(daemonTexts.library.sayWhich(count(like.length), shown, `${some.join(', ')}${more}`));
  }
  const meant = nearest(
    name,
    files.map((file) => file.name),
  );
  const advice = meant === undefined ? daemonTexts.library.listed : daemonTexts.library.didYouMean(printable(meant));
  throw new Error(daemonTexts.library.noSuchText(shown, advice));
}

export const onlyText = (name: string): string => daemonTexts.library.onlyText(printable(name));

/**
 * The file of a text. @throws Error with one sentence if it lies outside the library, behind a link: what is not in the home is not
 * moved
 */
export async function textFile(home: Home, name: string): Promise<Output> {
  const file = join(home.library, ...name.split('/'));
  const [folder, library] = await Promise.all([realpath(dirname(file)), realpath(home.library)]);
  if (folder !== library && !folder.startsWith(`${library}/`)) {
    throw new Error(daemonTexts.library.behindLink(printable(name), printable(folder)));
  }
  const { size, mtimeMs } = await stat(file);
  return { key: name, name, size, mtimeMs };
}

/** What can be told of a text that was taken out. @param souls newest first */
export function removedText({ name, bytes, tokens, read }: LibraryFile, souls: readonly CheckpointInfo[]): RemovedText {
  const before = read === 0 ? undefined : souls.find((soul) => readOf(soul, name) === 0);
  const at = before && { name: before.name, step: before.step, savedAt: before.savedAt };
  return { name, bytes, tokens, read, before: at ?? null };
}

/** Tokens of a text that a soul had read; undefined where that cannot be told. */
const readOf = (soul: CheckpointInfo, name: string): number | undefined => {
  const state = stateOf(soul);
  return state === undefined ? undefined : (state.streams?.read?.[name] ?? 0);
};

/** What its log tells. */
export const textTakenOut = (name: string): string => daemonTexts.library.takenOut(printable(name));
