import { describe, expect, it } from 'vitest';
import { spelledOut, wordyTexts } from '../../../library/token-cache/spelled-out.ts';
import { encodeDocument } from '../../../library/tokenizer/chat-template.ts';
import { serializeTokenizer, trainTokenizer } from '../../../library/tokenizer/index.ts';

const file = (name: string, tokens: number, bytesPerToken: number) => ({ name, tokens, bytes: tokens * bytesPerToken });

describe('a text that is spelt out', () => {
  it('has tokens of far fewer bytes than the other texts', () => {
    const diary = file('diary.txt', 50_000, 3.5);
    expect(spelledOut([diary, file('greek.txt', 20_000, 1.1)])).toEqual(['greek.txt']);
    expect(spelledOut([diary, file('verses.txt', 20_000, 2.6)])).toEqual([]);
    // not beside a text that repeats few long words
    expect(spelledOut([file('chorus.txt', 9_000, 9), file('diary.txt', 50_000, 2.2)])).toEqual([]);
    // nothing to be compared with, or too little of it
    expect(spelledOut([file('greek.txt', 20_000, 1.1)])).toEqual([]);
    expect(spelledOut([diary, file('note.txt', 300, 1.1)])).toEqual([]);
  });

  it('is read from the shelf without its marks; where there is none, one sentence says so', async () => {
    const text = 'море и ветер, ночь и звезда. '.repeat(150);
    const tokenizer = trainTokenizer([Buffer.from('the sea is wide and the boat is small. '.repeat(50))], {
      vocabularySize: 300,
    });
    const tokens = Uint16Array.from(encodeDocument(tokenizer, text));
    const files = [file('russian.txt', tokens.length, 1), file('diary.txt', 50_000, 3.5)];
    const shelf = (all: typeof files) => ({
      catalogue: () => ({ files: all }) as never,
      load: async () => [{ name: 'russian.txt', tokens }] as never,
    });
    const wordy = await wordyTexts(shelf(files), serializeTokenizer(tokenizer));
    expect(wordy.names).toEqual(['russian.txt']);
    expect(Buffer.concat(wordy.texts).toString()).toBe(text);
    await expect(wordyTexts(shelf(files.slice(1)), serializeTokenizer(tokenizer))).rejects.toThrow(
      'no text of its library is spelt out',
    );
  });
});
