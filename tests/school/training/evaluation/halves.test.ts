import { describe, expect, it } from 'vitest';
import { halfOf } from '../../../../school/training/evaluation/halves.ts';

const tokenBytes = Uint8Array.from({ length: 50 }, (_, id) => 1 + (id % 5));
const passage = (count: number) => {
  const ids = Int32Array.from({ length: count }, (_, i) => (i * 7) % 50);
  return { ids, bytes: ids.reduce((sum, id) => sum + tokenBytes[id]!, 0) };
};

describe('halves of a held-out passage', () => {
  it.each([1, 31, 64, 500, 2526, 60_001])('are all of its %i tokens, each once, and all of its bytes', (count) => {
    const whole = passage(count);
    const [one, other] = [halfOf(whole, 'steering', 'a0', tokenBytes), halfOf(whole, 'public', 'a0', tokenBytes)];
    for (let i = 0; i < count; i++) expect(one.marked![i]! + other.marked![i]!).toBe(1);
    expect(one.bytes + other.bytes).toBe(whole.bytes);
    expect(one.ids).toBe(whole.ids);
    if (count < 500) return;
    // nearly as large, and both from all over the passage
    const tokens = one.marked!.reduce((sum, mark) => sum + mark, 0);
    expect(Math.abs(tokens / count - 0.5)).toBeLessThan(0.07);
    for (const { marked } of [one, other]) {
      expect(marked!.subarray(0, count / 3).includes(1)).toBe(true);
      expect(marked!.subarray(count / 3, (2 * count) / 3).includes(1)).toBe(true);
      expect(marked!.subarray((2 * count) / 3).includes(1)).toBe(true);
    }
  });

  it('begin with either, by what the passage is', () => {
    const whole = passage(100);
    expect(halfOf(whole, 'steering', 'c4', tokenBytes).marked).toEqual(
      halfOf(whole, 'public', 'c5', tokenBytes).marked,
    );
  });
});
