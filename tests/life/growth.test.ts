/** A brain that grows, dreams, or learns new words: killed before, while, and after it does so, it becomes the same, bit for bit. */
import { rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Keeper } from '../../soul/keeper.ts';
import { baby, copyOf, newHome, type Soul, soulOf, start, story } from './program.ts';

/** So small that the story is large for it: it grows at its first exam, and is judged at the second. */
const SMALL = {
  shape: { channels: 4, neurons: 8, lobes: 1, history: 8 },
  vocabulary: 320,
  kernels: 'simd',
  heldOut: 0.2,
};
const QUIET = { saveSeconds: 3600, examSeconds: 3600, babbleSeconds: 3600 };
const home = (changes: object = {}) => newHome({ ...SMALL, ...QUIET, ...changes }, { 'story.txt': story });
const STEPS = 300;

/** All that decides how it goes on: every file of tensors, and the state but for its clock. */
function lifeOf({ state, sums }: Soul): object {
  const { tutor, streams, mixer, growth, sizes, tokenizerHash } = state;
  const files = Object.entries(sums).filter(([name]) => name.endsWith('.safetensors'));
  return { tutor, streams, mixer, growth, sizes, tokenizerHash, files: Object.fromEntries(files) };
}

const stepOf = (folder: string): number => soulOf(folder).state.tutor.step;

it('grows by itself; killed and woken around that it becomes the same; undone it is as before', async () => {
  const whole = home();
  expect(await baby(whole, 'wake', '--steps', String(STEPS))).toMatchObject({ code: 0, err: '' });
  const end = soulOf(whole);
  expect(end.state).toMatchObject({ tutor: { step: STEPS }, sizes: { lobes: 2 }, growth: { size: { times: 1 } } });

  const parted = home();
  const left = () => String(STEPS - stepOf(parted));
  // the soul of the newborn lies there; killed when it has decided to grow
  const first = start(parted, ['wake', '--steps', String(STEPS)]);
  await first.says(/it grows by a lobe/);
  await first.kill();
  const second = start(parted, ['wake', '--steps', left()]);
  await second.says(/has grown by a lobe/);
  await second.kill();
  const grown = soulOf(parted);
  expect(grown.state.sizes).toMatchObject({ lobes: 2 });
  // as if it had been killed after the soul before was kept, and before the larger one was written
  rmSync(grown.folder, { recursive: true });
  expect(soulOf(parted).state).toMatchObject({ sizes: { lobes: 1 }, growth: { size: { waits: 'lobe' } } });
  expect(await baby(parted, 'wake', '--steps', left())).toMatchObject({ code: 0, err: '' });
  expect(lifeOf(soulOf(parted, STEPS))).toEqual(lifeOf(end));

  const { out } = await baby(whole, 'undo', '--yes');
  expect(out).toMatch(/^Undone: growing by a lobe\. It goes on from soul-/);
  expect(soulOf(whole).state.sizes).toMatchObject({ lobes: 1 });
  expect((await baby(whole, 'grow', 'neurons')).out).toMatch(
    /^It has grown by more neurons in every lobe, from [\d,]+ to /,
  );
  expect(soulOf(whole).state.sizes).toMatchObject({ lobes: 1, neurons: 16 });
});

/** Its newest soul, as if two brains had learnt what they can from this library. */
function letSiblingsRest(folder: string): void {
  const keeper = new Keeper({ folder: join(folder, 'soul') });
  const { texts, allTensors, info } = keeper.open();
  const { state } = soulOf(folder);
  const { library } = state.growth!;
  const tensors = allTensors();
  const weights = tensors['weights']!;
  const resting = [0, 1].map((id) => ({ id, tokens: 9, library }));
  keeper.save({
    tensors: { ...tensors, sibling1: weights, sibling2: tensors['average']! },
    texts,
    state: { ...state, growth: { ...state.growth!, resting, learner: null, part: 'silent', born: 2 } },
    summary: { step: info.step },
  });
}

