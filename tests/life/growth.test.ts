/** A brain that grows: killed before, while, and after it does so, it becomes the same, bit for bit. */
import { rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { baby, newHome, type Soul, soulOf, start, story } from './program.ts';

/** So small that the story is large for it: it grows at its first exam, and is judged at the second. */
const SMALL = {
  shape: { channels: 4, neurons: 8, lobes: 1, history: 8 },
  vocabulary: 320,
  kernels: 'simd',
  heldOut: 0.2,
};
const QUIET = { saveSeconds: 3600, examSeconds: 3600, babbleSeconds: 3600 };
const home = () => newHome({ ...SMALL, ...QUIET }, { 'story.txt': story });
const STEPS = 300;

function lifeOf({ state, sums }: Soul): object {
  const { tutor, streams, mixer, growth, sizes } = state;
  const files = ['weights', 'average', 'moments', 'memories', 'sibling1'].map((file) => sums[`${file}.safetensors`]);
  return { tutor, streams, mixer, growth, sizes, files };
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
