import { expect, it } from 'vitest';
import { LEARNING } from '../../../../brain/engine/weight-sets.ts';
import { recite } from '../../../../school/training/evaluation/recital.ts';
import { makePupil, tokenizer } from '../../tiny.ts';

const { end } = tokenizer.special;
const passageOf = (text: string) => {
  const ids = Int32Array.from(tokenizer.encode(text));
  return { ids, learn: ids.map((_, i) => (i % 3 === 0 ? 0 : 1)) };
};

it.each(['baby', 'gpt2', 'seed'] as const)(
  'passages cost a %s the same alone and beside others, and leave nothing',
  async (brain) => {
    const { mind, learn, hands } = await makePupil({ brain });
    learn(3);
    const { engine, sizes } = mind;
    const before = [...engine.statesOf('streams')].map(({ data }) => [...data]);
    const ids = [...engine.input(mind.learn, 'ids')];
    const passages = [
      'the sea',
      'a boat that goes out in the morning and comes home in the evening',
      'fish',
      'wind',
      'x',
    ].map(passageOf);
    const together = recite(mind, end, passages, LEARNING);
    passages.forEach((passage, i) => {
      const [alone] = recite(mind, end, [passage], LEARNING);
      expect(together[i].length).toBe([...passage.learn].filter((one, at) => at > 0 && one).length);
      together[i].forEach((nats, t) => expect(nats).toBeCloseTo(alone[t], 4));
      expect(together[i].every((nats) => nats > 0)).toBe(true);
    });
    expect(passages.some((passage) => passage.ids.length > sizes.contextLength)).toBe(true);
    expect([...engine.statesOf('streams')].map(({ data }) => [...data])).toEqual(before);
    expect([...engine.input(mind.learn, 'ids')]).toEqual(ids);
    await hands.release();
  },
);
