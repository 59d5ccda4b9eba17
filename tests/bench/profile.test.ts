import { describe, expect, it } from 'vitest';
import { profileStep, profileTable } from './profile.ts';

describe('a step by kernel', () => {
  const sizes = { vocabulary: 300, channels: 32, feedForwardWidth: 128, blocks: 2, contextLength: 16, batch: 2 };

  it('tells of every kernel that was called how often and how long, and counts the arithmetic of its products', async () => {
    const profile = await profileStep('gpt2', sizes, { kernels: 'simd', threads: 2, steps: 3 });
    const { rows, gigaflops, tokensPerSecond, millisecondsPerStep, threads, kernels } = profile;
    expect([kernels, threads]).toEqual(['simd', 2]);
    expect(tokensPerSecond).toBeCloseTo((32 * 1000) / millisecondsPerStep, 6);
    // of each token: in, out and through a feed-forward layer in each block, and the table; forward once, and twice on the way back
    const weights = 2 * (4 * 32 * 32 + 2 * 32 * 128) + 300 * 32;
    const share = gigaflops / ((3 * 2 * 32 * weights) / 1e9);
    expect(share).toBeGreaterThan(1); // colours are little, but something
    expect(share).toBeLessThan(1.01);
    expect(rows.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(rows.map(({ kernel }) => kernel)).toEqual(expect.arrayContaining(['matmulNN', 'attention', 'adamw']));
    for (const { calls } of rows) expect(Number.isInteger(calls) && calls > 0).toBe(true);
    const table = profileTable([['a GPT', profile]], 0);
    for (const { kernel } of rows) expect(table).toContain(kernel);
  });
});
