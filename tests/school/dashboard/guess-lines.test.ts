import { describe, expect, it } from 'vitest';
import type { Guesses } from '../../../school/api/messages.ts';
import { type GuessLine, guessLines, LABELS } from '../../../school/dashboard/now/guesses.ts';
import { widthOf } from '../../../school/terminal/text-width.ts';

const guesses = (
  pairs: readonly (readonly [guess: string, truth: string])[],
  prompt = 'and so they went',
): Guesses => ({
  step: 1,
  file: 'a.txt',
  prompt,
  guesses: pairs.map(([guess, truth]) => ({ guess, truth, exact: guess === truth })),
});
const shown = ({ kind, pieces }: GuessLine): string => LABELS[kind] + pieces.map(({ text }) => text).join('');
const lit = ({ pieces }: GuessLine): string[] => pieces.filter((piece) => piece.lit).map(({ text }) => text.trim());

const CAT = guesses([
  [' the', ' the'],
  [' cat', ' dog'],
  [' was', ' was'],
  ['ing', 'ed'],
  ['.', '\n'],
]);

describe('guesses', () => {
  it('stand over the truth, token over token, and exact ones are lit', () => {
    const lines = guessLines([CAT], 60, 3, true);
    expect(lines.map(shown)).toEqual([
      'prompt and so they went',
      'guess  ·the ·cat ·was ing . ',
      'truth  ·the ·dog ·was ed  ⏎ ',
    ]);
    expect(lines.map(lit)).toEqual([[], ['·the', '·was'], []]);
  });

  it('stand in brackets where there are no colours', () => {
    const [, guess, truth] = guessLines([CAT], 60, 3, false).map(shown);
    expect(guess).toBe('guess  [·the] ·cat [·was] ing . ');
    expect(truth).toBe('truth  ·the   ·dog ·was   ed  ⏎ ');
  });

  it('do without the prompt, or show nothing, where there is no room', () => {
    expect(guessLines([CAT], 60, 2, true).map(({ kind }) => kind)).toEqual(['guess', 'truth']);
    expect(guessLines([CAT], 60, 1, true)).toEqual([]);
    expect(guessLines([CAT], 9, 5, true)).toEqual([]);
    expect(guessLines([], 60, 5, true)).toEqual([]);
    expect(guessLines([guesses([])], 60, 5, true)).toEqual([]);
  });

  it('go on in a second pair of lines, then with older ones', () => {
    const many = guesses(Array.from({ length: 30 }, (_, i) => [` w${i}`, ` w${i}`] as const));
    const kinds = guessLines([CAT, many], 60, 20, true).map(({ kind }) => kind);
    expect(kinds).toEqual(['prompt', 'guess', 'truth', 'guess', 'truth', 'blank', 'prompt', 'guess', 'truth']);
    expect(guessLines([CAT, many], 60, 6, true).length).toBe(5);
  });

  it('show the end of a prompt, cleaned', () => {
    const [prompt] = guessLines([guesses([['a', 'b']], `${'long '.repeat(100)}\x1b[2Jend\nof it`)], 30, 3, true);
    expect(shown(prompt)).toBe('prompt … long long end ⏎ of it');
  });

  it('never take more columns than there are, whatever the tokens are', () => {
    const strange = ['日本', '🐻', '\x1b[31m', 'e\u0301', '\ufffd', '', 'x'.repeat(50), '\t', ' the'];
    const pairs = Array.from({ length: 40 }, (_, i) => [strange[i % 9], strange[(i * 5) % 9]] as const);
    for (let width = 20; width < 100; width += 7) {
      const lines = guessLines([guesses(pairs, '日本 '.repeat(40))], width, 9, true);
      expect(lines.length).toBe(5);
      for (const line of lines) expect(widthOf(shown(line).trimEnd())).toBeLessThanOrEqual(width);
      const [, guess, truth] = lines.map(shown);
      expect(widthOf(guess)).toBe(widthOf(truth));
      expect(guess + truth).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
    }
  });
});
