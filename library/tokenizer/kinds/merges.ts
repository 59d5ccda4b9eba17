/** Reading the merges of our own byte pairs. */
import { ByteTokenizer, type Merge } from '../byte-pairs.ts';
import { show } from '../files/field.ts';
import { PATTERN } from '../pattern.ts';
import { tokenizerTexts } from '../texts/tokenizer-texts.ts';

/** @throws Error with one sentence if the data are damaged, or were made with another pattern */
export function readMerges(data: Readonly<Record<string, unknown>>): ByteTokenizer {
  if (data['pattern'] !== PATTERN) {
    throw new Error(tokenizerTexts.own.otherPattern);
  }
  const { merges, baseSize } = data;
  if (!Array.isArray(merges)) throw new Error(tokenizerTexts.own.mergesNotList(show(merges)));
  const wrong = merges.findIndex((merge) => !isMerge(merge));
  if (wrong !== -1) {
    throw new Error(tokenizerTexts.own.badMerge(wrong, show(merges[wrong])));
  }
  return new ByteTokenizer(merges as Merge[], baseSize as number | undefined);
}

function isMerge(value: unknown): value is Merge {
  return Array.isArray(value) && value.length === 2 && value.every(Number.isInteger);
}
