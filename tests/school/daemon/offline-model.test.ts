import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { turnLine } from '../../../library/importing/turns-file.ts';
import { ExampleStore } from '../../../library/sources/example-store.ts';
import { openOfflineModel } from '../../../school/daemon/offline-model.ts';
import { makeHome } from '../../../school/home/home.ts';
import { configure } from '../../../school/settings/config.ts';
import { ConsentStore } from '../../../school/twitch/consent/consent.ts';
import { twitchFiles } from '../../../school/twitch/service-options.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { makePupil, storyText, temporaryFolder } from '../tiny.ts';

const HOUR = 3_600_000;

describe('a sleeping baby that is examined', () => {
  it('keeps answers that came in its sleep as its own: nothing of them is held out', async () => {
    const home = makeHome(temporaryFolder());
    const training = await makePupil();
    new Keeper({ folder: home.soul }).save(training.soul());
    await training.hands.release();
    const lines = storyText.split('\n').filter((line) => line.length > 40);
    const answers = lines.slice(0, 30).flatMap((text, i) => [
      { speaker: 'owner', text: `question ${i}`, learn: false, begins: true },
      { speaker: 'mia', text, learn: true },
    ]);
    writeFileSync(join(home.library, 'answers.turns.jsonl'), answers.map(turnLine).join(''));
    writeFileSync(join(home.library, 'story.txt'), lines.slice(30).join('\n'));
    const asleep = await openOfflineModel(home, configure({ preset: 'tiny', threads: 1, name: 'mia' }, 'the test'));
    const { bytes } = await asleep.exam();
    await asleep.close();
    expect(bytes).toBeGreaterThan(0);
    const book = JSON.parse(readFileSync(join(home.shelf, 'catalogue.json'), 'utf8'));
    expect(book.records.map((record: { shelved: { answers?: boolean } }) => record.shelved.answers)).toEqual([
      true,
      undefined,
    ]);
    expect(book.heldOut.map(({ file }: { file: string }) => file)).toEqual(['story.txt']);
  });
});

describe('a sleeping baby', () => {
  it('remembers of people in public what has not expired, by the clock of now', async () => {
    const home = makeHome(temporaryFolder());
    const training = await makePupil();
    new Keeper({ folder: home.soul }).save(training.soul());
    await training.hands.release();
    const consent = new ConsentStore(twitchFiles(home.twitch).consent, { retention: 24 * HOUR });
    consent.optIn('1', 'ann', 0);
    const book = await ExampleStore.open(home.sources, () => {});
    for (const [id, age] of [['new', 1] as const, ['day', 20] as const]) {
      const text = `the words of ${id}`;
      consent.keep({ id, userId: '1', channel: 'loop', at: Date.now() - age * HOUR }, text);
      await book.add('twitch', [{ id, turns: [{ speaker: 'chatter', text, learn: true }] }]);
    }
    consent.close();
    const remembered = async () => {
      const asleep = await openOfflineModel(home, configure({ preset: 'tiny', threads: 1, name: 'mia' }, 'the test'));
      const { sources } = await asleep.memory();
      await asleep.close();
      return sources.find(({ source }) => source === 'twitch')?.episodes;
    };
    expect(await remembered()).toBe(2);
    const now = Date.now();
    const clock = vi.spyOn(Date, 'now').mockReturnValue(now + 5 * HOUR);
    expect(await remembered()).toBe(1);
    clock.mockReturnValue(now + 24 * HOUR);
    expect(await remembered()).toBe(0);
    clock.mockRestore();
  });

  it('is examined on its corrections too', async () => {
    const home = makeHome(temporaryFolder());
    const training = await makePupil();
    new Keeper({ folder: home.soul }).save(training.soul());
    await training.hands.release();
    writeFileSync(join(home.library, 'story.txt'), storyText);
    const store = await ExampleStore.open(home.sources, () => {});
    const turns = [
      { speaker: 'owner', text: 'what is your favourite colour?', learn: false },
      { speaker: 'mia', text: 'green.', learn: true },
    ];
    await store.add('corrections', [{ id: 'a', turns }]);
    const asleep = await openOfflineModel(home, configure({ preset: 'tiny', threads: 1, name: 'mia' }, 'the test'));
    expect((await asleep.exam()).corrections).toEqual({
      ...{ of: 1, remembered: 1, byWeights: 0, forms: 3, formsRemembered: 3 },
      ...{ others: 20, othersRemembered: 0, othersByWeights: 0 },
    });
    expect((await asleep.exam('the sea')).corrections).toBeUndefined();
    await asleep.close();
  });

  it('completes a prompt, and stops when it is asked to', async () => {
    const home = makeHome(temporaryFolder());
    const training = await makePupil();
    new Keeper({ folder: home.soul }).save(training.soul());
    await training.hands.release();
    const asleep = await openOfflineModel(home, configure({ preset: 'tiny', threads: 1, name: 'mia' }, 'the test'));
    expect(asleep.introduction).toMatchObject({ name: 'mia', brain: 'baby', preset: 'tiny', step: 0 });
    expect(asleep.introduction.parameters).toBe(training.mind.engine.parameters.count);
    const options = { conversation: 'completion:1', seed: 3, maxTokens: 8 };
    const reply = await asleep.complete('The sea', options);
    expect(reply.promptTokens).toBeGreaterThan(1);
    expect((await asleep.complete('The sea', options)).text).toBe(reply.text);
    const whole = asleep.complete('The sea', { ...options, maxTokens: 4000 });
    expect(await asleep.stop('completion:1')).toBe(true);
    expect((await whole).stopped).toBe('asked');
    await asleep.close();
  });
});
