import { afterAll, describe, expect, it } from 'vitest';
import { EncodingPool, withEncodingPool } from '../../../library/token-cache/encoding-pool.ts';
import { cacheTexts } from '../../../library/token-cache/texts.ts';
import { encodeDocument, partsOf } from '../../../library/tokenizer/chat-template.ts';
import { LEARNABLE_KINDS, type Tokenizer, trainTokenizer } from '../../../library/tokenizer/index.ts';
import { generator, NASTY, randomString, SAMPLE, utf8 } from '../tokenizer/support.ts';

const tokenizer = trainTokenizer([utf8(SAMPLE)], { vocabularySize: 600 });
const random = generator(31);
/** Two megabytes of prose, turns and nasty strings. */
const TEXT = Array.from({ length: 700 }, (_, i) =>
  [SAMPLE, NASTY[i % NASTY.length]!, `[ann]: ${randomString(random, 12)}`, `[b]: and ${i}`].join('\n'),
)
  .join('\n')
  .toWellFormed();

async function* pieces(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += 40_000) yield text.slice(at, at + 40_000);
}

async function encoded(pool: EncodingPool, by: Tokenizer, text: string): Promise<number[]> {
  const ids: number[] = [];
  for await (const some of pool.encode(partsOf(by, pieces(text)))) for (const id of some) ids.push(id);
  return ids;
}

describe('threads that encode', () => {
  const pool = new EncodingPool(tokenizer, 3);
  afterAll(() => pool.close());

  it('give the ids of one thread, in the order of the text', async () => {
    expect(TEXT.length).toBeGreaterThan(2e6);
    const [one, other] = await Promise.all([encoded(pool, tokenizer, TEXT), encoded(pool, tokenizer, TEXT.slice(7))]);
    const expected = encodeDocument(tokenizer, TEXT);
    expect(one.length).toBe(expected.length);
    expect(expected.every((id, i) => one[i] === id)).toBe(true);
    expect(other).toHaveLength(encodeDocument(tokenizer, TEXT.slice(7)).length);
  });

  it('give nothing for nothing', async () => {
    expect(await encoded(pool, tokenizer, '')).toEqual([]);
  });

  it('hand on what a text throws, and go on with the next', async () => {
    async function* broken(): AsyncGenerator<string> {
      yield TEXT.slice(0, 1_500_000);
      throw new Error('the disk is gone');
    }
    const encoding = async (): Promise<void> => {
      for await (const _ of pool.encode(partsOf(tokenizer, broken())));
    };
    await expect(encoding()).rejects.toThrow('the disk is gone');
    expect(await encoded(pool, tokenizer, 'still here')).toEqual([...encodeDocument(tokenizer, 'still here')]);
  });
});

it('a kind with a space before its documents puts it before the first word only', async () => {
  const spaced = LEARNABLE_KINDS.sentencepiece.learn([utf8(SAMPLE)], { vocabularySize: 500 });
  const text = SAMPLE.repeat(300);
  const ids = await withEncodingPool(spaced, (pool) => encoded(pool(), spaced, text));
  expect(spaced.decode(ids)).toBe(` ${text}`);
});

it('threads that have ended refuse', async () => {
  const pool = new EncodingPool(tokenizer, 1);
  await pool.close();
  await expect(encoded(pool, tokenizer, 'too late')).rejects.toThrow(cacheTexts.threadsEnded);
});
