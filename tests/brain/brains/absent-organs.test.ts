import { describe, expect, it } from 'vitest';
import { SHAPES } from '../../../brain/brains/shapes/index.ts';
import { encodeText } from '../../../library/tokenizer/chat-template.ts';
import { exam } from '../../../school/training/evaluation/evaluate.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { makePupil, type Pupil, talkText, temporaryFolder, tokenizer } from '../../school/tiny.ts';

const BABY = SHAPES.baby.organs as readonly string[];
const GPT2 = SHAPES.gpt2.organs as readonly string[];
const ids = encodeText(tokenizer, talkText).subarray(0, 60);

const lossesOf = ({ mind }: Pupil) =>
  exam(mind.engine, mind.learn, mind.sizes, mind.overlap, 0, [{ ids, bytes: 1 }]).losses;
const all = ({ mind }: Pupil) =>
  Object.fromEntries([...mind.engine.parameters.all.keys()].map((name) => [name, [...mind.engine.ofParameter(name)]]));

/** One that learnt with all of its organs, woken without some. */
async function woken(brain: 'baby' | 'gpt2', without: readonly string[]) {
  const folder = temporaryFolder();
  const whole = await makePupil({ brain, sizes: { batch: 1 } });
  whole.learn(30);
  new Keeper({ folder }).save(whole.soul());
  const open = (organs: readonly string[]) =>
    makePupil({ brain, sizes: { batch: 1 }, without: organs, soul: new Keeper({ folder }).open() });
  return { whole, absent: await open(without), open, folder };
}

describe.each([['baby', BABY] as const, ['gpt2', GPT2] as const])('a %s brain', (brain, organs) => {
  it.each(organs)(
    'without %s foresees otherwise, learns, and rests the weights that it does not use',
    async (organ) => {
      const { whole, absent } = await woken(brain, [organ]);
      const before = all(absent);
      expect(before).toEqual(all(whole));
      const [here, there] = [lossesOf(whole), lossesOf(absent)];
      expect(here.some((loss, i) => Math.abs(loss - there[i]) > 1e-6)).toBe(true);
      const losses = absent.learn(12);
      expect(losses.every(Number.isFinite)).toBe(true);
      const after = all(absent);
      const resting = Object.keys(before).filter((name) => after[name].every((x, i) => x === before[name][i]));
      expect(resting.length).toBeGreaterThan(0);
      expect(resting.length).toBeLessThan(Object.keys(before).length / 2);
      const { recording } = absent.mind.learn;
      const reached = new Set(recording.tensors.filter(({ role }) => role === 'gradient').map(({ name }) => name));
      expect(resting.sort()).toEqual(
        Object.keys(before)
          .filter((name) => !reached.has(name))
          .sort(),
      );
    },
  );

  it.each([...organs.map((organ) => [organ]), organs])('speaks as it learns without %s', async (...without) => {
    const { absent } = await woken(brain, without);
    const { mind } = absent;
    // a chunk of a GPT begins at its first place: one chunk of both
    const length = brain === 'gpt2' ? mind.sizes.contextLength : 40;
    const { engine, learn, voice } = mind;
    const text = [0, ...ids.subarray(0, length)];
    for (const { data } of engine.statesOf('streams')) data.fill(0);
    engine.input(learn, 'colour').fill(0.5);
    const learnt: number[] = [];
    for (let at = 0; at < length; at += mind.sizes.contextLength) {
      engine.input(learn, 'ids').set(text.slice(at, at + mind.sizes.contextLength));
      engine.input(learn, 'targets').set(text.slice(at + 1, at + 1 + mind.sizes.contextLength));
      engine.run(learn, 'forward');
      engine.run(learn, 'commit');
      learnt.push(...engine.output(learn, 'losses'));
    }
    const conversation = voice.begin();
    for (let i = 0; i < length; i++) {
      const logits = Array.from(voice.hear(conversation, [text[i]], [0.5, 0.5, 0.5]));
      const nats = Math.log(logits.reduce((sum, x) => sum + Math.exp(x), 0)) - logits[text[i + 1]];
      expect(nats).toBeCloseTo(learnt[i], 4);
    }
  });

  it('has its organs back from a soul that was saved without them', async () => {
    const { whole, absent, folder, open } = await woken(brain, organs);
    new Keeper({ folder }).save(absent.soul());
    const back = await open([]);
    expect(all(back)).toEqual(all(whole));
    expect([...lossesOf(back)]).toEqual([...lossesOf(whole)]);
  });
});
