import { describe, expect, it } from 'vitest';
import { renderTurn } from '../../../library/tokenizer/chat-template.ts';
import { SPECIAL } from '../../../library/tokenizer/index.ts';
import { encodeTurns, type Turn } from '../../../library/tokenizer/turns.ts';
import { byteTokenizer } from '../home.ts';

const bytes = byteTokenizer();
const turns: Turn[] = [
  { speaker: 'ann', text: 'hello\nyou', learn: false, begins: true },
  { speaker: 'owner', text: 'hi', learn: true },
  { speaker: 'owner', text: 'again', learn: true, begins: true },
];

describe('turns', () => {
  it('become the ids of spoken turns, of which only the words that are learnt are marked', () => {
    const { ids, learn } = encodeTurns(bytes, turns, false);
    const parts = [
      renderTurn(bytes, 'ann', 'hello you'),
      renderTurn(bytes, 'owner', 'hi'),
      Int32Array.of(SPECIAL.end),
      renderTurn(bytes, 'owner', 'again'),
    ];
    expect([...ids]).toEqual(parts.flatMap((part) => [...part]));
    const marked = [...ids].filter((_id, i) => learn[i] === 1);
    expect(marked).toEqual([...bytes.encode(' hi'), SPECIAL.done, ...bytes.encode(' again'), SPECIAL.done]);
    expect(encodeTurns(bytes, turns, true).ids[0]).toBe(SPECIAL.end);
  });
});
