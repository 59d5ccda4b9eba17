import { describe, expect, it } from 'vitest';
import { lossesTogether } from '../../../../school/training/evaluation/together.ts';

describe('losses of several who speak as one', () => {
  it('are those of the mean of their probabilities', () => {
    const [together] = lossesTogether([[-Math.log(0.5)], [-Math.log(0.1)], [-Math.log(0.3)]]);
    expect(together).toBeCloseTo(-Math.log(0.3), 6);
  });

  it('of one are its own, and of very unlikely tokens still a number', () => {
    expect([...lossesTogether([[1, 2.5]])]).toEqual([1, 2.5]);
    expect(lossesTogether([[900], [1000]])[0]).toBeCloseTo(900 + Math.log(2), 3);
  });

  it('are never above the mean of theirs', () => {
    const [a, b] = [0, 1].map((s) => Array.from({ length: 100 }, (_, i) => 5 + 5 * Math.sin(i * (s + 1.3))));
    const together = lossesTogether([a!, b!]);
    for (let i = 0; i < 100; i++) expect(together[i]).toBeLessThanOrEqual((a![i]! + b![i]!) / 2 + 1e-5);
  });
});
