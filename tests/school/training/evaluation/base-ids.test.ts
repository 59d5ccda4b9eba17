// An exam keeps its text, and so its name, when the vocabulary grows.
import { describe, expect, it } from 'vitest';
import { type ByteTokenizer, extendTokenizer } from '../../../../library/tokenizer/index.ts';
import { Evaluator } from '../../../../school/training/evaluation/evaluator.ts';
import { buildModel } from '../../../../school/training/model.ts';
import { tokenizer as small, storyText, TINY } from '../../tiny.ts';

const larger = extendTokenizer(small as ByteTokenizer, [Buffer.from(storyText)], 60);
const heldOut = (tokenizer: typeof small) =>
  [storyText.slice(0, 6000), storyText.slice(6000, 9000)].map((text, i) => ({
    file: `${i}.txt`,
    ids: tokenizer.encode(text),
    bytes: Buffer.byteLength(text),
  }));
const evaluator = (tokenizer: typeof small) =>
  new Evaluator(buildModel('baby', { ...TINY.baby, vocabulary: tokenizer.vocabularySize }), tokenizer);

describe('exams of a vocabulary that grew', () => {
  const [before, after] = [evaluator(small), evaluator(larger)];
  const [old, now] = [heldOut(small), heldOut(larger)];

  it('are the same exams by name, though of fewer tokens', () => {
    expect(now[0]!.ids.length).toBeLessThan(old[0]!.ids.length);
    expect(after.examSetOf(now)).toBe(before.examSetOf(old));
    expect(after.steeringSet(now)!.name).toBe(before.steeringSet(old)!.name);
    expect(before.examSetOf(old.slice(1))).not.toBe(before.examSetOf(old));
  });

  it('count the same bytes, and about the same places', () => {
    const [a, b] = [before.steeringSet(old)!.passages, after.steeringSet(now)!.passages];
    a.forEach((passage, i) => {
      expect(b[i]!.bytes).toBe(passage.bytes);
      const counted = (marked: Uint8Array, ids: ArrayLike<number>, tokenizer: typeof small) =>
        Array.from(ids).reduce((sum, id, at) => sum + (marked[at] ? tokenizer.tokenBytes(id).length : 0), 0);
      const [were, are] = [
        counted(passage.marked!, passage.ids, small),
        counted(b[i]!.marked!, b[i]!.ids, larger as never),
      ];
      expect(were).toBe(passage.bytes);
      // a token over the border of two halves counts on one side
      expect(Math.abs(are - were)).toBeLessThan(80);
    });
  });
});
