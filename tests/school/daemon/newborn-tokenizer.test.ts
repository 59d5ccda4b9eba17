import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  LEARNABLE_KINDS,
  LEARNABLE_NAMES,
  parseTokenizer,
  serializeTokenizer,
  type Tokenizer,
  trainTokenizer,
} from '../../../library/tokenizer/index.ts';
import { beginBaby } from '../../../school/babies/begin.ts';
import { newbornTokenizer } from '../../../school/daemon/newborn-tokenizer.ts';
import { findHome, type Home } from '../../../school/home/home.ts';
import { configure, loadConfig } from '../../../school/settings/config.ts';
import { makeHome as makeLibrary, temporaryFolder } from '../../library/home.ts';
import { storyText } from '../tiny.ts';

const other: Tokenizer = LEARNABLE_KINDS.sentencepiece.learn([Buffer.from(storyText)], { vocabularySize: 600 });

const learnt = (settings: object, home: Pick<Home, 'tokenizer'> = { tokenizer: '/nowhere/tokenizer.json' }) => {
  const library = makeLibrary();
  library.put('story.txt', storyText);
  return newbornTokenizer(home, library.open(), configure(settings, 'the test'));
};

describe('the tokenizer of a newborn', () => {
  it.each(LEARNABLE_NAMES)('is of the kind %s where the config says so', async (name) => {
    const { tokenizer, text } = await learnt({ tokenizer: name, heldOut: 0 });
    const expected = LEARNABLE_KINDS[name].learn([Buffer.from(storyText)], { vocabularySize: 512 });
    expect(tokenizer.kind).toBe(expected.kind);
    expect(parseTokenizer(text).hash).toBe(tokenizer.hash);
    if (name === 'char') expect(tokenizer.hash).toBe(expected.hash);
  });

  it('is byte pairs as ever where the config says nothing', async () => {
    const { tokenizer, text } = await learnt({});
    expect(tokenizer).toMatchObject({ kind: 'bpe', vocabularySize: 512 });
    expect(JSON.parse(text)).toMatchObject({ format: 'babyllm-tokenizer', version: 1 });
  });

  it('is the one that its home was given', async () => {
    const path = join(temporaryFolder(), 'tokenizer.json');
    writeFileSync(path, serializeTokenizer(other));
    expect((await learnt({ tokenizer: 'file' }, { tokenizer: path })).tokenizer.hash).toBe(other.hash);
  });

  it('is trimmed to what its library uses', async () => {
    const path = join(temporaryFolder(), 'tokenizer.json');
    writeFileSync(
      path,
      serializeTokenizer(trainTokenizer([Buffer.from(storyText.repeat(2))], { vocabularySize: 2000 })),
    );
    const { tokenizer } = await learnt({ tokenizer: 'file', trim: true }, { tokenizer: path });
    expect(tokenizer.kind).toBe('trimmed');
    expect(tokenizer.decode(tokenizer.encode('A word that it never met: žluťoučký.'))).toBe(
      'A word that it never met: žluťoučký.',
    );
  });

  it('says in one sentence what is wrong with the file of the home', async () => {
    await expect(learnt({ tokenizer: 'file' })).rejects.toThrow(
      /^"tokenizer" in baby\.json is file, but \/nowhere\/tokenizer\.json cannot be used \(there is no such file\): set it to bpe/,
    );
    const path = join(temporaryFolder(), 'tokenizer.json');
    writeFileSync(path, '{"format":"babyllm-tokenizer","version":2,"kind":"runes"}');
    await expect(learnt({ tokenizer: 'file' }, { tokenizer: path })).rejects.toThrow(
      /"kind" should be one of bpe, char/,
    );
  });
});

describe('a home that is begun with a tokenizer', () => {
  it('has a copy of its own, which the next home takes over with its settings', async () => {
    const [first, second, third] = ['one', 'two', 'three'].map((name) => join(temporaryFolder(), name)) as [
      string,
      string,
      string,
    ];
    const { config } = await beginBaby('one', { folder: first, tokenizer: other, trim: true });
    expect(config).toMatchObject({ tokenizer: 'file', trim: true });
    expect(statSync(findHome(first).tokenizer).mode & 0o777).toBe(0o600);
    await beginBaby('two', { folder: second, from: findHome(first) });
    expect(await loadConfig(findHome(second))).toMatchObject({ tokenizer: 'file', trim: true });
    expect((await learnt({ tokenizer: 'file' }, findHome(second))).tokenizer.hash).toBe(other.hash);
    await beginBaby('three', { folder: third, from: findHome(first), tokenizer: 'char' });
    expect(await loadConfig(findHome(third))).toMatchObject({ tokenizer: 'char' });
    expect(existsSync(findHome(third).tokenizer)).toBe(false);
  });
});
