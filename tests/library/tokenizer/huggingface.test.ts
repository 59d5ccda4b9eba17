/** Something outside ourselves: the same ids as the tokenizers of Hugging Face from the exported tokenizer.json. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tokenizer as HuggingFace } from '@huggingface/tokenizers';
import { describe, expect, test } from 'vitest';
import { type ByteTokenizer, SPECIAL, toHuggingFace, trainTokenizer } from '../../../library/tokenizer/index.ts';
import { packageFolder } from '../../../school/home/package-root.ts';
import { generator, NASTY, randomString, SAMPLE, utf8 } from './support.ts';

/** Large texts to compare on, where there are any: a folder beside the project, or the one that is named. */
const CORPORA = process.env['BABY_CORPORA'] ?? join(packageFolder, '..', 'shared', 'corpora');

/** Through JSON, as a file would go. */
const exported = (tokenizer: ByteTokenizer): HuggingFace =>
  new HuggingFace(JSON.parse(JSON.stringify(toHuggingFace(tokenizer))), {});

function expectSame(ours: Int32Array, theirs: number[]): void {
  const difference = theirs.findIndex((id, i) => ours[i] !== id);
  expect(difference, 'index of the first id that differs').toBe(-1);
  expect(ours.length).toBe(theirs.length);
}

describe('the export', () => {
  const tokenizer = trainTokenizer([utf8(SAMPLE), ...NASTY.map(utf8)], { vocabularySize: 900 });
  const theirs = exported(tokenizer);

  test.each(NASTY.map((text) => [text]))('encodes %j alike', (text) => {
    expectSame(tokenizer.encode(text), theirs.encode(text).ids);
  });

  test('encodes random strings alike', () => {
    const random = generator(41);
    for (let i = 0; i < 1500; i++) {
      const text = randomString(random, 40);
      expectSame(tokenizer.encode(text), theirs.encode(text).ids);
    }
  });

  test('encodes a text alike, and decodes it', () => {
    const ids = tokenizer.encode(SAMPLE);
    expectSame(ids, theirs.encode(SAMPLE).ids);
    expect(theirs.decode([...ids], { clean_up_tokenization_spaces: false })).toBe(SAMPLE);
  });

  test('has every id once, the special ones under names that no text makes', () => {
    const vocabulary = theirs.get_vocab();
    expect(vocabulary.size).toBe(tokenizer.vocabularySize);
    expect([...vocabulary.values()].sort((a, b) => a - b)).toEqual([...Array(tokenizer.vocabularySize).keys()]);
    for (const id of Object.values(SPECIAL)) {
      const name = theirs.id_to_token(id)!;
      expect(name).toMatch(/ /);
      expect(Math.min(...theirs.encode(`${name}${name} ${name}`).ids)).toBeGreaterThan(3);
    }
  });

  test('also works without merges', () => {
    const bare = trainTokenizer([], { vocabularySize: 260 });
    for (const text of NASTY.slice(0, 20)) expectSame(bare.encode(text), exported(bare).encode(text).ids);
  });
});

const missing = !existsSync(`${CORPORA}/pepys.txt`);
describe.skipIf(missing)(`the corpora${missing ? ` (skipped: no ${CORPORA} on this machine)` : ''}`, () => {
  test('have the same 4,200-token ids here and there, and come back exactly', { timeout: 120_000 }, () => {
    const pepys = new Uint8Array(readFileSync(`${CORPORA}/pepys.txt`));
    const tokenizer = trainTokenizer([pepys], { vocabularySize: 4200 });
    const theirs = exported(tokenizer);
    expect(tokenizer.vocabularySize).toBe(4200);
    for (const file of ['pepys.txt', 'tinyshakespeare.txt']) {
      const bytes = readFileSync(`${CORPORA}/${file}`);
      const text = bytes.toString('utf8');
      const ids = tokenizer.encode(text);
      expect(Buffer.compare(tokenizer.decodeBytes(tokenizer.encodeBytes(bytes)), bytes)).toBe(0);
      expectSame(ids, theirs.encode(text).ids);
    }
  });
});
