/** A life that was interrupted is the same life: every bit of weights, moments and memories, whatever happened in between. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { attach } from '../../school/api/rpc/client.ts';
import { findHome } from '../../school/home/home.ts';
import { starterFolder } from '../../school/home/package-root.ts';
import { LONG } from './campaign.ts';
import { baby, newHome, type Soul, soulOf, start, story, wakes } from './program.ts';

const texts = { 'story.txt': story, 'talk.txt': readFileSync(join(starterFolder, 'talk-home.txt')) };
/** What was said of steps of its life. */
const saidIn = (home: string, source: string): object[] =>
  readFileSync(join(home, 'sources', `${source}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const { id, turns } = JSON.parse(line);
      return { id, turns };
    });

const QUIET = { saveSeconds: 3600, examSeconds: 3600, babbleSeconds: 3600 };
const BUSY = { saveSeconds: 1, examSeconds: 1, babbleSeconds: 1 };

async function learn(home: string, steps: number): Promise<void> {
  const { code, err } = await baby(home, 'wake', '--steps', String(steps));
  expect([code, err]).toEqual([0, '']);
}

/** All that decides how it goes on. */
function lifeOf({ state, sums }: Soul): object {
  const { tutor, streams, mixer, voices, tokenizerHash, random } = state;
  const { 'weights.safetensors': weights, 'moments.safetensors': moments, 'memories.safetensors': memories } = sums;
  return {
    weights,
    moments,
    memories,
    tutor,
    streams,
    mixer,
    voices,
    tokenizerHash,
    places: random.places,
    mixing: random.mixing,
  };
}

/** Every brain and number of threads in the long campaign; in `npm test` the default brain, and one case of each other brain. */
const BRAINS = ['baby', 'seed', 'gpt2', ...(LONG ? ['llama', 'llm-from-scratch', 'cleanai', 'tfjs'] : [])];

describe.each(BRAINS)('a %s brain', (brain) => {
  it.each(LONG || brain === 'baby' ? [1, 2] : [2])(
    'stopped at step 10 and woken again is at step 20 as if it had never slept, %i threads',
    async (threads) => {
      const one = newHome({ brain, threads, ...QUIET }, texts);
      const two = newHome({ brain, threads, ...BUSY }, texts);
      await learn(one, 20);
      await learn(two, 10);
      const ten = lifeOf(soulOf(two, 10));
      await learn(two, 10);
      expect(lifeOf(soulOf(two, 20))).toEqual(lifeOf(soulOf(one, 20)));
      expect(lifeOf(soulOf(two, 20))).not.toEqual(ten);
    },
  );

  if (!LONG && brain !== 'baby') return;

  it('does not learn otherwise because it babbles, talks, is examined, saves, or is interrupted anywhere', async () => {
    // Several parts a step, so that much happens in the middle of one.
    const settings = { brain, threads: 2, accumulation: 2 };
    const busy = newHome({ ...settings, ...BUSY }, texts);
    const awake = await wakes(busy);
    const life = await attach(findHome(busy).socket);
    await Promise.all([life.say('how are you?'), life.exam('the sea is wide'), life.say('and now?'), life.save()]);
    await awake.says(/^babbles at step/m);
    await awake.says(/^exam at step .* held-out text/m);
    await life.say('and you?', { conversation: 'another' });
    life.close();
    expect(await awake.interrupt()).toMatchObject({ code: 0 });
    const stopped = soulOf(busy).state.tutor.step;
    await learn(busy, 10);

    const quiet = newHome({ ...settings, ...QUIET }, texts);
    await learn(quiet, stopped + 10);
    expect(lifeOf(soulOf(busy, stopped + 10))).toEqual(lifeOf(soulOf(quiet, stopped + 10)));
  });

  it('of the same seed becomes the same, of another seed another', async () => {
    const grown = async (seed: number): Promise<Soul> => {
      const home = newHome({ brain, threads: 2, seed, ...QUIET }, texts);
      await learn(home, 50);
      return soulOf(home, 50);
    };
    const [first, same, other] = [await grown(7), await grown(7), await grown(8)];
    expect(lifeOf(same)).toEqual(lifeOf(first));
    expect(other.sums['weights.safetensors']).not.toBe(first.sums['weights.safetensors']);
  });
});

it('a life goes on exactly when it is put to sleep and woken over and over', async () => {
  const [often, once] = [newHome({ threads: 2 }, texts), newHome({ threads: 2, ...QUIET }, texts)];
  for (const steps of LONG ? [1, 2, 3, 1, 5, 8] : [1, 3, 16]) await learn(often, steps);
  const whole = start(once, ['wake', '--steps', '20']);
  expect(await whole.ended).toMatchObject({ code: 0 });
  expect(lifeOf(soulOf(often, 20))).toEqual(lifeOf(soulOf(once, 20)));
});

it('what the scribe and its reflections say, and what is learnt of that, goes by steps: a sleep and a kill change nothing', async () => {
  const loud = {
    threads: 2,
    scribe: { chance: 1 },
    reflection: { seconds: 1 },
    sources: { scribe: 1, reflections: 1 },
    examSeconds: 3600,
    babbleSeconds: 3600,
  };
  const once = newHome({ ...loud, saveSeconds: 3600 }, texts);
  await learn(once, 300);
  const often = newHome({ ...loud, saveSeconds: 1 }, texts);
  await learn(often, 180);
  // what is said after its newest soul lies in the files of the home, and is said again
  const awake = await wakes(often, '--foreground', '--steps', '110');
  await awake.says(/reflects, its play: /);
  await awake.kill();
  const { step } = soulOf(often).state.tutor;
  expect(step).toBeGreaterThanOrEqual(180);
  await learn(often, 300 - step);
  expect(lifeOf(soulOf(often, 300))).toEqual(lifeOf(soulOf(once, 300)));
  for (const source of ['scribe', 'reflections']) expect(saidIn(often, source)).toEqual(saidIn(once, source));
  expect(saidIn(once, 'scribe').length).toBeGreaterThan(5);
  expect(saidIn(once, 'reflections').length).toBe(9);
});
