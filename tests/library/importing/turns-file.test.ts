import { describe, expect, it } from 'vitest';
import { readTurns, turnLine } from '../../../library/importing/turns-file.ts';
import type { Turn } from '../../../library/tokenizer/turns.ts';

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
});
