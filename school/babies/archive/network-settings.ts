/** An archive comes from somewhere else: nothing in it may decide where this machine connects, or under which account. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { printable } from '../../../library/notices/printable.ts';
import { writeWhole } from '../../home/atomic-write.ts';
import { TWITCH_DEFAULTS } from '../../settings/twitch-settings.ts';
import { texts } from '../texts.ts';

/** Settings of Twitch that name a place in the network. */
const ADDRESSES = ['channel', 'server', 'idServer'] as const;

/**
 * Takes a login at Twitch out of a home that was just unpacked, and sets the channel and the servers of its settings back.
 * @returns sentences: what was not taken over, and how to have it
 */
export function disconnect(folder: string): string[] {
  const notes: string[] = [];
  const token = join(folder, 'twitch', 'token.json');
  try {
    readFileSync(token);
    notes.push(texts.import.loginLeftOut);
  } catch {
    // there is none
  }
  rmSync(token, { force: true });
  for (const [key, value] of withoutAddresses(join(folder, 'baby.json'))) {
    notes.push(texts.import.addressLeftOut(key, printable(value)));
  }
  return notes;
}

/** Sets them back in a file of settings. A file that is no JSON stays as it is. @returns the keys that were set */
function withoutAddresses(path: string): [string, string][] {
  try {
    const settings = JSON.parse(readFileSync(path, 'utf8').replace(/^\ufeff/, '')) as {
      twitch?: Record<string, unknown>;
    };
    const { twitch } = settings;
    if (twitch === undefined) return [];
    const set = ADDRESSES.flatMap((key): [string, string][] => {
      const value = twitch[key];
      return typeof value === 'string' && value !== TWITCH_DEFAULTS[key] ? [[key, value.slice(0, 200)]] : [];
    });
    for (const [key] of set) delete twitch[key];
    if (set.length > 0) writeWhole(path, `${JSON.stringify(settings, null, 2)}\n`);
    return set;
  } catch {
    return [];
  }
}
