// Siblings of tiny brains that learn the story in milliseconds: exams come every few steps here.
import { describe, expect, it } from 'vitest';
import { LEARNING, SIBLINGS, type WeightSet } from '../../../../brain/engine/weight-sets.ts';
import type { Speaker } from '../../../../brain/voice/speak.ts';
import { SPECIAL } from '../../../../library/tokenizer/index.ts';
import { readSpoken } from '../../../../school/training/checkpoint.ts';
import { exam } from '../../../../school/training/evaluation/evaluate.ts';
import { Evaluator } from '../../../../school/training/evaluation/evaluator.ts';
import { lossesTogether } from '../../../../school/training/evaluation/together.ts';
import { Growth } from '../../../../school/training/growth/growth.ts';
import type { GrowthState } from '../../../../school/training/growth/growth-state.ts';
import { trainingTexts } from '../../../../school/training/texts/training-texts.ts';
import { Keeper, type OpenedSoul } from '../../../../soul/keeper.ts';
import { files, makePupil, temporaryFolder, tokenizer, weightsOf } from '../../tiny.ts';

/** What they read is soon known by heart; the story goes on with what they are examined on. */
const READ = 1500;
const HELD_OUT = [{ ids: files[0]!.tokens.slice(READ, READ + 1200), bytes: 1 }];
/** Targets between two exams: ten steps. */
const EVERY = 240;

interface Options {
  readonly most?: number;
  readonly siblings?: number;
  readonly soul?: OpenedSoul;
  readonly library?: () => number;
}

async function family({ most = 3, siblings = most, soul, library = () => 700 }: Options = {}) {
  const training = await makePupil({
    siblings,
    kernels: 'simd',
    tokens: READ,
    learningRate: 2e-2,
    ...(soul ? { soul } : {}),
  });
  const { mind, tutor } = training;
  const state = soul && (soul.state as { growth: GrowthState }).growth;
  const tools = {
    model: mind,
    tutor: () => tutor,
    libraryTokens: library,
    most: () => most,
    seed: 7,
    every: () => EVERY,
  };
  const growth = new Growth(tools, 'a set', state);
  const log: string[] = [];
  const steer = (set: WeightSet) =>
    exam(mind.engine, mind.learn, mind.sizes, mind.overlap, SPECIAL.end, HELD_OUT, undefined, set).losses;
  const step = () => {
    training.learn(1);
    growth.apply();
    if (growth.isDue) log.push(...growth.steer((set) => baby.examine(set)));
  };
  const baby = {
    training,
    examine: steer,
    mind,
    tutor,
    growth,
    log,
    steer,
    step,
    /** until `done`, or so many steps */
    live(done: () => boolean, most = 3000) {
      for (let i = 0; i < most && !done(); i++) step();
      expect(done(), log.join('; ')).toBe(true);
    },
    soul() {
      const content = training.soul(growth.slots);
      return { ...content, state: { ...(content.state as object), growth: growth.state() } };
    },
  };
  return baby;
}

/** Mean nats of a token. */
const mean = (losses: ArrayLike<number>) => Array.from(losses).reduce((sum, nats) => sum + nats, 0) / losses.length;

