import { describe, expect, it } from 'vitest';
import { Logprobs } from '../../../../school/training/replies/logprobs.ts';
import { tokenizer } from '../../tiny.ts';

describe('how likely tokens were', () => {
  it('are logarithms of the softmax of all scores, the most likely ones first', () => {
    const scores = Float32Array.from({ length: 320 }, (_, id) => (id === 40 ? 3 : id === 41 ? 2 : -1));
    const all = new Logprobs(tokenizer, 2);
    all.add(scores, 41);
    const [{ logprob, top, bytes }] = all.of(tokenizer.decode([41])).logprobs;
    const sum = Math.exp(3) + Math.exp(2) + 318 * Math.exp(-1);
    expect(logprob).toBeCloseTo(2 - Math.log(sum), 6);
    expect(top.map((one: { logprob: number }) => one.logprob)).toEqual([
      expect.closeTo(3 - Math.log(sum), 6),
      expect.closeTo(2 - Math.log(sum), 6),
    ]);
    expect(bytes).toEqual([...tokenizer.tokenBytes(41)]);
  });

  it('are told of the tokens in the text alone, whatever space was taken off and whatever was cut', () => {
    const scores = new Float32Array(320);
    const ids = [...tokenizer.encode(' the sea and the wind')];
    const all = new Logprobs(tokenizer, 0);
    for (const id of [...ids, tokenizer.special.done]) all.add(scores, id);
    const text = (logprobs: readonly { bytes: readonly number[] }[]) =>
      new TextDecoder().decode(Uint8Array.from(logprobs.flatMap(({ bytes }) => bytes)));
    expect(text(all.of('the sea and the wind').logprobs)).toBe(' the sea and the wind');
    expect(text(all.of('the sea').logprobs)).toBe(' the sea');
    expect(all.of('').logprobs.length).toBeLessThanOrEqual(1);
    expect(all.of('the sea').logprobs[0]?.top).toEqual([]);
  });
});
