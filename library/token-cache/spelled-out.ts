/** Texts that a vocabulary spells out: their tokens stand for far fewer bytes than those of the other texts, as in a language that it never met. */
import { eachStretch } from '../batches/token-text.ts';
import { parseTokenizer } from '../tokenizer/index.ts';
import type { CataloguedFile } from './catalogue.ts';
import type { Shelf } from './shelf.ts';
import { cacheTexts } from './texts.ts';

/** A text is spelt out if its tokens stand for fewer bytes than this on average: most of them for one … */
const SINGLE = 1.5;
/** … and for less than this share of what the tokens of the other texts stand for. */
const SPELLED = 0.6;
/** Fewer tokens say too little about the words of a text. */
const LEAST_TOKENS = 2000;
/** Tokens that new words are learnt from, at most: of more, stretches from all over them. */
const MOST_TOKENS = 1 << 24;

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
  if (names.length === 0) throw new Error(cacheTexts.notSpelledOut);
  const spelling = parseTokenizer(tokenizer);
  const { special } = spelling;
  const marks = new Set<number>(Object.values(special));
  const texts: Uint8Array[] = [];
  const wordy = (await shelf.load()).filter(({ name }) => names.includes(name));
  const every = wordy.reduce((sum, { tokens }) => sum + tokens.length, 0) / MOST_TOKENS;
  let words: Uint8Array[] = [];
  const take = (): void => {
    if (words.length > 0) texts.push(Buffer.concat(words));
    words = [];
  };
  let due = 1;
  for (const { tokens } of wordy) {
    eachStretch(tokens, (ids) => {
      due += 1;
      if (due < every) return take();
      due -= Math.max(1, every);
      for (const id of ids) {
        if (marks.has(id)) take();
        else words.push(spelling.tokenBytes(id));
      }
    });
    take();
  }
  return { names, texts };
}