describe('siblings', () => {
  it('learn one after the other, rest as they were at their best, and are better together than any alone', async () => {
    const { growth, log, live, steer, mind } = await family({ most: 2 });
    const bests: number[] = [];
    live(() => {
      const resting = growth.state().resting.length;
      if (resting > bests.length) bests.push(mean(steer(SIBLINGS + resting - 1)));
      return growth.isDone;
    });
    expect(log.at(-1)).toBe(trainingTexts.siblings.knowAll(2));
    expect(log).toContain(trainingTexts.siblings.begins('sibling 2'));
    const all = [0, 1].map((slot) => steer(SIBLINGS + slot));
    // none changed since it went to rest
    expect(all.map(mean)).toEqual(bests);
    expect(mean(lossesTogether(all))).toBeLessThan(Math.min(...bests) - 0.01);
    expect(mind.voice.speakers).toEqual([0, 1].map((id) => ({ set: SIBLINGS + id, mind: String(id) })));
  });

  it('go on from a soul bit for bit, at any time of a family', async () => {
    const whole = await family();
    const folder = temporaryFolder();
    let parted = await family();
    const folders = new Keeper({ folder });
    let reopened = 0;
    // until some time after the first sibling was born
    for (let i = 0, after = 0; after < 300 && i < 4000; i++) {
      whole.step();
      parted.step();
      if (whole.growth.state().born > 1) after++;
      if (i % 190 !== 77) continue;
      folders.save(parted.soul());
      parted = await family({ soul: folders.open() });
      reopened++;
    }
    expect(reopened).toBeGreaterThan(4);
    expect(whole.growth.state().born).toBeGreaterThan(1);
    expect(parted.growth.state()).toEqual(whole.growth.state());
    expect(parted.mind.voice.speakers).toEqual(whole.mind.voice.speakers);
    expect(weightsOf(parted.mind)).toEqual(weightsOf(whole.mind));
    expect(weightsOf(parted.mind, 'average')).toEqual(weightsOf(whole.mind, 'average'));
    for (let slot = 0; slot < whole.growth.slots; slot++)
      expect(parted.mind.engine.weightsOf(SIBLINGS + slot)).toEqual(whole.mind.engine.weightsOf(SIBLINGS + slot));
    expect(parted.tutor.state()).toEqual(whole.tutor.state());
  });

  it('speak out of a soul as they speak awake, and are examined each alone and all together', async () => {
    const { growth, live, soul, mind } = await family({ most: 2 });
    live(() => growth.isDone);
    const keeper = new Keeper({ folder: temporaryFolder() });
    keeper.save(soul());
    const asleep = await makePupil({ siblings: 1, kernels: 'simd' });
    const speakers = readSpoken(asleep.mind, keeper.open());
    expect(speakers).toEqual([
      { set: LEARNING, mind: '0' },
      { set: SIBLINGS, mind: '1' },
    ]);
    asleep.mind.voice.speakers = speakers;
    const ids = files[0]!.tokens.slice(0, 40);
    const says = ({ voice }: typeof mind) => Array.from(voice.hear(voice.begin(), ids, [0.5, 0.5, 0.5]));
    expect(says(asleep.mind)).toEqual(says(mind));

    const given = [{ file: 'story.txt', ids: Int32Array.from(HELD_OUT[0]!.ids), bytes: 3000 }];
    const told = (speakers: readonly Speaker[]) => new Evaluator(mind, tokenizer).examine({}, given, 1, { speakers });
    const together = told(mind.voice.speakers);
    const alone = mind.voice.speakers.map((one) => told([one]).bitsPerByte);
    expect(together.each).toEqual({ 0: alone[0], 1: alone[1] });
    expect(together.bitsPerByte).toBeLessThan(Math.min(...alone));
    expect(told([mind.voice.speakers[0]!]).each).toBeUndefined();
  });

  it('speak as the one was that learns, while it is clearly worse than at its best', async () => {
    const { growth, mind } = await family({ most: 2 });
    const { set } = mind.voice.speakers[0]!;
    const speaksAfter = (nats: number) => {
      growth.steer(() => new Float32Array(160).fill(nats));
      return mind.voice.speakers.map((one) => one.set);
    };
    expect([2, 2.004, 2.008, 1.99].map(speaksAfter)).toEqual([[set], [set], [SIBLINGS], [set]]);
  });

  it('wake, the eldest first, when there is more to read, and keep their best until they are better', async () => {
    let tokens = 700;
    const { growth, log, live, mind } = await family({ most: 2, library: () => tokens });
    live(() => growth.isDone);
    const eldest = mind.engine.weightsOf(SIBLINGS).slice();
    const second = mind.engine.weightsOf(SIBLINGS + 1).slice();
    tokens = 900;
    log.splice(0, log.length, ...growth.textsChanged(700));
    expect(log).toEqual([trainingTexts.siblings.wakes('the eldest')]);
    expect(growth.state()).toMatchObject({ learner: { id: 0 }, resting: [{ id: 1 }], part: 'best' });
    // it speaks on as it was, and so does the other, which moved up
    expect(mind.voice.speakers).toEqual([
      { set: SIBLINGS, mind: '1' },
      { set: SIBLINGS + 1, mind: '0' },
    ]);
    expect(mind.engine.weightsOf(SIBLINGS)).toEqual(second);
    expect(mind.engine.weightsOf(SIBLINGS + 1)).toEqual(eldest);
    expect(mind.engine.weightsOf(0)).toEqual(eldest);
    live(() => growth.isDone);
    expect(log).toContain(trainingTexts.siblings.wakes('sibling 2'));
    expect(growth.state().resting.every(({ library }) => library === 900)).toBe(true);
  });

  it('wake where other texts took the place of those that they read, and not where some only went', async () => {
    let tokens = 700;
    const { growth, live } = await family({ most: 2, library: () => tokens });
    live(() => growth.isDone);
    tokens = 500;
    expect(growth.textsChanged(500)).toEqual([]);
    expect(growth.isDone).toBe(true);
    // 200 of them stayed, 300 are new: no more in all than it has read
    expect(growth.textsChanged(200)).toEqual([trainingTexts.siblings.wakes('the eldest')]);
  });

  it('keep their best when a line is added, and begin with the whole rate where much is', async () => {
    let tokens = 700;
    const { growth, live, tutor } = await family({ library: () => tokens });
    live(() => growth.state().steering.stale > 1);
    const before = growth.state().steering;
    tokens = 760;
    expect(growth.textsChanged(700)).toEqual([]);
    expect(growth.state().steering).toEqual(before);
    // by and by it is much
    tokens = 790;
    growth.textsChanged(760);
    expect(growth.state().steering).toMatchObject({ rate: 1, stale: 0, bestAt: null });
    expect(tutor.course?.rate).toBe(1);
  });

  it('stay away where only one is wanted: it knows what it can', async () => {
    const { growth, log, live } = await family({ most: 1 });
    live(() => growth.isDone);
    expect(log.at(-1)).toBe(trainingTexts.siblings.knowAll(1));
    expect(growth.speakers).toEqual([{ set: SIBLINGS, mind: '0' }]);
  });

  it('are not steered where there is no room for the best so far, or too little held out', async () => {
    for (const options of [{ siblings: 0 }, {}]) {
      const { growth, tutor, step } = await family(options);
      if (!('siblings' in options)) growth.examsChanged(undefined);
      for (let i = 0; i < 30; i++) step();
      expect(growth.isDue).toBe(false);
      expect(tutor.course).toBeUndefined();
    }
  });
});

describe('one who brings the others nothing', () => {
  it('is let go, and after two of them nobody is born any more', async () => {
    const baby = await family({ most: 3 });
    const { growth, log, live } = baby;
    live(() => growth.state().resting.length === 1);
    // whoever learns now knows what the eldest knows, and nothing else
    const eldest = baby.steer(SIBLINGS);
    baby.examine = () => eldest;
    live(() => growth.isDone);
    expect(
      log.filter((line) => / is let go: with it they foresee (better|worse) by 0\.0000 bits per token/.test(line)),
    ).toHaveLength(2);
    expect(log.at(-1)).toBe(trainingTexts.siblings.knowAll(1));
    expect(growth.speakers).toEqual([{ set: SIBLINGS, mind: '0' }]);
  });
});
