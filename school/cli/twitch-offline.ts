/** Stored data of people on Twitch, read while the baby sleeps. */

import { existsSync } from 'node:fs';
import { ExampleStore } from '../../library/sources/example-store.ts';
import { Keeper } from '../../soul/keeper.ts';
import type { ForgetReport, PersonExport } from '../api/twitch-messages.ts';
import { whileAsleep } from '../daemon/while-asleep.ts';
import type { Home } from '../home/home.ts';
import type { TwitchSettings } from '../settings/twitch-settings.ts';
import type { TwitchAsleep } from '../text/twitch-report.ts';
import { TokenFile } from '../twitch/connection/token-file.ts';
import { ConsentStore } from '../twitch/consent/consent.ts';
import { twitchFiles } from '../twitch/service-options.ts';

/** Nothing expires by a deletion. */
const NEVER = Number.MAX_SAFE_INTEGER;

/** The channel of the next wake, and counts of stored data. Creates no file. */
export function statusAsleep(home: Home, { channel, learn, retentionHours }: TwitchSettings): TwitchAsleep {
  const kept = lookedInto(home, retentionHours, ({ optedIn, kept, marked }) => ({
    optedIn,
    kept,
    ...(marked && { marked }),
  }));
  return {
    awake: false,
    channel: channel === '' ? null : channel,
    login: new TokenFile(twitchFiles(home.twitch).tokens).read()?.login ?? null,
    learning: learn === 'opt-in',
    ...(kept ?? { optedIn: 0, kept: 0 }),
  };
}

/** All that is kept of a person; undefined where nothing is. */
export function exportAsleep(home: Home, { retentionHours }: TwitchSettings, who: string): PersonExport | undefined {
  return lookedInto(home, retentionHours, (store) => {
    const userId = store.find(who);
    return userId === undefined ? undefined : store.export(userId);
  });
}

/** Reads stored data that has not expired; undefined where nothing was ever stored. */
function lookedInto<T>(home: Home, hours: number, look: (store: ConsentStore) => T): T | undefined {
  const { consent } = twitchFiles(home.twitch);
  if (!existsSync(consent)) return undefined;
  const store = new ConsentStore(consent, { retention: hours * 3_600_000 });
  try {
    store.prune(Date.now());
    return look(store);
  } finally {
    store.close();
  }
}

/**
 * Deletes all that is kept of a person, from what is to be learnt too; undefined where nothing is.
 * @throws UnavailableError if the baby is just waking
 */
export async function deleteAsleep(home: Home, who: string): Promise<ForgetReport | undefined> {
  const { consent } = twitchFiles(home.twitch);
  if (!existsSync(consent)) return undefined;
  return whileAsleep(home, async () => {
    const gone: string[] = [];
    const souls = new Keeper({ folder: home.soul }).list();
    const store = new ConsentStore(consent, {
      retention: NEVER,
      souls: () => souls,
      onGone: (ids) => gone.push(...ids),
    });
    try {
      const userId = store.find(who);
      if (userId === undefined) return undefined;
      const book = await ExampleStore.open(home.sources, () => {});
      const report = store.forget(userId, Date.now());
      const pending = await book.remove('twitch', gone);
      return { ...report, queued: 0, pending: pending.length };
    } finally {
      store.close();
    }
  });
}
