/**
 * Files of turns in a library, one turn a line: `{"speaker":"ann","text":"hello","learn":false}`. They hold conversations of
 * the owner with others, of which the owner's words are learnt, or questions and answers, of which the baby's answers are.
 * Only what is to be learnt belongs into the loss; the rest is read for what it tells about what follows.
 */
import { z } from 'zod';
import { type Encoder, openTurn, renderTurn } from '../tokenizer/chat-template.ts';
import { SPECIAL } from '../tokenizer/index.ts';
import { lineBatches } from './source.ts';

export const TURNS_KIND = '.turns.jsonl';

const schema = z.strictObject({
  speaker: z.string().min(1),
  text: z.string().min(1),
  learn: z.boolean(),
  /** The first turn of a conversation, or of a part of one. */
  begins: z.boolean().optional(),
});

export type Turn = z.output<typeof schema>;

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

/** Tokens, and which of them are to be learnt: 1 for those, 0 for the others. Shape of both: (tokens). */
export interface MaskedTokens {
  ids: Int32Array;
  learn: Uint8Array;
}

/**
 * Turns as they are heard and spoken, one after another, with `SPECIAL.end` in front of each conversation but the first.
 * Of a turn that is learnt, the words and the token that ends it are; who speaks is given, as it is in a chat.
 *
 * @param before whether anything stands in front of these turns
 */
export function encodeTurns(tokenizer: Encoder, turns: readonly Turn[], before: boolean): MaskedTokens {
  const parts = turns.flatMap(({ speaker, text, learn, begins }, i) => {
    const ids = renderTurn(tokenizer, speaker, text);
    // The words begin behind `[name]:`, whose tokens are the same whatever follows.
    const turn = { ids, from: learn ? openTurn(tokenizer, speaker).length : ids.length };
    return begins && (before || i > 0) ? [{ ids: Int32Array.of(SPECIAL.end), from: 1 }, turn] : [turn];
  });
  const length = parts.reduce((sum, { ids }) => sum + ids.length, 0);
  const tokens: MaskedTokens = { ids: new Int32Array(length), learn: new Uint8Array(length) };
  let at = 0;
  for (const { ids, from } of parts) {
    tokens.ids.set(ids, at);
    tokens.learn.fill(1, at + from, at + ids.length);
    at += ids.length;
  }
  return tokens;
}
