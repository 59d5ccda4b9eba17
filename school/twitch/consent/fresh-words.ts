/** The messages that may still be learnt and stored; checked before a lesson begins, and while the baby sleeps. */
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { reason } from '../../../library/notices/notices.ts';
import { printable } from '../../../library/notices/printable.ts';
import type { TwitchSettings } from '../../settings/twitch-settings.ts';
import { twitchFiles } from '../service-options.ts';
import { peopleTexts } from '../texts/people.ts';

/** All messages in a consent file, and those that may still be stored. */
export interface FreshIds {
  readonly fresh: ReadonlySet<string>;
  readonly messages: number;
}

/**
 * Reads a consent file without changing it. Without a file nothing may be stored.
 * @throws Error with one sentence if it cannot be read
 */
export function freshIds(path: string, retentionHours: number, now: number): FreshIds {
  if (!existsSync(path)) return { fresh: new Set(), messages: 0 };
  let file: Database.Database | undefined;
  try {
    file = new Database(path, { readonly: true, timeout: 5000 });
    const select = file.prepare('SELECT id FROM message WHERE expires > ? AND at > ?').pluck();
    const fresh = new Set(select.all(now, now - retentionHours * 3_600_000) as string[]);
    return { fresh, messages: file.prepare('SELECT count(*) FROM message').pluck().get() as number };
  } catch (error) {
    throw new Error(peopleTexts.consentNotOpened(printable(path), printable(reason(error))), { cause: error });
  } finally {
    file?.close();
  }
}

/**
 * The passages whose messages are stored and have not expired; none if the file cannot be read.
 * @param folder `twitch` in the home
 * @param onFault called with one sentence if the file cannot be read
 */
export function freshWords<P extends { readonly id: string }>(
  folder: string,
  { retentionHours }: Pick<TwitchSettings, 'retentionHours'>,
  passages: readonly P[],
  onFault: (message: string) => void,
  now = Date.now(),
): P[] {
  if (passages.length === 0) return [];
  try {
    const { fresh } = freshIds(twitchFiles(folder).consent, retentionHours, now);
    return passages.filter(({ id }) => fresh.has(id));
  } catch (error) {
    onFault((error as Error).message);
    return [];
  }
}
