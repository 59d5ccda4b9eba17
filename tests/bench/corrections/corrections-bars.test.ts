/** The short form of the bars of corrections, on a baby that is seconds old. */
import { describe, expect, it } from 'vitest';
import { wake } from '../../../school/daemon/daemon.ts';
import { configure } from '../../../school/settings/config.ts';
import { askAll, changeOfVariety, correctAll, isCorrection, teachPairs } from './cases.ts';
import { TUNED, TUNED_PAIRS } from './questions-tuned.ts';
import { UNSEEN, UNSEEN_PAIRS } from './questions-unseen.ts';
import { openTwins, Young } from './twins.ts';

const QUIET = { reflection: { seconds: 0 }, scribe: { chance: 0 }, milestones: { seconds: 0 }, babbleSeconds: 86_400 };

describe('corrections', () => {
  it('answer their questions, most of them in other words, and no other question', async () => {
    const config = configure({ preset: 'tiny', threads: 1, voice: { maxTokens: 24 }, ...QUIET }, 'the test');
    const young = await Young.raise(config, { steps: 60 });
    try {
      for (const set of [TUNED, UNSEEN]) {
        const home = young.copy();
        const life = await wake({ home, config });
        await correctAll(life, set.corrected);
        await life.sleep();
        const { baby, twin, close } = await openTwins(young, home);
        const result = await askAll(baby, twin, set, 10);
        await close();
        expect(result).toMatchObject({ right: 10, corrected: 10, wrong: 0, wrongByWeights: 0, others: 20 });
        expect(result.paraphrased / result.paraphrases).toBeGreaterThanOrEqual(0.5);
        // what it says besides is what a twin says that was never corrected
        expect(changeOfVariety(result)).toBeLessThanOrEqual(20);
        expect(result.twin.distinct).toBeGreaterThan(1);
      }
      const life = await wake({ home: young.copy(), config });
      const pairs = [...TUNED_PAIRS, ...UNSEEN_PAIRS];
      const { right, paraphrased, missed } = await teachPairs(life, pairs);
      expect(missed).toEqual([]);
      expect(right).toBe(pairs.length);
      expect(paraphrased / pairs.length).toBeGreaterThanOrEqual(0.5);
      await life.sleep({ now: true });
    } finally {
      young.remove();
    }
  }, 240_000);

  it('are held to a twin by how many replies differ, and by their mean length', () => {
    const twin = { distinct: 20, length: 100 };
    expect(changeOfVariety({ replies: { distinct: 20, length: 100 }, twin })).toBe(0);
    expect(changeOfVariety({ replies: { distinct: 15, length: 110 }, twin })).toBeCloseTo(25);
    expect(changeOfVariety({ replies: { distinct: 19, length: 160 }, twin })).toBeCloseTo(60);
  });

  it('are told from other replies by the words that they hold in a row', () => {
    const answer = 'It is in the old shed behind the house, under the blue tarpaulin.';
    expect(isCorrection(answer.toUpperCase(), [answer])).toBe(true);
    expect(isCorrection('well, in the old shed behind the house, under there', [answer])).toBe(true);
    expect(isCorrection('it is in the old shed, I think', [answer])).toBe(false);
    expect(isCorrection('yes', ['Yes.', 'no way'])).toBe(false);
    expect(isCorrection('no way', ['Yes.', 'no way'])).toBe(true);
  });
});
