import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../../school/dashboard/chat/rows.ts';
import { sharesInWords, tintedRows } from '../../../school/dashboard/chat/tints.ts';

const ORIGINS = [
  { from: 'weights', length: 4 },
  { from: 'library', length: 9 },
  { from: 'correction', length: 4 },
] as const;

describe('where the words of a reply came from', () => {
  it('tints its rows, wherever they are broken', () => {
    const reply = 'the boat came in home';
    expect(tintedRows(['the', 'boat came', 'in home'], reply, ORIGINS)).toEqual([
      [{ text: 'the', from: 'weights' }],
      [{ text: 'boat came', from: 'library' }],
      [
        { text: 'in ', from: 'correction' },
        { text: 'home', from: 'weights' },
      ],
    ]);
    const rows = rowsOf(
      [
        {
          conversation: 'c',
          speaker: 'mia',
          kind: 'replied',
          text: reply,
          reply: { tokens: 5, milliseconds: 1, firstTokenMilliseconds: 1, stopped: 'turn', origins: ORIGINS },
        },
      ],
      { names: 3, width: 17, gaps: false },
    );
    for (const { text, parts } of rows) expect(parts!.map((part) => part.text).join('')).toBe(text);
    expect(rows.some(({ parts }) => parts!.some(({ from }) => from === 'library'))).toBe(true);
  });

  it('is a figure in words', () => {
    expect(sharesInWords({ weights: 0.806, library: 0.19, talk: 0.004 })).toBe('weights 81 %, library 19 %');
    expect(sharesInWords({ correction: 1 })).toBe('correction 100 %');
  });
});
