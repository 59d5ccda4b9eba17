import { describe, expect, it } from 'vitest';
import { attentionBytes } from './attention.ts';

describe('the memory of attention', () => {
  it('grows with the tokens in flash attention, and with their square in standard attention', () => {
    expect(attentionBytes('flash', 1024) / attentionBytes('flash', 256)).toBeCloseTo(4, 2);
    expect(attentionBytes('standard', 1024) / attentionBytes('standard', 256)).toBeGreaterThan(13);
    expect(attentionBytes('flash', 1024) / attentionBytes('standard', 1024)).toBeLessThan(1 / 8);
  });
});
