import { describe, expect, it } from 'vitest';
import { SPECIAL } from '../../../../library/tokenizer/index.ts';
import { encodeTurns } from '../../../../library/tokenizer/turns.ts';
import { pairOf, pairsOfFile } from '../../../../school/training/memory/question-pairs.ts';
import { tokenizer } from '../../tiny.ts';

const turn = (speaker: string, text: string, learn = false, begins = false) => ({ speaker, text, learn, begins });
const words = (ids: ArrayLike<number>): string =>
  Array.from(ids, (id) => (id === SPECIAL.done ? '$' : tokenizer.decode([id]))).join('');

describe('pairs of question and answer', () => {
  it('are taken out of a correction', () => {
    const pair = pairOf(tokenizer, {
      id: 'x',
      turns: [turn('owner', 'who is there?'), turn('baby', 'only me', true)],
      public: true,
    })!;
    expect(pair).toMatchObject({ id: 'x', question: 'who is there?', isPublic: true });
    expect(words(pair.answer)).toBe(' only me$');
    expect(pairOf(tokenizer, { id: 'x', turns: [turn('baby', 'only me', true)] })).toBeUndefined();
    expect(pairOf(tokenizer, { id: 'x', turns: [turn('owner', 'a'), turn('baby', ' ', true)] })).toBeUndefined();
  });

  it('are the beginnings of the conversations of a file', () => {
    const { ids, learn } = encodeTurns(
      tokenizer,
      [
        turn('owner', 'hi', false, true),
        turn('baby', 'hello!', true),
        turn('owner', 'and why?'),
        turn('baby', 'because.', true),
        turn('owner', 'bye', false, true),
        turn('baby', 'see you', true),
        turn('baby', 'nobody asked', true, true),
      ],
      false,
    );
    const pairs = pairsOfFile(tokenizer, { name: 'a.turns.jsonl', tokens: ids, learn });
    expect(pairs.map(({ question, answer }) => [question.trim(), words(answer)])).toEqual([
      ['hi', ' hello!$'],
      ['bye', ' see you$'],
    ]);
    expect(new Set(pairs.map(({ id }) => id)).size).toBe(2);
  });
});
