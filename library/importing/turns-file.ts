/**
 * Files of turns in a library, one turn a line: `{"speaker":"ann","text":"hello","learn":false}`. They hold conversations of
 * the owner with others, of which the owner's words are learnt, or questions and answers, of which the baby's answers are.
 * Only what is to be learnt belongs into the loss; the rest is read for what it tells about what follows.
 */
import { z } from 'zod';
import type { Turn } from '../tokenizer/turns.ts';
import { lineBatches } from './source.ts';

export const TURNS_KIND = '.turns.jsonl';

const schema: z.ZodType<Turn> = z.strictObject({
  speaker: z.string().min(1),
  text: z.string().min(1),
  learn: z.boolean(),
  begins: z.boolean().optional(),
});

/** A turn as a line of a file, with its end. */
export function turnLine({ speaker, text, learn, begins }: Turn): string {
  return `${JSON.stringify(begins ? { speaker, text, learn, begins } : { speaker, text, learn })}\n`;
}

/** Turns of a file that comes in pieces. A line that is none is told by its number and left out. */
export async function* readTurns(
  pieces: AsyncIterable<string>,
  onDamage: (line: number) => void = () => undefined,
): AsyncGenerator<Turn[]> {
  let number = 0;
  for await (const lines of lineBatches(pieces)) {
    const turns: Turn[] = [];
    for (const line of lines) {
      number++;
      if (line.trim() === '') continue;
      const turn = parseTurn(line);
      if (turn === undefined) onDamage(number);
      else turns.push(turn);
    }
    if (turns.length > 0) yield turns;
  }
}

function parseTurn(line: string): Turn | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  return schema.safeParse(value).data;
}
