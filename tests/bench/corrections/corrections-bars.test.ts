/** The short form of the bars of corrections, on a baby that is seconds old. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wake } from '../../../school/daemon/daemon.ts';
import { makeHome } from '../../../school/home/home.ts';
import { configure } from '../../../school/settings/config.ts';
import { temporaryFolder } from '../../school/tiny.ts';
import { askAll, correctAll, isCorrection, repliesBefore, teachPairs } from './cases.ts';
import { TUNED, TUNED_PAIRS } from './questions-tuned.ts';
import { UNSEEN, UNSEEN_PAIRS } from './questions-unseen.ts';

const QUIET = { reflection: { seconds: 0 }, scribe: { chance: 0 }, milestones: { seconds: 0 }, babbleSeconds: 86_400 };

describe('corrections', () => {
  it('answer their questions, most of them in other words, and no other question', async () => {
    const home = makeHome(join(temporaryFolder(), 'home'));
    const config = configure({ preset: 'tiny', threads: 1, voice: { maxTokens: 24 }, ...QUIET }, 'the test');
    const life = await wake({ home, config });
    try {
      for (const set of [TUNED, UNSEEN]) {
        const before = await repliesBefore(life, set);
        await correctAll(life, set.corrected);
        const result = await askAll(life, set, 10, before);
        expect(result).toMatchObject({ right: 10, corrected: 10, wrong: 0, wrongByWeights: 0, others: 20 });
        expect(result.paraphrased / result.paraphrases).toBeGreaterThanOrEqual(0.5);
      }
      const pairs = [...TUNED_PAIRS, ...UNSEEN_PAIRS];
      const { right, paraphrased, missed } = await teachPairs(life, pairs);
      expect(missed).toEqual([]);
      expect(right).toBe(pairs.length);
      expect(paraphrased / pairs.length).toBeGreaterThanOrEqual(0.5);
    } finally {
      await life.sleep({ now: true });
      for (const file of readdirSync(home.folder)) rmSync(join(home.folder, file), { recursive: true, force: true });
    }
  }, 240_000);

  it('are told from other replies by the words that they hold in a row', () => {
    const answer = 'It is in the old shed behind the house, under the blue tarpaulin.';
    expect(isCorrection(answer.toUpperCase(), [answer])).toBe(true);
    expect(isCorrection('well, in the old shed behind the house, under there', [answer])).toBe(true);
    expect(isCorrection('it is in the old shed, I think', [answer])).toBe(false);
    expect(isCorrection('yes', ['Yes.', 'no way'])).toBe(false);
    expect(isCorrection('no way', ['Yes.', 'no way'])).toBe(true);
  });
});
