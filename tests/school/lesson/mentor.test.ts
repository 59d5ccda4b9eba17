// A tiny baby of two siblings, and a transformer that learns what they expect together.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { SIBLINGS } from '../../../brain/engine/weight-sets.ts';
import { type Home, makeHome } from '../../../school/home/home.ts';
import { openMentor, whyNoTeacher } from '../../../school/lesson/mentor.ts';
import { lessonTexts } from '../../../school/lesson/texts.ts';
import { Evaluator } from '../../../school/training/evaluation/evaluator.ts';
import { lossesTogether } from '../../../school/training/evaluation/together.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { files, makePupil, TINY, temporaryFolder, tokenizer, weightsOf } from '../tiny.ts';
import { state } from '../training/growth/dreamers.ts';

const growth = state({ resting: [0, 1].map((id) => ({ id, tokens: 2000, library: 700 })) });

let home: Home;
let soul: string;
beforeAll(async () => {
  const one = await makePupil({ siblings: 2, learningRate: 2e-2, seed: 1 });
  one.learn(60);
  const other = await makePupil({ siblings: 2, learningRate: 2e-2, seed: 2 });
  other.learn(60);
  const { engine } = other.mind;
  engine.weightsOf(SIBLINGS).set(one.mind.engine.weightsOf(0));
  engine.weightsOf(SIBLINGS + 1).set(engine.weightsOf(0));
  home = makeHome(temporaryFolder());
  soul = new Keeper({ folder: home.soul }).save(other.soul(2, growth)).name;
});

const opened = (name = soul) =>
  openMentor({ home: home.folder, name: 'mia', soul: name }, TINY.llama, { kernels: 'auto', threads: 1 });
const heir = async (from?: Parameters<typeof makePupil>[0]) =>
  makePupil({ brain: 'llama', learningRate: 1e-2, mentor: await opened(), ...from });
const reopened = (content: Awaited<ReturnType<typeof heir>>['soul']) => {
  const keeper = new Keeper({ folder: temporaryFolder() });
  keeper.save(content());
  return keeper.open();
};

describe('a baby that teaches another one', () => {
  it('expects what its siblings expect together, and nothing in its home is changed', async () => {
    const all = () =>
      readdirSync(home.folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name)).toString('base64')]);
    const before = all();
    const { mind, learn } = await heir();
    const { model, speakers } = mind.mentor!;
    expect(speakers.map(({ mind: id }) => id)).toEqual(['0', '1']);
    learn(1);
    const { engine } = model;
    for (const input of ['ids', 'colour', 'targets'])
      engine.input(model.learn, input).set(mind.engine.input(mind.learn, input));
    const losses = speakers.map(({ set }) => {
      for (const { data } of engine.statesOf('streams')) data.fill(0);
      engine.run(model.learn, 'forward', undefined, set);
      return engine.output(model.learn, 'losses').slice();
    });
    const together = lossesTogether(losses);
    const soft = mind.engine.input(mind.learn, 'soft');
    const { vocabulary } = mind.sizes;
    mind.engine.input(mind.learn, 'targets').forEach((target, row) => {
      expect(soft[row * vocabulary + target]).toBeCloseTo(Math.exp(-together[row]!), 5);
    });
    expect(Math.abs(losses[0]![0]! - losses[1]![0]!)).toBeGreaterThan(1e-3);
    const weights = mind.engine.input(mind.learn, 'softWeights');
    expect(weights.some((weight) => weight > 0)).toBe(true);
    expect(all()).toEqual(before);
  });

  it('is gone on with bit for bit, with what it remembers of the streams', async () => {
    const whole = await heir();
    const losses = whole.learn(30);
    const parted = await heir();
    expect(parted.learn(13)).toEqual(losses.slice(0, 13));
    const woken = await heir({ soul: reopened(parted.soul) });
    expect(woken.learn(17)).toEqual(losses.slice(13));
    expect(weightsOf(woken.mind)).toEqual(weightsOf(whole.mind));
    expect(Object.keys(woken.soul().tensors)).toContain('mentor2');
    expect(woken.soul().tensors['mentor2']).toEqual(whole.soul().tensors['mentor2']);
    // what another soul of it remembered is another's
    const kept = reopened(parted.soul);
    const moved = { ...kept, state: { ...(kept.state as object), teacher: { home: '/elsewhere', soul } } };
    const { mind } = await heir({ soul: moved });
    const remembered = Object.values(mind.mentor!.teachers.tensors()).flat();
    expect(remembered.every(({ data }) => data.every((value) => value === 0))).toBe(true);
  });

  it('makes another of who it teaches, and is left without a trace where it is gone', async () => {
    const [taught, alone] = [await heir(), await makePupil({ brain: 'llama', learningRate: 1e-2 })];
    const [first, other] = [taught.learn(20), alone.learn(20)];
    expect(first).not.toEqual(other);
    const woken = await makePupil({ brain: 'llama', learningRate: 1e-2, soul: reopened(taught.soul) });
    expect(woken.learn(3).every(Number.isFinite)).toBe(true);
    expect(Object.keys(woken.soul().tensors).filter((file) => file.startsWith('mentor'))).toEqual([]);
  });

  it('is examined beside it, on the same text', async () => {
    const { mind } = await heir();
    const exams = [{ file: 'story.txt', ids: Int32Array.from(files[0]!.tokens.slice(0, 900)), bytes: 2000 }];
    const { teacher } = new Evaluator(mind, tokenizer).ofTeacher({}, exams as never);
    const { model, speakers } = mind.mentor!;
    const own = new Evaluator(model, tokenizer).examine({}, exams as never, 0, { speakers });
    expect(teacher).toEqual({ name: 'mia', bitsPerByte: own.bitsPerByte });
    const alone = await makePupil({ brain: 'llama' });
    expect(new Evaluator(alone.mind, tokenizer).ofTeacher({}, exams as never)).toEqual({});
  });

  it('is refused with a sentence where it cannot teach', async () => {
    await expect(opened('soul-9')).rejects.toThrow();
    expect(whyNoTeacher({ brain: 'seed', sizes: TINY.seed }, TINY.llama)).toBe(lessonTexts.teacher.cannotTeach('seed'));
    expect(whyNoTeacher({ brain: 'baby', sizes: TINY.baby }, { contextLength: 64 })).toBeUndefined();
    const { gpt2 } = TINY;
    expect(whyNoTeacher({ brain: 'gpt2', sizes: gpt2 }, gpt2)).toBeUndefined();
    expect(whyNoTeacher({ brain: 'gpt2', sizes: gpt2 }, { contextLength: 64 })).toMatch(
      /^it reads \d+ tokens at once and this one 64: `baby set contextLength \d+`$/,
    );
  });
});
