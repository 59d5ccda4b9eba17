import { describe, expect, it } from 'vitest';
import { starterDialogues } from '../../../../school/home/dialogues.ts';
import { NearQuestions, questionsOf } from '../../../../school/training/memory/other-questions.ts';

const dialogues = starterDialogues();

describe('questions that nobody corrected', () => {
  it('are different ones from all over the dialogues, and the halves share none', () => {
    const [learnt, examined] = [questionsOf(dialogues, 24, 1), questionsOf(dialogues, 20, 0)];
    expect([new Set(learnt).size, new Set(examined).size]).toEqual([24, 20]);
    expect(learnt.filter((question) => examined.includes(question))).toEqual([]);
    expect(learnt.every((question) => question.endsWith('?'))).toBe(true);
    expect(questionsOf('[a]: no question\n', 5, 0)).toEqual([]);
  });

  it('are like a corrected one with another word in the place of its rarest', () => {
    const near = new NearQuestions(dialogues);
    const all = Array.from({ length: 12 }, (_, i) => near.of('What did we eat on Sunday?', i));
    expect(new Set(all).size).toBeGreaterThan(9);
    for (const question of all) expect(question).toMatch(/^What did we eat on \p{L}{4,}\?$/u);
    expect(all).not.toContain('What did we eat on Sunday?');
    expect(near.of('12 + 12?', 1)).toBeUndefined();
    expect(new NearQuestions('').of('What is it?', 1)).toBeUndefined();
  });
});
