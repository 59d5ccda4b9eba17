import { describe, expect, it } from 'vitest';
import { EXPORTS, leaksOf, learntOf, SECRET } from './mutations.ts';

describe('exports of every kind', () => {
  it.each(Object.keys(EXPORTS))('%s gives all of the owner’s words, and nobody else’s', async (name) => {
    const learnt = await learntOf(name, Buffer.from(EXPORTS[name]!));
    expect(learnt).not.toContain(SECRET);
    expect(learnt.match(/my boat number \d+ is blue/g)).toHaveLength(6);
  });

  it('damaged 1,000 times, end, throw nothing, and give nobody another’s words', async () => {
    expect(await leaksOf(0, 1000)).toEqual([]);
  });
});
