import { describe, expect, it } from 'vitest';
import { Engine } from '../../../brain/engine/engine.ts';
import { attention } from '../../../brain/ops/attention.ts';

const record = (shape: number[], heads: number, kvHeads?: number) =>
  new Engine().record('op', 'op', (r) => ({ outputs: { y: attention(r.input('qkv', shape), heads, kvHeads) } }));

describe('attention in groups', () => {
  it('has the width of its queries', () => {
    expect(record([2, 5, 24], 4, 2).outputs.y?.shape).toEqual([2, 5, 12]);
    expect(record([2, 5, 18], 4, 1).outputs.y?.shape).toEqual([2, 5, 12]);
  });

  it('says what does not fit', () => {
    expect(() => record([2, 5, 24], 4, 3)).toThrow(
      'attention: 3 heads of keys and values must divide the 4 heads of queries',
    );
    expect(() => record([2, 5, 25], 4, 2)).toThrow(
      /last axis of qkv \(2,5,25\) must be \(4 \+ 2·2\)·D: queries of 4 heads, then keys and values of 2$/,
    );
  });
});
