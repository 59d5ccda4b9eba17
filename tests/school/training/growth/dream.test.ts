// Tiny siblings, and a brain that learns what they expect together.
import { beforeAll, describe, expect, it } from 'vitest';
import { SIBLINGS } from '../../../../brain/engine/weight-sets.ts';
import { readSpoken, type SoulState, singleFile } from '../../../../school/training/checkpoint.ts';
import { lossesTogether } from '../../../../school/training/evaluation/together.ts';
import { dreamAloneSoul, dreamingSoul } from '../../../../school/training/growth/dream-soul.ts';
import type { GrowthState } from '../../../../school/training/growth/growth-state.ts';
import { meanOf } from '../../../../school/training/growth/steering.ts';
import type { OpenedSoul } from '../../../../soul/keeper.ts';
import { makePupil, weightsOf } from '../../tiny.ts';
import { contentOf, dreamer, saved, siblings, state } from './dreamers.ts';

let soul: OpenedSoul;
beforeAll(async () => void (soul = await siblings()));

describe('teachers', () => {
  it('expect together the mean of what each expects', async () => {
    const { mind, training, growth } = await dreamer(saved(dreamingSoul(contentOf(soul), 5)));
    const { engine, learn } = mind;
    expect(growth.state().learner).toEqual({ id: -1, dreams: true });
    training.learn(1);
    const soft = engine.input(learn, 'soft').slice();
    const targets = engine.input(learn, 'targets').slice();
    // what each of them expects of the same chunk, with empty memories as at the first step
    for (const { data } of engine.statesOf('streams')) data.fill(0);
    const losses = [0, 1].map((slot) => {
      engine.run(learn, 'forward', undefined, SIBLINGS + slot);
      return engine.output(learn, 'losses').slice();
    });
    const together = lossesTogether(losses);
    targets.forEach((target, row) => {
      const p = soft[row * mind.sizes.vocabulary + target]!;
      expect(p).toBeCloseTo(Math.exp(-together[row]!), 5);
      const whole = Array.from(soft.subarray(row * mind.sizes.vocabulary, (row + 1) * mind.sizes.vocabulary));
      const sum = whole.reduce((total, share) => total + share, 0);
      expect(sum).toBeCloseTo(1, 5);
    });
    expect(Math.abs(losses[0]![0]! - losses[1]![0]!)).toBeGreaterThan(1e-3);
  });
});

