import { describe, expect, it } from 'vitest';
import { encodeTurns, readTurns, type Turn, turnLine } from '../../../library/importing/turns-file.ts';
import { renderTurn } from '../../../library/tokenizer/chat-template.ts';
import { SPECIAL } from '../../../library/tokenizer/index.ts';
import { byteTokenizer } from '../home.ts';

const bytes = byteTokenizer();
const turns: Turn[] = [
  { speaker: 'ann', text: 'hello\nyou', learn: false, begins: true },
  { speaker: 'owner', text: 'hi', learn: true },
  { speaker: 'owner', text: 'again', learn: true, begins: true },
];

describe('files of turns', () => {
  it('are read as they were written, and a line that is no turn is named', async () => {
    const file = `${turns.map(turnLine).join('')}not json\n{"speaker":"a","text":"b"}\n\n`;
    const pieces = async function* (): AsyncGenerator<string> {
      for (let at = 0; at < file.length; at += 9) yield file.slice(at, at + 9);
    };
    const damaged: number[] = [];
    const found: Turn[] = [];
    for await (const some of readTurns(pieces(), (line) => damaged.push(line))) found.push(...some);
    expect(found).toEqual(turns);
    expect(damaged).toEqual([4, 5]);
  });

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
