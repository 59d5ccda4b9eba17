/** What somebody teaches beside the library: short dialogues, of which some turns are learnt. It loads no schemas, as the training core must not. */
import type { Encoder } from '../tokenizer/chat-template.ts';
import { encodeTurns } from '../tokenizer/turns.ts';
import type { TokenExample } from './example-pool.ts';
import type { Example } from './example-schema.ts';

export type { Example, ExampleTurn } from './example-schema.ts';

/** As tokens. Turns without words are left out. */
export function passageOf(tokenizer: Encoder, { id, turns }: Example): TokenExample {
  const spoken = turns.filter(({ text }) => text.trim() !== '');
  return { id, ...encodeTurns(tokenizer, spoken, false) };
}

export const passagesOf = (tokenizer: Encoder, examples: readonly Example[] = []): TokenExample[] =>
  examples.map((example) => passageOf(tokenizer, example));
