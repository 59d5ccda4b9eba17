import { describe, expect, it } from 'vitest';
import { roundsTogether } from './transformers.ts';

describe('rounds of PyTorch', () => {
  const round = (milliseconds: number, mostMemory: number) => ({
    version: '1.13.0',
    milliseconds,
    parameters: 10,
    mostMemory,
  });

  it('give the middle step, and the most memory that any of them took', () => {
    const together = roundsTogether([round(900, 5), round(700, 9), round(800, 4)]);
    expect(together).toEqual(round(800, 9));
  });

  it('give no figure where one of them failed', () => {
    const missing = { missing: 'it failed: no memory' };
    expect(roundsTogether([round(900, 5), missing])).toEqual(missing);
  });
});
