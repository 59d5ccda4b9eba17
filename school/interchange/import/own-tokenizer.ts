/** Our own tokenizer out of the files of other programs: ids lie as ours do, and every merge makes the next id. */
import { ByteTokenizer, FIRST_BYTE, FIRST_MERGE, type Merge, toHuggingFace } from '../../../library/tokenizer/index.ts';

/** What tokenizer.json and GGUF hold of a tokenizer of byte pairs. */
export interface PairFile {
  /** by id */
  readonly tokens: readonly string[];
  /** `left right` */
  readonly merges: readonly string[];
}

/**
 * The tokenizer, if it is one of ours to the last token.
 * @param cutting whether texts are cut as ours are, as far as the file can say
 */
export function ownTokenizer({ tokens, merges }: PairFile, cutting: boolean): ByteTokenizer | undefined {
  if (!cutting || tokens.length !== FIRST_MERGE + merges.length) return undefined;
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const pairs = merges.map((merge): Merge => {
    const at = merge.indexOf(' ', 1);
    return [ids.get(merge.slice(0, at)) ?? -1, ids.get(merge.slice(at + 1)) ?? -1];
  });
  if (pairs.some(([left, right]) => left < FIRST_BYTE || right < FIRST_BYTE)) return undefined;
  try {
    const tokenizer = new ByteTokenizer(pairs);
    const { vocab } = (toHuggingFace(tokenizer) as { model: { vocab: Record<string, number> } }).model;
    return tokens.every((token, id) => vocab[token] === id) ? tokenizer : undefined;
  } catch {
    // such merges are none of ours
    return undefined;
  }
}
