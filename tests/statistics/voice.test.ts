import { describe, expect, it } from 'vitest';
import { apart, voices } from '../../statistics/query/voice.ts';
import { hold } from './support.ts';

const steps = (list: readonly number[]) => list.map((step) => ({ step }));

describe('its voice', () => {
  it('is what it answered to each question, oldest first, and of many the first, the last, and some between', () => {
    const { ledger, pass } = hold();
    ledger.beginRun();
    for (const step of [1, 10, 100, 1000, 10_000]) {
      pass(1000);
      for (const prompt of ['who are you?', 'and the sea?'])
        ledger.sample({ step, source: 'milestone', prompt, output: `${prompt} at ${step}` });
      ledger.sample({ step, source: 'babble', prompt: '', output: 'x' });
    }
    ledger.flush();
    const all = voices(ledger.database);
    expect(all.map(({ prompt }) => prompt)).toEqual(['who are you?', 'and the sea?']);
    expect(all[0].answers.map(({ text }) => text)).toEqual(
      [1, 10, 100, 1000, 10_000].map((step) => `who are you? at ${step}`),
    );
    expect(voices(ledger.database, { most: 3 })[1].answers.map(({ step }) => step)).toEqual([1, 100, 10_000]);
    const [{ answers }] = voices(ledger.database, { since: all[0].answers[1].ts, until: all[0].answers[3].ts });
    expect(answers.map(({ step }) => step)).toEqual([10, 100, 1000]);
    ledger.close();
  });

  it('is told by ratios of steps, since growth is quick in the beginning', () => {
    expect(apart(steps([1, 2, 4, 8, 16, 32, 64]), 4)).toEqual(steps([1, 4, 16, 64]));
    expect(apart(steps([0, 0, 0, 0]), 3)).toHaveLength(3);
    expect(apart(steps([5, 6]), 4)).toEqual(steps([5, 6]));
    expect(apart(steps([1, 2, 3]), 1)).toEqual(steps([3]));
    expect(apart(steps([1, 2, 3]), 0)).toEqual([]);
    expect(apart([], 3)).toEqual([]);
  });
});
