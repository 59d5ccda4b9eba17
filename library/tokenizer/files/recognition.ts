/** Which of the formats of tokenizers a file is in, told by what it holds. */

import { tokenizerTexts } from '../texts/tokenizer-texts.ts';
import type { Tokenizer } from '../tokenizer.ts';
import { isModel, readModel } from './sentencepiece.ts';
import { isPackedRanks, isRankLines, parsePackedRanks, parseRankLines, rankTokenizer } from './tiktoken.ts';
import { isTokenizerJson, readTokenizerJson } from './tokenizer-json.ts';

export const FORMATS = tokenizerTexts.files.formats;

/**
 * The tokenizer of a file that another program wrote.
 * @throws Error with one sentence that tells what is wrong with it
 */
export function readTokenizerFile(bytes: Uint8Array): Tokenizer {
  if (isModel(bytes)) return readModel(bytes);
  const text = new TextDecoder().decode(bytes);
  if (isRankLines(text)) return rankTokenizer(parseRankLines(text));
  const data = jsonOf(text);
  if (isTokenizerJson(data)) return readTokenizerJson(data);
  if (isPackedRanks(data)) return rankTokenizer(parsePackedRanks(data));
  throw new Error(tokenizerTexts.files.notAFormat(FORMATS));
}

function jsonOf(text: string): unknown {
  // js-tiktoken ships its ranks as modules that hold one object
  const json = text
    .trim()
    .replace(/^export default |^module\.exports = /, '')
    .replace(/;$/, '');
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
