// Growing on its owner's wish, awake and asleep, and by itself: the soul before is kept, and undoing goes back to it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Shelf } from '../../../library/token-cache/shelf.ts';
import type { Baby } from '../../../school/api/contract.ts';
import type { Event, Stats } from '../../../school/api/messages.ts';
import { meetAsleep } from '../../../school/daemon/brain-growth.ts';
import { wake } from '../../../school/daemon/daemon.ts';
import { offlineBaby } from '../../../school/daemon/offline-baby.ts';
import { type Home, makeHome } from '../../../school/home/home.ts';
import { stateOf } from '../../../school/lesson/soul-state.ts';
import { type Config, configure } from '../../../school/settings/config.ts';
import type { SoulState } from '../../../school/training/checkpoint.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { storyText, temporaryFolder } from '../tiny.ts';

const QUIET = {
  preset: 'tiny',
  threads: 1,
  // each of its many lessons would put a library of the machine to the test
  kernels: 'simd',
  saveSeconds: 3600,
  examSeconds: 3600,
  babbleSeconds: 3600,
  vocabulary: 320,
};
const settings = (changes: object = {}): Config => configure({ ...QUIET, ...changes }, 'the test');

async function awake(config: Config, home = makeHome(temporaryFolder()), steps?: number) {
  writeFileSync(join(home.library, 'story.txt'), storyText);
  writeFileSync(join(home.folder, 'baby.json'), JSON.stringify(config));
  const life = await wake({ home, config, ...(steps === undefined ? {} : { steps }) });
  const log: string[] = [];
  const events: Event[] = [];
  life.watch((event) => {
    events.push(event);
    if (event.event === 'note') log.push(`${event.data.scope}: ${event.data.message}`);
  });
  return { home, life, log, events };
}

const newest = ({ soul }: Home) => stateOf(new Keeper({ folder: soul }).list()[0])!;

/** Its newest soul, as if two brains had learnt what they can, and had dreamt before where `dream` says so. */
function withSiblings({ soul: folder }: Home, dream?: object): void {
  const keeper = new Keeper({ folder });
  const { state, texts, allTensors, info } = keeper.open();
  const tensors = allTensors();
  const { weights } = tensors;
  const { growth, ...rest } = state as SoulState;
  const resting = [0, 1].map((id) => ({ id, tokens: 9, library: 1_000_000 }));
  const family = {
    ...growth!,
    resting,
    learner: null,
    part: 'silent' as const,
    born: 2,
    ...(dream ? { dream } : {}),
  };
  keeper.save({
    tensors: { ...tensors, sibling1: weights!, sibling2: weights!, ...(dream ? { dream: weights! } : {}) },
    texts,
    state: { ...rest, growth: family },
    summary: { step: info.step },
  });
}

describe('one baby after another change of its brain', () => {
  let home: Home;
  let life: Baby;
  let log: string[];
  const config = settings();
  beforeAll(async () => ({ home, life, log } = await awake(config)));
  afterAll(() => life.sleep({ now: true }).catch(() => {}));

  it('grows on wish while it is awake, as an act that can be undone, and undone again', async () => {
    await expect(life.dream()).rejects.toThrow('a dream learns from siblings, and there is none');
    expect(await life.acts()).toEqual([]);
    const before = life.introduction;
    const grown = await life.grow({ by: 'neurons' });
    expect(grown).toEqual({ by: 'neurons', parameters: [before.parameters, life.introduction.parameters] });
    expect(life.introduction.parameters).toBeGreaterThan(1.2 * before.parameters);
    expect(life.introduction.organs[0]).toContain('240 neurons');
    expect(log).toContainEqual(expect.stringMatching(/^growth: It has grown by more neurons in every lobe, from /));
    expect((await life.acts()).at(-1)).toMatchObject({ kind: 'growth', what: 'growing by more neurons in every lobe' });
    expect((await life.say('hello', { maxTokens: 4 })).tokens).toBeGreaterThan(0);
    expect((await life.undo()).sentence).toMatch(/^It goes on from soul-/);
    expect(life.introduction.parameters).toBe(before.parameters);
    await life.undo();
    expect(life.introduction.parameters).toBe(grown.parameters[1]);
    await life.sleep();
  });

  it('grows while it sleeps too', async () => {
    const baby = offlineBaby(home, () => {});
    await baby.undo();
    expect(newest(home)).toMatchObject({ sizes: { lobes: 2, neurons: 160 } });
    const { step } = newest(home).tutor!;
    await baby.grow();
    expect(newest(home)).toMatchObject({ sizes: { lobes: 3 }, tutor: { step } });
    await baby.undo();
    await expect(baby.dream({ alone: true })).rejects.toThrow('a dream learns from siblings');
  });

  it('dreams where it has siblings, goes on as before where that is undone, and has its dream speak alone', async () => {
    withSiblings(home);
    const baby = offlineBaby(home, () => {});
    await expect(baby.dream({ alone: true })).rejects.toThrow('there is no dream yet');
    expect(await baby.dream()).toEqual({ alone: false, brains: 2 });
    expect((await baby.acts()).at(-1)).toMatchObject({ kind: 'growth', what: 'dreaming' });
    withSiblings(home, { tokens: 77, library: 1_000_000 });
    await baby.dream();

    const again = await awake(config, home);
    life = again.life;
    expect(life.introduction.organs[0]).toContain('2 lobes');
    const stats = await new Promise<Stats>((resolve) =>
      life.watch((event) => event.event === 'stats' && resolve(event.data)),
    );
    expect(stats.doing).toBe('dreaming');
    expect(stats.siblings!.map(({ id, speaks }) => [id, speaks])).toEqual([
      [0, true],
      [1, true],
      [-1, false],
    ]);
    await life.undo();
    expect(newest(home).growth).toMatchObject({
      learner: null,
      resting: [{ id: 0 }, { id: 1 }],
      dream: { tokens: 77 },
    });
    expect(await life.dream({ alone: true })).toEqual({ alone: true, brains: 2 });
    expect(newest(home).growth).toMatchObject({ resting: [{ id: 0, tokens: 77 }], learner: null, born: 1 });
    expect((await life.say('hello', { maxTokens: 3 })).tokens).toBeGreaterThan(0);
    await life.undo();
    expect(newest(home).growth!.resting).toHaveLength(2);
  });
});

