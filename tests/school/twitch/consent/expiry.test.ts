import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ExampleStore } from '../../../../library/sources/example-store.ts';
import { ConsentStore } from '../../../../school/twitch/consent/consent.ts';
import { expireWords, hasExpired } from '../../../../school/twitch/consent/expiry.ts';
import { twitchFiles } from '../../../../school/twitch/service-options.ts';
import { temporaryFolder } from '../../temporary.ts';

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 2, 1, 12);

/** A home that sleeps, with a word of each of these hours after noon, all of which are to be learnt. */
async function asleep(hours: readonly number[]) {
  const folder = temporaryFolder();
  const folders = { twitch: join(folder, 'twitch'), sources: join(folder, 'sources') };
  const store = new ConsentStore(twitchFiles(folders.twitch).consent, { retention: 24 * HOUR });
  store.optIn('1', 'ann', NOON);
  const book = await ExampleStore.open(folders.sources, () => {});
  for (const hour of hours) {
    store.keep({ id: `m${hour}`, userId: '1', channel: 'loop', at: NOON + hour * HOUR }, `walrus number ${hour} sings`);
    await book.add('twitch', [
      { id: `m${hour}`, turns: [{ speaker: 'chatter', text: `walrus number ${hour}`, learn: true }] },
    ]);
  }
  store.close();
  /** The words that can be read in any file. */
  const readable = (): number[] => {
    const files = [folders.twitch, folders.sources].flatMap((room) =>
      readdirSync(room).map((file) => join(room, file)),
    );
    const bytes = files.map((file) => readFileSync(file));
    return hours.filter((hour) => bytes.some((content) => content.includes(`walrus number ${hour}`)));
  };
  return { folder, folders, readable };
}

describe('words of people, while it sleeps', () => {
  it('go when their time is over, from every file, whatever is done to the clock', async () => {
    const { folders, readable } = await asleep([0, 6, 12]);
    expect(readable()).toEqual([0, 6, 12]);
    expect(await hasExpired(folders, 24, NOON + 23 * HOUR)).toBe(false);
    expect(await expireWords(folders, 24, NOON + 23 * HOUR)).toBe(0);
    expect(readable()).toEqual([0, 6, 12]);
    // two messages, and two passages that were made of them
    expect(await hasExpired(folders, 24, NOON + 31 * HOUR)).toBe(true);
    expect(await expireWords(folders, 24, NOON + 31 * HOUR)).toBe(4);
    expect(readable()).toEqual([12]);
    // the clock is set back by a year: what is kept lives no longer than a day from then on
    const back = NOON - 365 * 24 * HOUR;
    expect(await expireWords(folders, 24, back)).toBe(0);
    expect(readable()).toEqual([12]);
    expect(await expireWords(folders, 24, back + 24 * HOUR)).toBe(2);
    expect(readable()).toEqual([]);
    expect(await hasExpired(folders, 24, back + 24 * HOUR)).toBe(false);
  });

  it('go by a retention that became shorter', async () => {
    const { folders, readable } = await asleep([0, 6, 12]);
    expect(await hasExpired(folders, 2, NOON + 13 * HOUR)).toBe(true);
    await expireWords(folders, 2, NOON + 13 * HOUR);
    expect(readable()).toEqual([12]);
  });

  it('go from what is to be learnt where a process was killed between the two files', async () => {
    const { folders, readable } = await asleep([0, 6]);
    const store = new ConsentStore(twitchFiles(folders.twitch).consent, { retention: 24 * HOUR });
    store.forget('1', NOON + 7 * HOUR);
    store.close();
    expect(readable()).toEqual([0, 6]);
    expect(await hasExpired(folders, 24, NOON + 7 * HOUR)).toBe(true);
    await expireWords(folders, 24, NOON + 7 * HOUR);
    expect(readable()).toEqual([]);
  });

  it('go with a file of consent that is gone, and with a line that is damaged', async () => {
    const { folders, readable } = await asleep([0]);
    appendFileSync(
      join(folders.sources, 'twitch.jsonl'),
      '{"id":"m9","turns":[{"speaker":"chatter","text":"walrus num\n',
    );
    await expireWords(folders, 24, NOON + HOUR);
    expect(readFileSync(join(folders.sources, 'twitch.jsonl'), 'utf8')).not.toContain('"m9"');
    expect(readable()).toEqual([0]);
    writeFileSync(twitchFiles(folders.twitch).consent, '');
    await expireWords(folders, 24, NOON + HOUR);
    expect(readable()).toEqual([]);
  });

  it('are no reason to make a file where there is none', async () => {
    const folder = temporaryFolder();
    const folders = { twitch: join(folder, 'twitch'), sources: join(folder, 'sources') };
    expect(await hasExpired(folders, 24)).toBe(false);
    expect([existsSync(folders.twitch), existsSync(folders.sources)]).toEqual([false, false]);
  });
});
