import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ExampleStore } from '../../../library/sources/example-store.ts';
import type { Event } from '../../../school/api/messages.ts';
import { babyOf } from '../../../school/daemon/baby.ts';
import { wake } from '../../../school/daemon/daemon.ts';
import { makeHome } from '../../../school/home/home.ts';
import { LessonClient } from '../../../school/lesson/lesson-client.ts';
import type { LessonOptions } from '../../../school/lesson/options.ts';
import { configure } from '../../../school/settings/config.ts';
import { ConsentStore } from '../../../school/twitch/consent/consent.ts';
import { freshWords } from '../../../school/twitch/consent/fresh-words.ts';
import { twitchFiles } from '../../../school/twitch/service-options.ts';
import { storyText, temporaryFolder } from '../tiny.ts';

const HOUR = 3_600_000;
const passage = (id: string) => ({ id, turns: [{ speaker: 'chatter', text: `the words of ${id}`, learn: true }] });

/** A file of consent with a message of each age in hours. */
function keep(folder: string, ages: Record<string, number>): void {
  const store = new ConsentStore(twitchFiles(folder).consent, { retention: 24 * HOUR });
  store.optIn('1', 'ann', 0);
  for (const [id, age] of Object.entries(ages))
    store.keep({ id, userId: '1', channel: 'loop', at: Date.now() - age * HOUR }, `the words of ${id}`);
  store.close();
}

describe('words of people, when a lesson begins', () => {
  it('are those whose time is not over, by the settings of now', () => {
    const folder = join(temporaryFolder(), 'twitch');
    const faults: string[] = [];
    const fresh = (hours: number) =>
      freshWords(folder, { retentionHours: hours }, ['new', 'day', 'old', 'unknown'].map(passage), (message) =>
        faults.push(message),
      ).map(({ id }) => id);
    expect(fresh(24)).toEqual([]);
    keep(folder, { new: 1, day: 20, old: 25 });
    expect(fresh(24)).toEqual(['new', 'day']);
    expect(fresh(10)).toEqual(['new']);
    expect(faults).toEqual([]);
    writeFileSync(
      twitchFiles(folder).consent,
      'no file of consent at all, but long enough to look like one to whoever reads it',
    );
    expect(fresh(24)).toEqual([]);
    expect(faults).toEqual([expect.stringContaining('cannot be opened')]);
  });

  it('are all that it is handed, at a wake and when it begins again', async () => {
    const home = makeHome(temporaryFolder());
    writeFileSync(join(home.library, 'story.txt'), storyText);
    keep(home.twitch, { new: 1, day: 20, old: 72 });
    const book = await ExampleStore.open(home.sources, () => {});
    await book.add('twitch', [passage('new'), passage('day'), passage('old')]);
    const orders: LessonOptions[] = [];
    const quiet = { saveSeconds: 3600, examSeconds: 3600, babbleSeconds: 3600 };
    const life = await wake({
      home,
      config: configure({ preset: 'tiny', threads: 1, vocabulary: 320, ...quiet }, 'the test'),
      openRoom: async (one) => {
        orders.push(one);
        return LessonClient.open(one);
      },
    });
    try {
      const { name } = await life.save();
      await life.set('twitch.retentionHours', 10);
      await life.goBack(name);
    } finally {
      await life.sleep();
    }
    const handed = orders.map(({ taught }) => (taught?.twitch ?? []).map(({ id }) => id));
    expect(handed).toEqual([['new', 'day'], ['new']]);
  });
});

describe('a talk in public', () => {
  it('is forgotten by the mind, and neither ledger nor views hear of it', async () => {
    const asked: string[] = [];
    const told: Event[] = [];
    const no = (what: string) => () => {
      throw new Error(`${what} was asked`);
    };
    const life = babyOf({
      guardian: {
        over: new Promise(() => {}),
        watch: () => () => {},
        fulfilWishes: () => {},
        tell: (event: Event) => void told.push(event),
        ask: (question: (room: object) => Promise<unknown>) =>
          question({ forget: async (conversation: string) => void asked.push(conversation) }),
      },
      chronicle: { forget: no('the ledger') },
      teaching: { forget: no('teaching'), inPassing: () => () => {} },
      onLibrary: () => {},
    } as unknown as Parameters<typeof babyOf>[0]);
    expect(await life.forget('twitch:7')).toBe(0);
    expect(asked).toEqual(['twitch:7']);
    expect(told).toEqual([]);
    await expect(life.forget('terminal')).rejects.toThrow('teaching was asked');
  });
});
