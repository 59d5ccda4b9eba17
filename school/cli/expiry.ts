/** Every command deletes the words of people whose time is over from the home that it opens. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findHome, type Home, makeHome } from '../home/home.ts';
import { holderOf, takeLock } from '../home/lock.ts';
import { twitchFiles } from '../twitch/service-options.ts';

/** Does nothing in the home of a baby that is awake, which does so by itself. Never throws: what is wrong with a home its command says. */
export async function expireInPassing(given: string | undefined): Promise<void> {
  try {
    const home = findHome(given);
    if (!existsSync(twitchFiles(home.twitch).consent) && !existsSync(join(home.sources, 'twitch.jsonl'))) return;
    // only now: most homes hold no words of people, and most commands should be quick
    const { expireWords, hasExpired } = await import('../twitch/consent/expiry.ts');
    const hours = await retentionHours(home);
    if (!(await hasExpired(home, hours)) || holderOf(home)) return;
    const lock = takeLock(makeHome(home.folder));
    try {
      await expireWords(home, hours);
    } finally {
      lock.release();
    }
  } catch {
    // a disk that is read-only, or somebody who wakes it just now
  }
}

/** For how long words are kept there; where the settings are spoilt, as by default. */
async function retentionHours(home: Home): Promise<number> {
  try {
    const { loadConfig } = await import('../settings/config.ts');
    return (await loadConfig(home)).twitch.retentionHours;
  } catch {
    const { TWITCH_DEFAULTS } = await import('../settings/twitch-settings.ts');
    return TWITCH_DEFAULTS.retentionHours;
  }
}
