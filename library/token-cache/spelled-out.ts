/** Texts that a vocabulary spells out: their tokens stand for far fewer bytes than those of the other texts, as in a language that it never met. */
import { parseTokenizer } from '../tokenizer/index.ts';
import type { CataloguedFile } from './catalogue.ts';
import type { Shelf } from './shelf.ts';

/** A text is spelt out if its tokens stand for fewer bytes than this on average: most of them for one … */
const SINGLE = 1.5;
/** … and for less than this share of what the tokens of the other texts stand for. */
const SPELLED = 0.6;
/** Fewer tokens say too little about the words of a text. */
const LEAST_TOKENS = 2000;
/** Names of the texts that are spelt out, as tokens of their own language would not have to. */
export function spelledOut(files: readonly Pick<CataloguedFile, 'name' | 'tokens' | 'bytes'>[]): string[] {
  const [tokens, bytes] = [sumOf(files.map((file) => file.tokens)), sumOf(files.map((file) => file.bytes))];
  return files
    .filter((file) => {
      const others = (bytes - file.bytes) / Math.max(1, tokens - file.tokens);
      return file.tokens >= LEAST_TOKENS && file.bytes / file.tokens < Math.min(SINGLE, SPELLED * others);
    })
    .map(({ name }) => name);
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

/** What a tokenizer learns new words from. */
export interface WordyTexts {
  readonly names: readonly string[];
  /** UTF-8, without what is held out */
  readonly texts: readonly Uint8Array[];
}

/** Reads the texts that are spelt out from the shelf. @throws one sentence where there are none */
export async function wordyTexts(shelf: Pick<Shelf, 'catalogue' | 'load'>, tokenizer: string): Promise<WordyTexts> {
  const names = spelledOut(shelf.catalogue().files);
  if (names.length === 0)
    throw new Error(
      'no text of its library is spelt out: each token stands for about as many bytes in all of them, so that its vocabulary need not grow',
    );
  const spelling = parseTokenizer(tokenizer);
  const { special } = spelling;
  const marks = new Set<number>(Object.values(special));
  const texts: Uint8Array[] = [];
  for (const { name, tokens } of await shelf.load()) {
    if (!names.includes(name)) continue;
    let from = 0;
    for (let at = 0; at <= tokens.length; at++) {
      if (at < tokens.length && !marks.has(tokens[at]!)) continue;
      if (at > from) texts.push(Buffer.concat(Array.from(tokens.subarray(from, at), (id) => spelling.tokenBytes(id))));
      from = at + 1;
    }
  }
  return { names, texts };
}