it('dreams by itself; killed and woken around that and while it dreams it becomes the same', async () => {
  const born = home();
  expect(await baby(born, 'wake', '--steps', '10')).toMatchObject({ code: 0, err: '' });
  letSiblingsRest(born);
  const [whole, parted] = [copyOf(born), copyOf(born)];
  expect(await baby(whole, 'wake', '--steps', '190')).toMatchObject({ code: 0, err: '' });
  const end = soulOf(whole, 200);
  expect(end.state.growth).toMatchObject({
    learner: { id: -1, dreams: true },
    resting: [{ id: 0 }, { id: 1 }],
    dream: { brains: 2, unfinished: true },
  });
  const files = Object.keys(end.sums);
  for (const file of ['dream', 'teacher1', 'teacher2', 'sibling2']) expect(files).toContain(`${file}.safetensors`);

  writeFileSync(
    join(parted, 'baby.json'),
    JSON.stringify({ preset: 'tiny', threads: 1, ...SMALL, ...QUIET, saveSeconds: 1 }),
  );
  const left = () => String(200 - stepOf(parted));
  const first = start(parted, ['wake', '--steps', left()]);
  await first.says(/It dreams: one more brain learns what 2 expect together/);
  await first.kill();
  // as if it had been killed before the soul that dreams was written
  const { folder, state } = soulOf(parted);
  if (state.growth!.learner) rmSync(folder, { recursive: true });
  expect(soulOf(parted).state.growth!.learner).toBeNull();
  const second = start(parted, ['wake', '--steps', left()]);
  await second.says(/the dream speaks (alone|with all others) from now on/);
  await second.kill();
  expect(await baby(parted, 'wake', '--steps', left())).toMatchObject({ code: 0, err: '' });
  expect(lifeOf(soulOf(parted, 200))).toEqual(lifeOf(end));
});

it('learns the words of a text that came while it slept; killed and woken around that it becomes the same', async () => {
  const words = 'море ветер лодка берег рыба песня ночь звезда волна парус вода небо дом друг'.split(' ');
  const russian = Array.from({ length: 2500 }, (_, i) => words[(i * i + 3 * i) % words.length]).join(' ');
  // English has words of its own, which Russian then lacks
  const born = home({ vocabulary: 600 });
  expect(await baby(born, 'wake', '--steps', '10')).toMatchObject({ code: 0, err: '' });
  writeFileSync(join(born, 'library', 'russian.txt'), russian);
  const [whole, parted] = [copyOf(born), copyOf(born)];
  expect((await baby(whole, 'wake', '--steps', '60')).err).toMatch(
    /^It has learnt to read russian\.txt by \d+ new words, and has [\d,]+ parameters instead of [\d,]+\.\n$/,
  );
  const end = soulOf(whole, 70);
  expect(end.state.sizes.vocabulary).toBeGreaterThan(600);

  const left = () => String(70 - stepOf(parted));
  // while the soul with the new words is written
  const first = start(parted, ['wake', '--steps', left()]);
  await soulIsWritten(parted);
  await first.kill();
  // when it has learnt them, and when it learns on
  const second = start(parted, ['wake', '--steps', left()]);
  await second.says(/wakes at step 10: /);
  await second.kill();
  expect(soulOf(parted).state.sizes).toEqual(end.state.sizes);
  // a fast machine learns the rest before anything more is printed, so this one ends by itself
  expect(await baby(parted, 'wake', '--steps', '20')).toMatchObject({ code: 0 });
  expect(await baby(parted, 'wake', '--steps', left())).toMatchObject({ code: 0 });
  expect(lifeOf(soulOf(parted, 70))).toEqual(lifeOf(end));
});

/** Resolves when a soul begins to be written. */
function soulIsWritten(folder: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(join(folder, 'soul'), (_kind, name) => {
      if (!name?.startsWith('.writing-')) return;
      watcher.close();
      resolve();
    });
  });
}
