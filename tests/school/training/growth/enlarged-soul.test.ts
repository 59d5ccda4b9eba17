// A soul with a larger brain: it says what the smaller one says, and goes on from there bit for bit.
import { describe, expect, it } from 'vitest';
import type { Enlargement } from '../../../../brain/brains/enlargement.ts';
import { SIBLINGS } from '../../../../brain/engine/weight-sets.ts';
import type { SoulState } from '../../../../school/training/checkpoint.ts';
import { enlargedSoul, withoutWishes } from '../../../../school/training/growth/enlarged-soul.ts';
import type { GrowthState } from '../../../../school/training/growth/growth-state.ts';
import { bornWith } from '../../../../school/training/growth/size.ts';
import { Keeper, type SoulContent } from '../../../../soul/keeper.ts';
import { files, makePupil, type Pupil, TINY, temporaryFolder, weightsOf } from '../../tiny.ts';

const LARGER: Record<Enlargement, object> = { lobe: { lobes: 3 }, neurons: { neurons: 48 } };
const growth: GrowthState = {
  steering: { rate: 0.5, dropout: 0.3, next: 9, stale: 4, bestAt: 100 },
  resting: [{ id: 0, tokens: 50, library: 700 }],
  learner: { id: 1 },
  part: 'now',
  set: 'a set',
  born: 2,
  failed: 1,
  library: 700,
  size: { ...bornWith(1000), waits: 'lobe', trial: { tokens: 16, nats: [40] } },
};

/** The soul of somebody who learnt for a while, and has a sibling at rest and its own best. */
async function small(): Promise<{ training: Pupil; content: SoulContent }> {
  const training = await makePupil({ siblings: 2, kernels: 'simd' });
  training.learn(30);
  const { engine } = training.mind;
  engine.weightsOf(SIBLINGS).set(engine.weightsOf(0));
  training.learn(140);
  engine.weightsOf(SIBLINGS + 1).set(engine.weightsOf(0));
  const content = training.soul(2);
  // as it lies on the disk: what is learnt later must not change it
  const keeper = new Keeper({ folder: temporaryFolder() });
  keeper.save({ ...content, state: { ...(content.state as SoulState), growth } });
  const soul = keeper.open();
  return {
    training,
    content: { tensors: soul.allTensors(), texts: soul.texts, state: soul.state, summary: { step: 240 } },
  };
}

const sizesFor = (by: Enlargement) => ({ ...TINY.baby, ...LARGER[by] });

async function large(content: SoulContent, by: Enlargement, threads = 1): Promise<Pupil> {
  const keeper = new Keeper({ folder: temporaryFolder() });
  keeper.save(enlargedSoul(content, sizesFor(by), 3));
  return makePupil({ siblings: 2, kernels: 'simd', sizes: LARGER[by] as never, soul: keeper.open(), threads });
}

const ids = files[0]!.tokens.slice(100, 220);
const greedy = (logits: ArrayLike<number>) => Array.from(logits).indexOf(Math.max(...Array.from(logits)));

/** Logits after each of some tokens, by a set of weights. */
function says({ mind: { voice } }: Pupil, set: number): number[][] {
  voice.speakers = [{ set, mind: '0' }];
  const conversation = voice.begin();
  return Array.from(ids, (id) => Array.from(voice.hear(conversation, [id], [0.5, 0.5, 0.5])));
}

