import { describe, expect, it } from 'vitest';
import { siblingLines } from '../../../school/text/siblings.ts';
import { type GrowthState, siblingsOf } from '../../../school/training/growth/growth-state.ts';

const steering = { rate: 1, dropout: 0, next: 0, stale: 0, bestAt: 5 };
const state = {
  steering,
  resting: [
    { id: 1, tokens: 400_000, library: 9 },
    { id: 0, tokens: 250_000, library: 9 },
  ],
  learner: { id: 2 },
  part: 'silent',
  set: 'x',
  born: 3,
  failed: 0,
  library: 9,
} as const;

describe('siblings in words', () => {
  it('are told the eldest first: who learns, who rests, who speaks', () => {
    expect(siblingLines(siblingsOf(state, 1234)).map((line) => line.replace(/ {2,}/g, '  ').trim())).toEqual([
      'the eldest  250,000 tokens learnt  rests  speaks',
      'sibling 2  400,000 tokens learnt  rests  speaks',
      'sibling 3  1,234 tokens learnt  learns  does not speak yet',
    ]);
  });

  it('say who speaks as it was at its best, and that one that is alone always speaks', () => {
    expect(siblingsOf({ ...state, part: 'best' }, 1).at(-1)).toEqual({
      id: 2,
      tokens: 1,
      does: 'learns',
      speaks: true,
      atItsBest: true,
    });
    expect(siblingsOf({ ...state, resting: [] }, 1)).toMatchObject([{ id: 2, speaks: true }]);
    expect(siblingsOf({ ...state, learner: null }, 0)).toHaveLength(2);
  });

  it('say of a dream whether it learns, and whether it speaks alone', () => {
    const shown = (changes: Partial<GrowthState>): string[] =>
      siblingLines(siblingsOf({ ...state, learner: null, ...changes }, 77)).map((line) =>
        line.replace(/ {2,}/g, '  ').trim(),
      );
    const dream = { tokens: 900, library: 9, brains: 2 };
    expect(shown({ learner: { id: -1, dreams: true } }).at(-1)).toBe(
      'the dream  77 tokens learnt  learns  learns what all others expect together',
    );
    expect(shown({ dream }).at(-1)).toBe(
      'the dream  900 tokens learnt  rests  is all others in one: what exports carry',
    );
    expect(shown({ dream, dreamSpeaks: 'together' }).at(-1)).toBe('the dream  900 tokens learnt  rests  speaks');
    expect(shown({ dream, dreamSpeaks: 'alone' })).toEqual([
      'the eldest  250,000 tokens learnt  rests  taught the dream, which speaks for it',
      'sibling 2  400,000 tokens learnt  rests  taught the dream, which speaks for it',
      'the dream  900 tokens learnt  rests  speaks',
    ]);
    expect(shown({ dream, dreamSpeaks: 'alone', learner: { id: -1, dreams: true } }).at(-1)).toBe(
      'the dream  77 tokens learnt  learns  speaks as it was at its best',
    );
  });
});
