import { describe, expect, it } from 'vitest';
import { AnswerTrail } from '../../../brain/episodes/trail.ts';

describe('the trail of an answer', () => {
  it('foresees token after token, to the one that ends it', () => {
    const trail = new AnswerTrail([[4, 2, 7]], 0.9, 10);
    for (const token of [4, 2, 7]) {
      expect(trail.goesOn).toBe(true);
      expect(trail.next).toEqual([token]);
      expect(trail.vote().share).toBe(0.9);
      expect(trail.vote().probabilities[token]).toBe(1);
      trail.take(token);
    }
    expect(trail.goesOn).toBe(false);
    expect(trail.vote().share).toBe(0);
  });

  it('is lost as soon as something else is said', () => {
    const trail = new AnswerTrail([[4, 2, 7]], 0.9, 10);
    trail.take(4);
    trail.take(5);
    expect(trail.goesOn).toBe(false);
    expect(trail.next).toEqual([]);
    trail.take(7);
    expect(trail.goesOn).toBe(false);
  });

  it('leaves open which of several answers it is, until that shows', () => {
    const trail = new AnswerTrail([[1, 2, 3], [1, 2, 4], [5, 6], []], 0.9, 10);
    const { probabilities } = trail.vote();
    expect(probabilities[1]).toBeCloseTo(2 / 3, 12);
    expect(probabilities[5]).toBeCloseTo(1 / 3, 12);
    trail.take(1);
    expect(trail.vote().probabilities[2]).toBe(1);
    trail.take(2);
    expect(trail.next).toEqual([3, 4]);
    trail.take(4);
    expect(trail.goesOn).toBe(false);
  });
});
