import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../brain/engine/random.ts';
import { encodeDocument } from '../../../library/tokenizer/chat-template.ts';
import { trainTokenizer } from '../../../library/tokenizer/index.ts';
import { starterFolder } from '../../../school/home/package-root.ts';
import { HashSet } from '../../../school/twitch/guard/memorised.ts';
import { tokenWindows, wordCodes } from '../../../school/twitch/guard/windows.ts';
import { judgeOutput, LibraryGuard, PeopleWords } from '../../../school/twitch/moderation/index.ts';
import { HARMLESS } from './harmless.ts';
import { MEMORISED, PRIVATE_TEXT } from './private.ts';

const starters = readdirSync(starterFolder)
  .filter((name) => name.startsWith('stories-'))
  .map((name) => readFileSync(join(starterFolder, name), 'utf8'));
const tokenizer = trainTokenizer(
  starters.map((text) => Buffer.from(text)),
  { vocabularySize: 2000 },
);
const story = starters.join('\n');
const tokensOf = (text: string) => Uint16Array.from(encodeDocument(tokenizer, text));
const own = [
  { name: 'diary.txt', tokens: tokensOf(PRIVATE_TEXT) },
  { name: 'stories.txt', tokens: tokensOf(story) },
];
const build = (bytes = 64e6) => LibraryGuard.build(own, tokenizer, { bytes });

describe('the guard of private texts', () => {
  it('finds every 8 tokens in a row, wherever they stand', async () => {
    const guard = await build();
    const random = new Random(5);
    expect(own[1].tokens.length).toBeGreaterThan(2 ** 14);
    let looked = 0;
    for (let n = 0; n < 1000; n++) {
      const at = Math.floor(random.uniform() * (own[1].tokens.length - 8));
      const span = own[1].tokens.subarray(at, at + 8);
      const text = tokenizer.decode(span);
      // special ids are no text, and a span that begins or ends inside a word is written with other tokens
      if (String(tokenizer.encode(text)) !== String(span)) continue;
      looked++;
      expect(guard.finds(text), JSON.stringify(text)).toBeDefined();
    }
    expect(looked).toBeGreaterThan(500);
  });

  it('finds every 40 characters in a row, in any case, spacing and punctuation', async () => {
    const guard = await build();
    const random = new Random(6);
    const disguises: ((text: string) => string)[] = [
      (text) => text,
      (text) => text.toUpperCase(),
      (text) => text.replace(/\s+/g, '   '),
      (text) => text.replace(/[,.;:!?]/g, ' '),
      (text) => text.replace(/ /g, ' - '),
      (text) => `guess what ${text} or so`,
    ];
    let looked = 0;
    for (let n = 0; n < 500; n++) {
      const at = Math.floor(random.uniform() * (story.length - 40));
      const span = story.slice(at, at + 40);
      // what is mostly gaps is not words
      if (wordCodes(span).length < 32 || span.includes('[')) continue;
      looked++;
      for (const disguise of disguises)
        expect(guard.finds(disguise(span)), JSON.stringify(disguise(span))).toBeDefined();
    }
    expect(looked).toBeGreaterThan(350);
  });

  it('lets nothing of a private text leave, and other words do', async () => {
    const guard = await build();
    const judge = (text: string) =>
      judgeOutput(text, { to: { login: 'viewer1', userId: '1' }, now: 0, last: null, lists: [], guard });
    for (const line of [...MEMORISED, ...PRIVATE_TEXT.split('\n').filter((line) => line !== '')]) {
      const verdict = judge(line);
      expect(verdict.allowed, line).toBe(false);
      expect(verdict.rules.at(-1)).toMatch(/^memory\.|^shape\.capitals$/);
    }
    const kept = HARMLESS.filter((line) => !judge(line).allowed);
    expect(kept).toEqual([]);
  });

  it('finds all in however little memory, and says how often it errs', async () => {
    const [wide, narrow] = [await build(), await build(20_000)];
    expect(narrow.bytes).toBeLessThan(21_000);
    expect(narrow.finds('the green suitcase under the stairs holds seventeen letters from Odessa')).toBeDefined();
    expect(wide.falseAlarm).toBeLessThan(0.01);
    expect(narrow.falseAlarm).toBeGreaterThan(0.5);
    // of windows that were never put in, about as many are taken for known as it says
    const set = new HashSet((32 / 8) * 20_000);
    const random = new Random(7);
    const word = () => Math.floor(random.uniform() * 2 ** 32) >>> 0;
    for (let i = 0; i < 20_000; i++) set.add(word(), word());
    let wrong = 0;
    for (let i = 0; i < 100_000; i++) if (set.has(word(), word())) wrong++;
    expect(wrong).toBeLessThan(20);
  });

  it('can be broken off while it is built', async () => {
    const aborted = new AbortController();
    const building = LibraryGuard.build(own, tokenizer, {
      bytes: 1e6,
      pause: async () => aborted.abort(new Error('enough')),
      signal: aborted.signal,
    });
    await expect(building).rejects.toThrow('enough');
  });

  it('of an empty library finds nothing', async () => {
    const guard = await LibraryGuard.build([], tokenizer, { bytes: 1000 });
    expect(guard.finds('the green suitcase under the stairs holds seventeen letters')).toBeUndefined();
  });

  it('rolls the same hashes wherever a window stands', () => {
    const seen = (ids: number[]) => {
      const found: string[] = [];
      tokenWindows(ids, (high, low) => found.push(`${high} ${low}`));
      return found;
    };
    const span = [9, 8, 7, 6, 5, 4, 3, 2];
    const [alone] = seen(span);
    for (let before = 0; before < 40; before++) {
      const all = seen([...Array.from({ length: before }, (_, i) => 50 + i), ...span, 1, 2]);
      expect(all.length).toBe(before + 3);
      expect(all[before]).toBe(alone);
    }
  });
});

describe('stored words of people', () => {
  const said = 'my grandmother keeps three grey parrots in the attic of her house';

  it('are not said to others, but may be to the person itself', () => {
    const people = new PeopleWords(tokenizer);
    people.put('m1', 'ann', said);
    for (const echo of [said, said.toUpperCase(), `i heard that ${said.slice(3, 60)}`, said.slice(8, 52)]) {
      expect(people.finds(echo, 'bob'), echo).toBe(true);
      expect(people.finds(echo, null), echo).toBe(true);
      expect(people.finds(echo, 'ann'), echo).toBe(false);
    }
    expect(people.finds('three grey cats in the cellar', 'bob')).toBe(false);
  });

  it('are found from every place in them', () => {
    const people = new PeopleWords(tokenizer);
    people.put('m1', 'ann', said);
    for (let at = 0; at + 40 <= said.length; at++)
      expect(people.finds(said.slice(at, at + 40), 'bob'), String(at)).toBe(true);
  });

  it('are forgotten at once, message by message', () => {
    const people = new PeopleWords(tokenizer);
    people.put('m1', 'ann', said);
    people.put('m2', 'cat', said);
    people.drop(['m1', 'unknown']);
    expect(people.finds(said, 'bob')).toBe(true);
    people.drop(['m2']);
    expect(people.finds(said, 'bob')).toBe(false);
    expect(people.size).toBe(0);
  });
});