describe('a dream', () => {
  it('lets its siblings speak until it is better than they are, and ends as good as it gets', async () => {
    const baby = await dreamer(saved(dreamingSoul(contentOf(soul), 5)));
    const { growth, examine, log, step } = baby;
    const speakers = [0, 1].map((id) => ({ set: SIBLINGS + id, mind: String(id) }));
    expect(growth.speakers).toEqual(speakers);
    expect(growth.doing).toBe('dreaming');
    const alone = [0, 1].map((slot) => meanOf(examine(SIBLINGS + slot)));
    // it would go on getting better for long
    for (let i = 0; i < 1600; i++) step();
    expect(growth.isDone).toBe(false);
    expect(growth.state().dream).toMatchObject({ unfinished: true });
    baby.enough();
    for (let i = 0; i < 400 && !growth.isDone; i++) step();
    expect(growth.doing).toBe('knows all this');
    expect(log.at(-1)).toMatch(
      /^the dream is as good as it gets, after [\d,]+ tokens: alone it needs [\d.]+ bits per token, all 2 together [\d.]+$/,
    );
    const changes = log.filter((line) => line.startsWith('the dream speaks'));
    expect(changes.at(-1)).toMatch(
      /^the dream speaks alone from now on: the others need [\d.]+ bits per token, the dream [\d.]+, all together [\d.]+$/,
    );
    expect(growth.speakers).toEqual([{ set: SIBLINGS + 2, mind: '-1' }]);
    expect(growth.siblingsThatSpeak).toEqual(speakers);
    expect(growth.state().dream).toEqual({ tokens: expect.any(Number), library: 700, brains: 2 });
    expect(meanOf(examine(SIBLINGS + 2))).toBeLessThan(Math.min(...alone));
    expect(growth.siblings.map(({ id, speaks, does }) => [id, speaks, does])).toEqual([
      [0, false, 'rests'],
      [1, false, 'rests'],
      [-1, true, 'rests'],
    ]);
    const spoken = await makePupil({ kernels: 'simd' });
    expect(readSpoken(spoken.mind, saved(baby.soul()))).toEqual([{ set: 0, mind: '-1' }]);
    expect(spoken.mind.engine.weightsOf(0)).toEqual(baby.mind.engine.weightsOf(SIBLINGS + 2));

    expect(singleFile(baby.soul().state as SoulState)).toBe('dream');
    expect(singleFile(soul.state as SoulState)).toBe('sibling1');
    // alone, it is what speaks out of the soul
    const lone = saved(dreamAloneSoul(contentOf(saved(baby.soul()))));
    const asleep = await makePupil({ kernels: 'simd' });
    expect(readSpoken(asleep.mind, lone)).toEqual([{ set: 0, mind: '0' }]);
    expect(asleep.mind.engine.weightsOf(0)).toEqual(baby.mind.engine.weightsOf(SIBLINGS + 2));
    expect(Object.keys(lone.allTensors()).sort()).toEqual(['average', 'memories', 'moments', 'sibling1', 'weights']);
    const woken = await dreamer(lone, { dreams: false });
    expect(woken.growth.isDone).toBe(true);
    expect(meanOf(woken.examine(SIBLINGS))).toBe(meanOf(examine(SIBLINGS + 2)));
  });

  it('goes on from a soul bit for bit, with the memories of its teachers, whatever the number of threads', async () => {
    const begin = saved(dreamingSoul(contentOf(soul), 5));
    const whole = await dreamer(begin);
    const losses = Array.from({ length: 40 }, whole.step);
    const parted = await dreamer(begin, { threads: 2 });
    expect(Array.from({ length: 17 }, parted.step)).toEqual(losses.slice(0, 17));
    const woken = await dreamer(saved(parted.soul()));
    expect(Array.from({ length: 23 }, woken.step)).toEqual(losses.slice(17));
    expect(weightsOf(woken.mind)).toEqual(weightsOf(whole.mind));
    expect(woken.soul().tensors['teacher1']).toEqual(whole.soul().tensors['teacher1']);
    expect(woken.growth.state()).toEqual(whole.growth.state());
  });

  it('learns from what others expect: without teachers it becomes another', async () => {
    const begin = saved(dreamingSoul(contentOf(soul), 5));
    const [with_, without] = [await dreamer(begin), await dreamer(begin)];
    without.mind.teachers!.teaching = 0;
    without.tutor.teachers = undefined;
    with_.training.learn(20);
    without.training.learn(20);
    expect(weightsOf(with_.mind)).not.toEqual(weightsOf(without.mind));
    expect(without.mind.engine.input(without.mind.learn, 'softWeights').every((weight) => weight === 0)).toBe(true);
  });
});

describe('beginning to dream', () => {
  it('wants at least two brains that have learnt what they can', () => {
    const begin = (growth: GrowthState) => () => {
      const content = contentOf(soul);
      return dreamingSoul({ ...content, state: { ...(content.state as object), growth } }, 5);
    };
    const [first] = state().resting;
    expect(begin(state({ resting: [first!] }))).toThrow('a dream learns from siblings, and there is one brain that');
    expect(begin(state({ resting: [], learner: { id: 0 } }))).toThrow('and there is none that has learnt what it can');
  });

  it('lets who learns rest as it was at its best, and wakes it after the dream', () => {
    const steering = { ...state().steering, bestAt: 100 };
    const content = contentOf(soul);
    const learning = state({ resting: state().resting.slice(0, 1), learner: { id: 1 }, steering });
    const dreaming = dreamingSoul({ ...content, state: { ...(content.state as object), growth: learning } }, 5);
    const { growth } = dreaming.state as { growth: GrowthState };
    expect(growth.resting.map(({ id, library }) => [id, library])).toEqual([
      [0, 700],
      [1, 0],
    ]);
    expect(dreaming.tensors['sibling2']).toEqual(content.tensors['sibling2']);
    expect(growth).toMatchObject({ learner: { id: -1, dreams: true }, steering: { bestAt: null, rate: 1 } });
  });

  it('refuses to let a dream speak alone that was never dreamt', () => {
    expect(() => dreamAloneSoul(contentOf(soul))).toThrow('there is no dream yet');
  });
});
