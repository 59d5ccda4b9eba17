import { describe, expect, it } from 'vitest';
import { Consolidation } from '../../../library/sources/consolidation.ts';
import { ExamplePool, type TokenExample } from '../../../library/sources/example-pool.ts';
import { randomFrom } from '../home.ts';

const example = (id: string, first = 10): TokenExample => ({
  id,
  ids: Int32Array.of(first, first + 1, first + 2),
  learn: Uint8Array.of(0, 1, 1),
});

function poolOf(byHeart: boolean, ...ids: readonly string[]): ExamplePool {
  const pool = new ExamplePool(byHeart);
  for (const id of ids) pool.add(example(id));
  return pool;
}

const know = (pool: ExamplePool, id: string): void => {
  for (let i = 0; i < 3; i++) pool.mark(id, true);
};

describe('consolidation', () => {
  it('draws a correction one time in three, and contrasts of every kind between', () => {
    const consolidation = new Consolidation(poolOf(true, 'a', 'b'), () => [poolOf(false, 'd'), poolOf(false)], 1);
    consolidation.contrast(example('own reply', 50));
    const random = randomFrom(3);
    const drawn = Array.from({ length: 4000 }, () => consolidation.draw(random).id);
    const share = (of: (id: string) => boolean) => drawn.filter(of).length / drawn.length;
    expect(share((id) => id === 'a' || id === 'b')).toBeCloseTo(1 / 3, 1);
    expect(share((id) => id.endsWith('own reply'))).toBeCloseTo(0.5, 1);
    expect(share((id) => id.endsWith(' d'))).toBeCloseTo(1 / 6, 1);
    for (const id of new Set(drawn)) expect(consolidation.find(id)).toMatchObject({ id });
    expect(consolidation.find('contrast 7 d')).toBeUndefined();
  });

  it('weighs contrasts as much as the corrections beside them', () => {
    const corrections = poolOf(true, 'a');
    const consolidation = new Consolidation(corrections, () => [poolOf(false, 'd')], 0);
    expect(consolidation.newness('contrast 1 d')).toBe(1);
    know(corrections, 'a');
    expect(consolidation.newness('contrast 1 d')).toBe(0);
  });

  it('waits for replies of its own, ends when all is known, and then drops them', () => {
    const corrections = poolOf(true, 'a');
    const consolidation = new Consolidation(corrections, () => [], 2);
    expect(consolidation.wants).toBe(2);
    expect(consolidation.due()).toBe(false);
    consolidation.contrast(example('1'));
    consolidation.contrast(example('2'));
    expect(consolidation.wants).toBe(0);
    expect(consolidation.due()).toBe(true);
    const resumed = new Consolidation(corrections, () => [], 2, JSON.parse(JSON.stringify(consolidation.state())));
    expect(resumed.state()).toEqual(consolidation.state());
    expect(resumed.wants).toBe(0);
    know(corrections, 'a');
    expect(consolidation.due()).toBe(false);
    expect(consolidation.state()).toEqual([]);
    expect(consolidation.wants).toBe(0);
    corrections.lose('a');
    expect(consolidation.wants).toBe(2);
  });

  it('has nothing to do without a correction', () => {
    const consolidation = new Consolidation(poolOf(true), () => [poolOf(false, 'd')], 2);
    expect([consolidation.size, consolidation.wants, consolidation.due()]).toEqual([0, 0, false]);
  });
});