describe('siblings that have learnt what they can', () => {
  const config = settings({ heldOut: 0.2, shape: { channels: 8, neurons: 8, lobes: 1, history: 8 }, kernels: 'simd' });

  it('dream by themselves, go on as before where that is undone, and then do not dream again', async () => {
    const born = await awake(config);
    await born.life.sleep();
    withSiblings(born.home);
    const { life, log, home } = await awake(config, born.home);
    while (!log.some((line) => line.includes('It dreams'))) await new Promise((go) => setTimeout(go, 30));
    expect(log).toContain(
      'growth: It dreams: one more brain learns what 2 expect together, and they go on speaking until it is better.',
    );
    expect((await life.acts()).map(({ kind, what }) => [kind, what])).toEqual([['growth', 'dreaming']]);
    expect(newest(home).growth!.learner).toEqual({ id: -1, dreams: true });
    await life.undo();
    expect(newest(home).growth).toMatchObject({ learner: null, dreamless: 1_000_000 });
    // by the time that it has spoken and saved it would have begun
    expect((await life.say('hello', { maxTokens: 3 })).tokens).toBeGreaterThan(0);
    await life.save();
    expect(newest(home).growth!.learner).toBeNull();
    expect(log.filter((line) => line.includes('It dreams'))).toHaveLength(1);
    await life.sleep({ now: true });
  });

  it('do not dream where their owner does not want it, until it is switched on', async () => {
    const still = { ...config, grow: { ...config.grow, dreams: false } };
    const born = await awake(still);
    await born.life.sleep();
    withSiblings(born.home);
    const { life, log, home } = await awake(still, born.home);
    expect((await life.say('hello', { maxTokens: 3 })).tokens).toBeGreaterThan(0);
    await life.save();
    expect(newest(home).growth!.learner).toBeNull();
    await life.set('grow.dreams', true);
    while (!log.some((line) => line.includes('It dreams'))) await new Promise((go) => setTimeout(go, 30));
    await life.sleep({ now: true });
  });
});

describe('a brain that is small for its library', () => {
  // fewer parameters than the story has tokens
  const small = { shape: { channels: 4, neurons: 8, lobes: 1, history: 8 }, kernels: 'simd', heldOut: 0.2 };

  it('grows by itself, says so, and does not grow again where that is undone', async () => {
    const { life, log, home } = await awake(settings(small));
    while (!log.some((line) => line.includes('It has grown by a lobe'))) await new Promise((go) => setTimeout(go, 30));
    expect(log).toContainEqual(
      expect.stringMatching(/^growth: after [\d,]+ tokens it still foresees better .*: it grows by a lobe$/),
    );
    expect(await life.acts()).toEqual([expect.objectContaining({ kind: 'growth', what: 'growing by a lobe' })]);
    const { act } = await life.undo();
    expect(act.kind).toBe('growth');
    expect(newest(home)).toMatchObject({ sizes: { lobes: 1 }, growth: { size: { exams: 0 } } });
    expect(newest(home).growth!.size!.declined).toBeGreaterThan(0);
    expect(life.introduction.organs[0]).toContain('1 lobe');
    await life.sleep({ now: true });
  });
});

describe('a text in another language', () => {
  const words = 'море ветер лодка берег рыба песня ночь звезда волна парус вода небо дом друг'.split(' ');
  const russian = Array.from({ length: 2500 }, (_, i) => words[(i * i + 3 * i) % words.length]).join(' ');

  const config = settings({ heldOut: 0.1, vocabulary: 600 });

  it('gets words of its own when it comes, while it is awake; undone, old ids come back; asleep on wish', async () => {
    const { home, life, log } = await awake(config);
    writeFileSync(join(home.library, 'russian.txt'), russian);
    while (!log.some((line) => line.includes('new words'))) await new Promise((go) => setTimeout(go, 50));
    expect(log).toContainEqual(
      expect.stringMatching(
        /^growth: It has learnt to read russian\.txt by \d+ new words, and has [\d,]+ parameters instead of /,
      ),
    );
    expect(life.introduction.vocabulary).toBeGreaterThan(620);
    const { files } = await life.library();
    const russians = files.find(({ name }) => name === 'russian.txt')!;
    expect(russians.bytes / russians.tokens).toBeGreaterThan(2.5);
    expect((await life.acts()).map(({ what }) => what)).toEqual(['learning the words of russian.txt']);
    expect((await life.say('hello', { maxTokens: 3 })).tokens).toBeGreaterThan(0);
    await life.undo();
    expect(life.introduction.vocabulary).toBe(600);
    await life.sleep();

    // told to forget its words, it does not learn them again by itself; on wish it does
    const shelf = new Shelf({ libraryFolder: home.library, shelfFolder: home.shelf });
    await shelf.load();
    expect(await meetAsleep(home, config, shelf, () => {})).toBe(false);
    const grown = await offlineBaby(home, () => {}).grow({ by: 'words' });
    expect(grown.words!.texts).toEqual(['russian.txt']);
    expect(newest(home).sizes!.vocabulary).toBe(600 + grown.words!.count);
  });
});
