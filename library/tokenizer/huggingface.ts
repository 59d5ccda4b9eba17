/** The tokenizer as the `tokenizer.json` of Hugging Face: the same ids for every text. */

import type { ByteTokenizer } from './byte-pairs.ts';
import { ALPHABET } from './files/byte-alphabet.ts';
import { PATTERN } from './pattern.ts';
import { SPECIAL } from './vocabulary.ts';

/**
 * The object to write as `tokenizer.json`.
 *
 * The special ids have names with a raw space, which the alphabet above never makes (a space of a text becomes `Ġ`), so no
 * text can spell them. They are deliberately not in `added_tokens`: Hugging Face cuts added tokens out of the raw text before
 * anything else, so a text that quotes such a name would turn into the special id. Who builds a prompt puts the special ids
 * between the ids of the texts, and leaves them out before decoding.
 */
export function toHuggingFace(tokenizer: ByteTokenizer): object {
  const names = new Map<number, string>(Object.entries(SPECIAL).map(([name, id]) => [id, `<| ${name} |>`]));
  const tokens = Array.from({ length: tokenizer.vocabularySize }, (_, id) => {
    return names.get(id) ?? Array.from(tokenizer.tokenBytes(id), (byte) => ALPHABET[byte]).join('');
  });
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false };
  const split = { type: 'Split', pattern: { Regex: PATTERN }, behavior: 'Isolated', invert: false };
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: { type: 'Sequence', pretokenizers: [split, byteLevel] },
    post_processor: null,
    decoder: byteLevel,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges: tokenizer.merges.map(([left, right]) => `${tokens[left]} ${tokens[right]}`),
    },
  };
}
