/** Words of people on Twitch whose time is over go with the next command, while the baby sleeps. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ExampleStore } from '../../library/sources/example-store.ts';
import { ConsentStore } from '../../school/twitch/consent/consent.ts';
import { twitchFiles } from '../../school/twitch/service-options.ts';
import { baby, newHome, story } from './program.ts';

const HOUR = 3_600_000;

async function homeWithWords(): Promise<{ home: string; readable: () => string[] }> {
  const home = newHome({}, { 'story.txt': story });
  const folders = { twitch: join(home, 'twitch'), sources: join(home, 'sources') };
  mkdirSync(folders.twitch, { recursive: true });
  const store = new ConsentStore(twitchFiles(folders.twitch).consent, { retention: 1000 * HOUR });
  store.optIn('1', 'ann', 0);
  const book = await ExampleStore.open(folders.sources, () => {});
  for (const [id, hours] of [
    ['yellow', 49],
    ['purple', 1],
  ] as const) {
    store.keep({ id, userId: '1', channel: 'loop', at: Date.now() - hours * HOUR }, `the ${id} walrus sings`);
    await book.add('twitch', [{ id, turns: [{ speaker: 'chatter', text: `the ${id} walrus`, learn: true }] }]);
  }
  store.close();
  const readable = (): string[] =>
    ['yellow', 'purple'].filter((id) =>
      [twitchFiles(folders.twitch).consent, join(folders.sources, 'twitch.jsonl')].some((file) =>
        readFileSync(file).includes(`the ${id} walrus`),
      ),
    );
  return { home, readable };
}

describe('words that have expired', () => {
  it.each([
    ['status'],
    ['twitch', 'status'],
    ['twitch', 'privacy', 'export', 'ann'],
    ['set'],
    ['log'],
    ['list'],
    ['doctor'],
  ])('go with baby %s, %s', async (...args) => {
    const { home, readable } = await homeWithWords();
    expect(readable()).toEqual(['yellow', 'purple']);
    const { out } = await baby(home, ...args);
    expect(out).not.toContain('yellow');
    expect(readable()).toEqual(['purple']);
  });
});
