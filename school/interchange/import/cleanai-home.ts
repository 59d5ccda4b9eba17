/** The home of a newborn that Cleanai's files describe. */
import { basename, dirname } from 'node:path';
import { printable } from '../../../library/notices/printable.ts';
import type { Watching } from '../../babies/archive/pack.ts';
import { beginBaby } from '../../babies/begin.ts';
import type { Home } from '../../home/home.ts';
import { slugOf } from '../../home/naming.ts';
import { feed } from '../../ingest/feed.ts';
import type { Config } from '../../settings/config.ts';
import { FormatError } from '../file-reader.ts';
import { importTexts } from '../texts/import.ts';
import { planOfCleanai } from './cleanai.ts';

export interface BegunFromCleanai {
  readonly home: Home;
  readonly config: Config;
  /** sentences: what was not taken, and what became of its files */
  readonly notes: readonly string[];
}

/**
 * Begins a baby by a configuration of Cleanai, and feeds it what the configuration names: texts first, then answers.
 * @param folder an absolute path where nothing is yet, or an empty folder
 * @throws Error with one sentence
 */
export async function beginFromCleanai(
  path: string,
  folder: string,
  watching: Watching = {},
): Promise<BegunFromCleanai> {
  const { settings, files, notes } = planned(path);
  const { home, config } = await beginBaby(nameFor(path), {
    brain: 'cleanai',
    preset: 'tiny',
    settings,
    folder,
    ...watching,
  });
  const told: string[] = [...notes];
  await feed(home, files, {
    own: true,
    onFed: (fed) => {
      if ('message' in fed) told.push(fed.message);
    },
  });
  return { home, config, notes: told };
}

function planned(path: string): ReturnType<typeof planOfCleanai> {
  try {
    return planOfCleanai(path);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new Error(importTexts.nothingLeftBehind(importTexts.cannotBeUsed(printable(path)), error.message), {
      cause: error,
    });
  }
}

/** A name after the file or its folder, as far as that is one. */
function nameFor(path: string): string {
  const named = [basename(path).replace(/\.json$/, ''), basename(dirname(path))];
  const names = named.map((name) => slugOf(name).replace(/^\P{L}+/u, ''));
  return names.find((name) => /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._-]{0,31}$/u.test(name)) ?? 'cleanai';
}
