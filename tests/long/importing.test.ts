import { describe, expect, it } from 'vitest';
import { leaksOf } from '../library/importing/mutations.ts';

describe('exports of every kind', () => {
  it('damaged 20,000 times, end, throw nothing, and give nobody another’s words', async () => {
    expect(await leaksOf(0, 20_000)).toEqual([]);
  }, 600_000);
});
