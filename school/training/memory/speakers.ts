/** Turns without their speakers, as the memory knows them. */
import type { LearnMarks, TokenText } from '../../../library/batches/token-text.ts';
import type { Tokenizer } from '../../../library/tokenizer/index.ts';

/** Tokens of the longest name, with its brackets. */
const LONGEST_NAME = 140;

/** What is remembered of a text. Shape of both: (tokens) */
export interface Remembered {
  readonly ids: Uint16Array;
  readonly learn: Uint8Array | undefined;
}

/**
 * A text as it is remembered: the end of a text in the place of each speaker (`turn [name]:`), so that no context reaches across the beginning
 * of a turn. The end of every question and the name before every answer look alike: a memory that matched those would find some
 * answer for every question.
 *
 * @param learn Shape (tokens): 1 where a token is learnt; left out: all are
 */
export function withoutSpeakers(
  tokenizer: Pick<Tokenizer, 'decode' | 'special'>,
  ids: ArrayLike<number>,
  learn?: ArrayLike<number>,
): Remembered {
  const { special } = tokenizer;
  const remembered = Uint16Array.from(ids);
  let mask = learn && Uint8Array.from(learn);
  for (let at = remembered.indexOf(special.turn); at >= 0; at = remembered.indexOf(special.turn, at)) {
    const end = endOfName(tokenizer, ids, at);
    mask ??= new Uint8Array(remembered.length).fill(1);
    remembered.fill(special.end, at, end);
    mask.fill(0, at, end);
  }
  return { ids: remembered, learn: mask };
}

/** The end of a text as it is remembered, from a token on: the same as of the whole text, of which the rest is not read. */
export function endWithoutSpeakers(
  tokenizer: Pick<Tokenizer, 'decode' | 'special'>,
  { tokens, learn }: { readonly tokens: TokenText; readonly learn?: LearnMarks | undefined },
  from: number,
): Remembered {
  // a name that ends behind `from` may begin before it
  const first = Math.max(0, from - LONGEST_NAME);
  const all = withoutSpeakers(tokenizer, tokens.subarray(first, tokens.length), learn?.subarray(first, tokens.length));
  if (first === from) return all;
  return { ids: all.ids.slice(from - first), learn: all.learn?.slice(from - first) };
}

/** Behind the last token of the name that begins at a turn; only the turn's own token where no name follows it. */
function endOfName(tokenizer: Pick<Tokenizer, 'decode'>, ids: ArrayLike<number>, turn: number): number {
  let text = '';
  for (let at = turn + 1; at < Math.min(ids.length, turn + LONGEST_NAME); at++) {
    text += tokenizer.decode([ids[at]]);
    if (text.endsWith(']:')) return at + 1;
  }
  return turn + 1;
}
