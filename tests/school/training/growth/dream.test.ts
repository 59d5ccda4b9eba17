// Tiny siblings, and a brain that learns what they expect together.
import { beforeAll, describe, expect, it } from 'vitest';
import { SIBLINGS, type WeightSet } from '../../../../brain/engine/weight-sets.ts';
import { readSpoken, type SoulState, singleFile } from '../../../../school/training/checkpoint.ts';
import { exam } from '../../../../school/training/evaluation/evaluate.ts';
import { lossesTogether } from '../../../../school/training/evaluation/together.ts';
import { dreamAloneSoul, dreamingSoul } from '../../../../school/training/growth/dream-soul.ts';
import { Growth } from '../../../../school/training/growth/growth.ts';
import type { GrowthState } from '../../../../school/training/growth/growth-state.ts';
import { bornWith } from '../../../../school/training/growth/size.ts';
import { meanOf } from '../../../../school/training/growth/steering.ts';
import { Keeper, type OpenedSoul, type SoulContent } from '../../../../soul/keeper.ts';
import { files, makePupil, temporaryFolder, tokenizer, weightsOf } from '../../tiny.ts';

const READ = 1500;
const HELD_OUT = [{ ids: files[0]!.tokens.slice(READ, READ + 1200), bytes: 1 }];
const EVERY = 240;
const end = tokenizer.special.end;

const state = (changes: Partial<GrowthState> = {}): GrowthState => ({
  steering: { rate: 1, dropout: 0, next: 0, stale: 0, bestAt: null },
  resting: [0, 1].map((id) => ({ id, tokens: 4800, library: 700 })),
  learner: null,
  part: 'silent',
  set: 'a set',
  born: 2,
  failed: 0,
  library: 700,
  size: bornWith(1000),
  ...changes,
});

/** Two who learnt the story by other chance, as they lie in a soul. */
async function siblings(): Promise<OpenedSoul> {
  const one = await makePupil({ siblings: 2, kernels: 'simd', tokens: READ, learningRate: 2e-2, seed: 1 });
  one.learn(90);
  const other = await makePupil({ siblings: 2, kernels: 'simd', tokens: READ, learningRate: 2e-2, seed: 2 });
  other.learn(90);
  const { engine } = other.mind;
  engine.weightsOf(SIBLINGS).set(one.mind.engine.weightsOf(0));
  engine.weightsOf(SIBLINGS + 1).set(engine.weightsOf(0));
  const keeper = new Keeper({ folder: temporaryFolder() });
  keeper.save(other.soul(2, state()));
  return keeper.open();
}

let soul: OpenedSoul;
beforeAll(async () => void (soul = await siblings()));

const contentOf = ({ allTensors, texts, state, info }: OpenedSoul): SoulContent => ({
  tensors: allTensors(),
  texts,
  state,
  summary: { step: info.step },
});
const saved = (content: SoulContent): OpenedSoul => {
  const keeper = new Keeper({ folder: temporaryFolder() });
  keeper.save(content);
  return keeper.open();
};

async function dreamer(from: OpenedSoul, threads = 1, dreams = true) {
  const pupil = await makePupil({
    siblings: 3,
    kernels: 'simd',
    tokens: READ,
    learningRate: 2e-2,
    dreams,
    soul: from,
    threads,
  });
  const { mind, tutor } = pupil;
  const tools = {
    model: mind,
    tutor: () => tutor,
    libraryTokens: () => 700,
    most: () => 2,
    seed: 7,
    every: () => EVERY,
  };
  const growth = new Growth(tools, 'a set', (from.state as { growth: GrowthState }).growth);
  const examine = (set: WeightSet) =>
    exam(mind.engine, mind.learn, mind.sizes, mind.overlap, end, HELD_OUT, undefined, set).losses;
  const log: string[] = [];
  const known = new Map<WeightSet, Float32Array>();
  let look = examine;
  const step = () => {
    const [loss] = pupil.learn(1);
    growth.apply();
    if (growth.isDue) log.push(...growth.steer((set) => look(set)));
    return loss!;
  };
  /** From now on no exam is better than the one before. */
  const enough = () => {
    look = (set) => known.get(set) ?? known.set(set, examine(set)).get(set)!;
  };
  return {
    pupil,
    mind,
    tutor,
    growth,
    examine,
    log,
    step,
    enough,
    soul: () => pupil.soul(growth.slots, growth.state()),
  };
}

describe('teachers', () => {
  it('expect together the mean of what each expects', async () => {
    const { mind, pupil, growth } = await dreamer(saved(dreamingSoul(contentOf(soul), 5)));
    const { engine, learn } = mind;
    expect(growth.state().learner).toEqual({ id: -1, dreams: true });
    pupil.learn(1);
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
  it('lets its siblings speak on, ends as good as it gets, and is better than any of them', async () => {
    const baby = await dreamer(saved(dreamingSoul(contentOf(soul), 5)));
    const { growth, examine, log, step } = baby;
    const speakers = [0, 1].map((id) => ({ set: SIBLINGS + id, mind: String(id) }));
    expect(growth.speakers).toEqual(speakers);
    expect(growth.doing).toBe('dreaming');
    const alone = [0, 1].map((slot) => meanOf(examine(SIBLINGS + slot)));
    // it would go on getting better for long
    for (let i = 0; i < 1600; i++) step();
    expect(growth.isDone).toBe(false);
    baby.enough();
    for (let i = 0; i < 400 && !growth.isDone; i++) step();
    expect(growth.doing).toBe('knows all this');
    expect(log.at(-1)).toMatch(
      /^the dream is as good as it gets, after [\d,]+ tokens: alone it needs [\d.]+ bits per token, all 2 together [\d.]+$/,
    );
    expect(growth.speakers).toEqual(speakers);
    expect(growth.state().dream).toMatchObject({ library: 700 });
    expect(meanOf(examine(SIBLINGS + 2))).toBeLessThan(Math.min(...alone));
    expect(growth.siblings.map(({ id, speaks, does }) => [id, speaks, does])).toEqual([
      [0, true, 'rests'],
      [1, true, 'rests'],
      [-1, false, 'rests'],
    ]);

    expect(singleFile(baby.soul().state as SoulState)).toBe('dream');
    expect(singleFile(soul.state as SoulState)).toBe('sibling1');
    // alone, it is what speaks out of the soul
    const lone = saved(dreamAloneSoul(contentOf(saved(baby.soul()))));
    const asleep = await makePupil({ kernels: 'simd' });
    expect(readSpoken(asleep.mind, lone)).toEqual([{ set: 0, mind: '0' }]);
    expect(asleep.mind.engine.weightsOf(0)).toEqual(baby.mind.engine.weightsOf(SIBLINGS + 2));
    expect(Object.keys(lone.allTensors()).sort()).toEqual(['average', 'memories', 'moments', 'sibling1', 'weights']);
    const woken = await dreamer(lone, 1, false);
    expect(woken.growth.isDone).toBe(true);
    expect(meanOf(woken.examine(SIBLINGS))).toBe(meanOf(examine(SIBLINGS + 2)));
  });

  it('goes on from a soul bit for bit, with the memories of its teachers, whatever the number of threads', async () => {
    const begin = saved(dreamingSoul(contentOf(soul), 5));
    const whole = await dreamer(begin);
    const losses = Array.from({ length: 40 }, whole.step);
    const parted = await dreamer(begin, 2);
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
    with_.pupil.learn(20);
    without.pupil.learn(20);
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
