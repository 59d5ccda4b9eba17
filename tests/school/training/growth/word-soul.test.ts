// A soul whose vocabulary grew: old ids mean what they meant, and new ones begin as the mean of their parts.
import { describe, expect, it } from 'vitest';
import { parseTokenizer } from '../../../../library/tokenizer/index.ts';
import type { SoulState } from '../../../../school/training/checkpoint.ts';
import { bornWith } from '../../../../school/training/growth/size.ts';
import { withWordsOf } from '../../../../school/training/growth/word-soul.ts';
import { Keeper } from '../../../../soul/keeper.ts';
import { makePupil, TINY, temporaryFolder, tokenizer } from '../../tiny.ts';

const russian = 'море и ветер, ночь и звезда над лодкой у берега. '.repeat(120);
const growth = {
  steering: { rate: 1, dropout: 0, next: 0, stale: 0, bestAt: null },
  resting: [],
  learner: { id: 0 },
  part: 'now' as const,
  set: '',
  born: 1,
  failed: 0,
  library: 700,
  size: bornWith(10_000),
};

async function learnt(brain: 'baby' | 'gpt2' = 'baby') {
  const training = await makePupil({ brain });
  training.learn(20);
  const keeper = new Keeper({ folder: temporaryFolder() });
  const content = training.soul(0, growth);
  keeper.save(content);
  const { allTensors, texts, state } = keeper.open();
  return { tensors: allTensors(), texts, state, summary: { step: 20 } };
}
const texts = [Buffer.from(russian)];

describe('a soul that learns the words of a text', () => {
  it('has a row for each new word, the mean of those of its parts, in weights and average', async () => {
    const before = await learnt();
    const { soul, words } = withWordsOf(before, texts, 3);
    expect(words).toBeGreaterThan(15);
    const state = soul.state as SoulState;
    const larger = parseTokenizer(soul.texts['tokenizer.json']!);
    expect(state).toMatchObject({ sizes: { vocabulary: 320 + words }, tokenizerHash: larger.hash });
    for (const file of ['weights', 'average'] as const) {
      const table = soul.tensors[file]!.find(({ name }) => name === 'tokens')!;
      const old = before.tensors[file]!.find(({ name }) => name === 'tokens')!;
      const columns = TINY.baby['channels'] as number;
      expect(table.shape).toEqual([320 + words, columns]);
      expect(table.data.slice(0, old.data.length)).toEqual(old.data);
      const [left, right] = (larger as unknown as { merges: [number, number][] }).merges[320 - 260]!;
      for (let c = 0; c < columns; c++)
        expect(table.data[320 * columns + c]).toBeCloseTo(
          (old.data[left * columns + c]! + old.data[right * columns + c]!) / 2,
          6,
        );
    }
  });

  it('goes on learning, and leaves as much room for siblings as before', async () => {
    const { soul, words } = withWordsOf(await learnt(), texts, 3);
    const keeper = new Keeper({ folder: temporaryFolder() });
    keeper.save(soul);
    const training = await makePupil({ sizes: { vocabulary: 320 + words } as never, soul: keeper.open() });
    expect(training.learn(3).every(Number.isFinite)).toBe(true);
    const { size } = (soul.state as SoulState).growth!;
    expect(size!.born / 10_000).toBeCloseTo(
      training.mind.engine.parameters.count / (await makePupil()).mind.engine.parameters.count,
      6,
    );
  });

  it('is refused in one sentence where its kind cannot, or where there are too few words', async () => {
    await expect(learnt('gpt2').then((soul) => withWordsOf(soul, texts, 3))).rejects.toThrow(
      'the vocabulary of a gpt2 brain with a tokenizer of the kind bpe stays as it is',
    );
    const baby = await learnt();
    expect(() => withWordsOf(baby, [Buffer.from('море')], 3)).toThrow(
      `its vocabulary of ${tokenizer.vocabularySize} stays as it is`,
    );
  });
});
