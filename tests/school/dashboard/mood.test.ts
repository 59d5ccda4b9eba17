import { describe, expect, it } from 'vitest';
import type { Standing } from '../../../school/dashboard/state/snapshot.ts';
import { moodOf } from '../../../school/raising/mood-face.ts';
import { raisingTexts } from '../../../school/raising/texts/raising.ts';
import { statsAt } from '../fake-life.ts';

const at = (step: number | null, changes: Partial<Standing> = {}): Standing => ({
  step,
  record: false,
  arrow: 0,
  ...changes,
});
/** It feels what it expects, and nothing strongly. */
const even = statsAt(1, { colour: [0.3, 0.2, 0.5], expectedColour: [0.3, 0.29, 0.5] });

describe('mood', () => {
  it('is that of somebody who has just come, before there is a history', () => {
    expect(moodOf(null, {})).toBe(raisingTexts.notHereYet);
    expect(moodOf(even, { smoothLoss: at(null) })).toBe(raisingTexts.newToTheWorld);
  });

  it('is good when all goes well, and bad when not', () => {
    const all = (step: number) => ({ smoothLoss: at(step), exact: at(step), gradientNorm: at(step), exam: at(step) });
    expect(moodOf(even, all(15))).toBe('very happy, sure of itself, very proud');
    expect(moodOf(even, all(0))).toBe('very lost, very shaken, guessing wildly');
    expect(moodOf(even, all(8))).toBe('a little content');
  });

  it('says how strongly', () => {
    expect(moodOf(even, { gradientNorm: at(10) })).toBe('a little calm');
    expect(moodOf(even, { gradientNorm: at(13) })).toBe('calm');
    expect(moodOf(even, { gradientNorm: at(15) })).toBe('very calm');
  });

  it('goes by the course and by records', () => {
    expect(moodOf(even, { smoothLoss: at(null, { arrow: -1 }) })).toBe('hopeful');
    expect(moodOf(even, { smoothLoss: at(null, { arrow: 1 }) })).toBe('struggling');
    expect(moodOf(even, { exam: at(15, { record: true }) })).toBe('triumphant, very happy');
  });

  it('believes the exam on unread text more than what it learns by heart', () => {
    const reciting = { smoothLoss: at(15, { arrow: -1 }), exact: at(15), exam: at(1, { arrow: 1 }) };
    expect(moodOf(even, reciting)).toBe('lost, struggling, nervous');
    // a sibling that has just begun knows little, and all of them together much
    const growing = { smoothLoss: at(0, { arrow: 1 }), exact: at(0), exam: at(15) };
    expect(moodOf(even, growing)).toBe('very happy, guessing wildly, very proud');
    // too few exams to compare them say nothing
    expect(moodOf(even, { smoothLoss: at(15), exam: at(null) })).toBe('very happy');
  });

  it('goes by what it feels, and by how that surprises it', () => {
    const feels = (colour: readonly [number, number, number], expected = colour) =>
      moodOf(statsAt(1, { colour, expectedColour: expected }), {});
    expect(feels([0.9, 0, 0.2])).toBe('excited, at one with itself');
    expect(feels([0.1, 0.1, 0.95])).toBe('serene, at one with itself');
    expect(feels([0.1, 0.1, 0.1], [0.3, 0.1, 0.1])).toBe('curious');
    expect(feels([0.1, 0.1, 0.1], [0.1, 0.9, 0.9])).toBe('surprised at itself');
  });

  it('is never more than three words about three matters', () => {
    for (let step = 0; step < 16; step++) {
      const standings = Object.fromEntries(
        ['smoothLoss', 'exact', 'gradientNorm', 'exam', 'tokensPerSecond'].map((name) => [
          name,
          at(step, { arrow: -1 }),
        ]),
      );
      const words = moodOf(statsAt(1), standings).split(', ');
      expect(words.length).toBeLessThanOrEqual(3);
      expect(new Set(words).size).toBe(words.length);
    }
  });
});
