/** Turns of conversations as tokens. Only what is to be learnt belongs into the loss; the rest is read for what it tells about what follows. */
import { type Encoder, openTurn, renderTurn } from './chat-template.ts';

export interface Turn {
  speaker: string;
  text: string;
  learn: boolean;
  /** The first turn of a conversation, or of a part of one. */
  begins?: boolean | undefined;
}

/** Tokens, and which of them are to be learnt: 1 for those, 0 for the others. Shape of both: (tokens). */
export interface MaskedTokens {
  ids: Int32Array;
  learn: Uint8Array;
}

/**
 * Turns as they are heard and spoken, one after another, with `special.end` in front of each conversation but the first.
 * Of a turn that is learnt, the words and the token that ends it are; who speaks is given, as it is in a chat.
 *
 * @param before whether anything stands in front of these turns
 */
export function encodeTurns(tokenizer: Encoder, turns: readonly Turn[], before: boolean): MaskedTokens {
  const parts = turns.flatMap(({ speaker, text, learn, begins }, i) => {
    const ids = renderTurn(tokenizer, speaker, text);
    // The words begin behind `[name]:`, whose tokens are the same whatever follows.
    const turn = { ids, from: learn ? openTurn(tokenizer, speaker).length : ids.length };
    return begins && (before || i > 0) ? [{ ids: Int32Array.of(tokenizer.special.end), from: 1 }, turn] : [turn];
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
