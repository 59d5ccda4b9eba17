/** Which words of people may still be learnt: asked before a lesson begins, when what has expired may lie in its source yet. */
import { existsSync } from 'node:fs';
import type { TwitchSettings } from '../../settings/twitch-settings.ts';
import { twitchFiles } from '../service-options.ts';
import { openConsentFile } from './consent-file.ts';

/**
 * Of these passages, those whose words are kept and have not expired; none where nobody can tell.
 * @param folder `twitch` in the home
 * @param onFault told in one sentence why nobody can tell
 */
export function freshWords<P extends { readonly id: string }>(
  folder: string,
  { retentionHours }: Pick<TwitchSettings, 'retentionHours'>,
  passages: readonly P[],
  onFault: (message: string) => void,
  now = Date.now(),
): P[] {
  const path = twitchFiles(folder).consent;
  if (passages.length === 0 || !existsSync(path)) return [];
  try {
    const file = openConsentFile(path);
    try {
      const select = file.prepare('SELECT id FROM message WHERE expires > ? AND at > ?').pluck();
      const kept = new Set(select.all(now, now - retentionHours * 3_600_000));
      return passages.filter(({ id }) => kept.has(id));
    } finally {
      file.close();
    }
  } catch (error) {
    onFault((error as Error).message);
    return [];
  }
}
