/** The tokenizer as llama.cpp wants it: byte pairs in GPT-2's alphabet, with the rule of cutting that is nearest to ours. */
import { type ByteTokenizer, FIRST_BYTE, toHuggingFace } from '../../../library/tokenizer/index.ts';
import type { Key } from './writer.ts';

/** llama.cpp knows rules of cutting by name only. This one gives the same ids as ours for prose, and decodes every text exactly. */
const CUTTING = 'gpt-4o';
/** Kinds of tokens. */
const NORMAL = 1;
const CONTROL = 3;

export function tokenizerKeys(tokenizer: ByteTokenizer, chatTemplate: string): Key[] {
  const { model } = toHuggingFace(tokenizer) as { model: { vocab: Record<string, number>; merges: string[] } };
  const tokens = new Array<string>(tokenizer.vocabularySize);
  // by id: an object has the keys "0" to "9" first
  for (const [token, id] of Object.entries(model.vocab)) tokens[id] = token;
  return [
    ['tokenizer.ggml.model', 'string', 'gpt2'],
    ['tokenizer.ggml.pre', 'string', CUTTING],
    ['tokenizer.ggml.tokens', 'strings', tokens],
    ['tokenizer.ggml.token_type', 'i32s', tokens.map((_, id) => (id < FIRST_BYTE ? CONTROL : NORMAL))],
    ['tokenizer.ggml.merges', 'strings', model.merges],
    ['tokenizer.ggml.bos_token_id', 'u32', tokenizer.special.end],
    ['tokenizer.ggml.eos_token_id', 'u32', tokenizer.special.end],
    ['tokenizer.ggml.eot_token_id', 'u32', tokenizer.special.done],
    ['tokenizer.ggml.add_bos_token', 'bool', false],
    ['tokenizer.chat_template', 'string', chatTemplate],
  ];
}
