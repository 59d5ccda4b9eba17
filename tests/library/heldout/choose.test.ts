import { describe, expect, it } from 'vitest';
import { chooseHeldOut } from '../../../library/heldout/choose.ts';
import { randomFrom, sentence } from '../home.ts';

describe('what is held out of a very large text', () => {
  it('is no more than an exam needs', async () => {
    const random = randomFrom(1);
    const block = Array.from({ length: 500 }, () => `${sentence(random)}\n`).join('');
    const read = async function* (): AsyncGenerator<string> {
      for (let at = 0; at < 130; at++) yield block.replaceAll('.\n', ` in ${at}.\n`);
    };
    let length = 0;
    for await (const piece of read()) length += piece.length;
    const choice = await chooseHeldOut(read, 0.95, () => true);
    const text = choice.kind === 'part' ? choice.text : '';
    expect(length * 0.95).toBeGreaterThan(4_400_000);
    expect(text.length).toBeGreaterThan(4_100_000);
    expect(text.length).toBeLessThanOrEqual(1 << 22);
  });
});