describe.each(['lobe', 'neurons'] as const)('a soul that grows by %s', (by) => {
  it('says the same within 1e-6, by its weights, their average, its sibling, and as it was at its best', async () => {
    const { training, content } = await small();
    const grown = await large(content, by);
    for (const set of [0, 1, SIBLINGS, SIBLINGS + 1]) {
      const [before, after] = [says(training, set), says(grown, set)];
      before.forEach((row, t) => {
        expect(greedy(after[t]!)).toBe(greedy(row));
        row.forEach((p, v) => expect(Math.abs(p - after[t]![v]!)).toBeLessThan(1e-6));
      });
    }
    expect(says(grown, SIBLINGS)).not.toEqual(says(grown, 0));
  });

  it('keeps its moments and the memories of its streams, and begins those of what is new at 0', async () => {
    const { content } = await small();
    const { tensors } = enlargedSoul(content, sizesFor(by), 3);
    const of = (soul: SoulContent['tensors'], file: string, name: string) =>
      soul[file]!.find((one) => one.name === name)!;
    const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + Math.abs(value), 0);
    for (const [file, name] of [
      ['moments', 'lobe0.project.weight.first'],
      ['moments', 'lobe1.neurons.weight.second'],
      ['memories', 'lobe0.windows.history'],
      ['memories', 'lobe1.memory.long'],
    ] as const) {
      const [before, after] = [of(content.tensors, file, name), of(tensors, file, name)];
      expect(sum(before.data)).toBeGreaterThan(0);
      // all that was is there, and nothing else
      expect(sum(after.data)).toBeCloseTo(sum(before.data), 6);
    }
    if (by === 'lobe') expect(sum(of(tensors, 'moments', 'lobe2.project.weight.first').data)).toBe(0);
  });

  it('goes on learning bit for bit, stopped and woken, whatever the number of threads', async () => {
    const { content } = await small();
    const whole = await large(content, by);
    const losses = whole.learn(30);
    const parted = await large(content, by, 2);
    expect(parted.learn(12)).toEqual(losses.slice(0, 12));
    const keeper = new Keeper({ folder: temporaryFolder() });
    keeper.save(parted.soul(2));
    const woken = await makePupil({ siblings: 2, kernels: 'simd', sizes: LARGER[by] as never, soul: keeper.open() });
    expect(woken.learn(18)).toEqual(losses.slice(12));
    expect(weightsOf(woken.mind)).toEqual(weightsOf(whole.mind));
    expect(weightsOf(woken.mind, 'average')).toEqual(weightsOf(whole.mind, 'average'));
  });

  it('learns with what is new', async () => {
    const { content } = await small();
    const grown = await large(content, by);
    grown.learn(5);
    const name = by === 'lobe' ? 'lobe2.project.weight' : 'lobe0.project.weight';
    const weights = grown.mind.engine.ofParameter(name);
    expect(weights[weights.length - 1]).not.toBe(0);
  });
});

it('learns at the whole rate again, its siblings wake, and its trial goes on', async () => {
  const { content } = await small();
  const { growth: after, sizes } = enlargedSoul(content, sizesFor('lobe'), 3).state as SoulState;
  expect(sizes).toEqual(sizesFor('lobe'));
  expect(after).toMatchObject({ steering: { rate: 1, stale: 0, bestAt: 100 }, failed: 0, part: 'now' });
  expect(after!.resting[0]!.library).toBe(0);
  expect(after!.size).toMatchObject({ born: 1000, times: 1, exams: 0, trial: { tokens: 16, nats: [40] } });
  expect(after!.size!.waits).toBeUndefined();
});

it('is not about to grow any more when somebody goes back to the soul before', () => {
  const state = { step: 1, growth };
  const { growth: back } = withoutWishes(state) as { growth: GrowthState };
  expect(back.size).toEqual({ ...bornWith(1000), exams: 0, declined: 700 });
  const idle = { growth: { ...growth, size: bornWith(5) } };
  expect(withoutWishes(idle)).toEqual(idle);
  expect(withoutWishes({ step: 3 })).toEqual({ step: 3 });
});

it('does not dream of itself when somebody goes back to the soul before its dream', () => {
  const resting = [
    { id: 0, tokens: 1, library: 650 },
    { id: 1, tokens: 1, library: 700 },
  ];
  const before = { growth: { ...growth, size: bornWith(5), resting, learner: null } };
  expect((withoutWishes(before) as { growth: GrowthState }).growth.dreamless).toBe(700);
});
