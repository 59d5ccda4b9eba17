/** Words of people whose time is over are deleted while the baby sleeps too, by whatever opens its home. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ExampleStore } from '../../../library/sources/example-store.ts';
import { twitchFiles } from '../service-options.ts';
import { ConsentStore } from './consent.ts';
import { freshIds } from './fresh-words.ts';

/** Where words of people lie in a home. */
export interface PeopleFolders {
  readonly twitch: string;
  readonly sources: string;
}

/** Whether there is anything to delete in a home; changes nothing. */
export async function hasExpired(
  { twitch, sources }: PeopleFolders,
  hours: number,
  now = Date.now(),
): Promise<boolean> {
  try {
    const { fresh, messages } = freshIds(twitchFiles(twitch).consent, hours, now);
    if (messages > fresh.size) return true;
    if (!existsSync(join(sources, 'twitch.jsonl'))) return false;
    const book = await ExampleStore.open(sources, () => {});
    return book.entries('twitch').some(({ id }) => !fresh.has(id));
  } catch {
    // a file that was left in the middle of a change is put right by opening it for writing
    return true;
  }
}

/**
 * Deletes what has expired, from the file of consent and from what is to be learnt. For a home that is held meanwhile, so that nobody
 * wakes it.
 * @returns how many messages and passages were deleted
 * @throws Error with one sentence if a file cannot be opened; what the file system throws
 */
export async function expireWords(
  { twitch, sources }: PeopleFolders,
  hours: number,
  now = Date.now(),
): Promise<number> {
  const { consent } = twitchFiles(twitch);
  const fresh = new Set<string>();
  let count = 0;
  if (existsSync(consent)) {
    const store = new ConsentStore(consent, { retention: hours * 3_600_000 });
    try {
      count += store.prune(now).length;
      for (const { id } of store.messages()) fresh.add(id);
    } finally {
      store.close();
    }
  }
  const book = await ExampleStore.open(sources, () => {});
  const stale = book.entries('twitch').filter(({ id }) => !fresh.has(id));
  const gone = await book.remove(
    'twitch',
    stale.map(({ id }) => id),
  );
  return count + gone.length;
}
