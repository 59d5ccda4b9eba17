/** Something outside ourselves: the ids of SentencePiece, Hugging Face tokenizers and tiktoken, from their own files. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import type { TiktokenBPE } from 'js-tiktoken/lite';
import cl100k from 'js-tiktoken/ranks/cl100k_base';
import r50k from 'js-tiktoken/ranks/r50k_base';
import { describe, expect, test } from 'vitest';
import { readTokenizerFile } from '../../../../library/tokenizer/files/recognition.ts';
import { parseTokenizer, serializeTokenizer, type Tokenizer } from '../../../../library/tokenizer/index.ts';
import { generator, NASTY, randomBytes, SAMPLE, utf8 } from '../support.ts';

interface Golden {
  readonly file: string;
  readonly texts: readonly string[];
  readonly ids: readonly (readonly number[])[];
}

const GOLDENS: Readonly<Record<string, Golden>> = JSON.parse(
  gunzipSync(readFileSync(new URL('../../../goldens/tokenizer-ids.json.gz', import.meta.url))).toString('utf8'),
);

const random = generator(16);
const strings = [...Array.from({ length: 200 }, () => randomBytes(random, 20)), ...NASTY.map(utf8)];

/** What must hold of every tokenizer, whatever file it is from. */
function expectWhole(tokenizer: Tokenizer): void {
  const { special, control, vocabularySize } = tokenizer;
  expect(new Set(Object.values(special)).size).toBe(3);
  for (const id of control) expect(tokenizer.tokenBytes(id)).toHaveLength(0);
  for (const id of Object.values(special)) expect(control).toContain(id);
  for (const bytes of strings) {
    const ids = tokenizer.encodeBytes(bytes);
    for (const id of ids) if (id < 0 || id >= vocabularySize || control.has(id)) throw new Error(`the id ${id}`);
    if (!tokenizer.folds) expect(tokenizer.decodeBytes(ids)).toEqual(bytes);
  }
}

const FILES = Object.keys(GOLDENS).filter((name) => GOLDENS[name]!.file !== '');

describe.each(FILES)('%s', (name) => {
  const { file, texts, ids } = GOLDENS[name]!;
  const tokenizer = readTokenizerFile(Buffer.from(file, 'base64'));

  test('gives the ids of the original library', () => {
    texts.forEach((text, i) => {
      expect([...tokenizer.encode(tokenizer.asDocument(text))], JSON.stringify(text)).toEqual(ids[i]);
    });
  });

  test('gives every byte string back, unless it says that it folds', () => {
    expectWhole(tokenizer);
  });

  test('is stored, and comes back with the same ids', () => {
    const back = parseTokenizer(serializeTokenizer(tokenizer));
    expect(back).toMatchObject({ hash: tokenizer.hash, special: tokenizer.special, folds: tokenizer.folds });
    texts.forEach((text, i) => {
      expect([...back.encode(back.asDocument(text))]).toEqual(ids[i]);
    });
  });
});

test('those that lose nothing say so', () => {
  const folds = FILES.map((name) => [name, readTokenizerFile(Buffer.from(GOLDENS[name]!.file, 'base64')).folds]);
  expect(folds.filter(([, folds]) => !folds).map(([name]) => name)).toEqual([
    'sentencepiece: bpe, bytes, all spaces',
    "tokenizer.json: Split by GPT-4's pattern, ByteLevel, whole tokens",
    'tokenizer.json: Digits, Split merged with the next, ByteLevel',
    'tokenizer.json: LLaMA, byte fallback',
  ]);
});

test('a mark of spaces that stands in a text comes back, and is no space', () => {
  for (const name of ['sentencepiece: bpe, bytes, all spaces', 'tokenizer.json: LLaMA, byte fallback']) {
    const tokenizer = readTokenizerFile(Buffer.from(GOLDENS[name]!.file, 'base64'));
    expect(tokenizer.decode(tokenizer.encode('a▁b ▁ c'))).toBe('a▁b ▁ c');
  }
});

test('a text that quotes a control token gets words for it', () => {
  const { file } = GOLDENS['tokenizer.json: LLaMA, byte fallback']!;
  const tokenizer = readTokenizerFile(Buffer.from(file, 'base64'));
  expect(tokenizer.special.end).toBe(2);
  expect([...tokenizer.encode('</s>')]).not.toContain(2);
  expect(tokenizer.decode(tokenizer.encode('so</s>'))).toBe('so</s>');
});

/** As tiktoken's own files have it: a line for each token. */
function rankLines({ bpe_ranks: ranks }: TiktokenBPE): string {
  return ranks
    .split('\n')
    .flatMap((line) => {
      const [, first, ...tokens] = line.split(' ');
      return tokens.map((token, i) => `${token} ${Number(first) + i}\n`);
    })
    .join('');
}

describe.each([
  ['r50k_base', r50k, 50_256],
  ['cl100k_base', cl100k, 100_257],
] as const)('tiktoken: %s', (name, ranks, end) => {
  const { texts, ids } = GOLDENS[`tiktoken: ${name}`]!;
  const tokenizer = readTokenizerFile(utf8(rankLines(ranks)));

  test('gives the ids of tiktoken', () => {
    texts.forEach((text, i) => {
      expect([...tokenizer.encode(text)], JSON.stringify(text)).toEqual(ids[i]);
    });
    expect(tokenizer.special.end).toBe(end);
    expectWhole(tokenizer);
  });

  test('is read as the package ships it, too', () => {
    const path = createRequire(import.meta.url).resolve(`js-tiktoken/ranks/${name}`);
    const packed = readTokenizerFile(readFileSync(path));
    expect([...packed.encode(SAMPLE)]).toEqual([...tokenizer.encode(SAMPLE)]);
  });
});
