import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { excerpt } from '../../../library/token-cache/excerpt.ts';
import { encodeDocument } from '../../../library/tokenizer/chat-template.ts';
import { trainTokenizer } from '../../../library/tokenizer/index.ts';
import { temporaryFolder } from '../../school/temporary.ts';

const TEXT = 'first line\nsecond line, längs\n\n[ann]: hello you\n[mia]: hello ann\nthe end of it\n';
const tokenizer = trainTokenizer([Buffer.from(TEXT)], { vocabularySize: 270 });
const ids = encodeDocument(tokenizer, TEXT);
const tokenFile = () => {
  const path = join(temporaryFolder(), 'x.tokens');
  writeFileSync(path, Buffer.from(Uint16Array.from(ids).buffer));
  return { path, tokens: ids.length };
};
const LINES = ['first line', 'second line, längs', '[ann]: hello you', '[mia]: hello ann', 'the end of it'];

describe('an excerpt', () => {
  it('is all lines and turns of a text that fits', async () => {
    expect(await excerpt(tokenFile(), tokenizer, 0, 10_000)).toEqual(LINES);
  });

  it('holds whole lines alone, wherever it begins and ends', async () => {
    const file = tokenFile();
    for (let at = 0; at < ids.length; at++) {
      for (const length of [1, 7, 20]) {
        for (const line of await excerpt(file, tokenizer, at, length)) expect(LINES).toContain(line);
      }
    }
    expect(await excerpt(file, tokenizer, 1, 10_000)).toEqual(LINES.slice(1));
  });

  it('of nothing is nothing', async () => {
    expect(await excerpt(tokenFile(), tokenizer, ids.length, 10)).toEqual([]);
    await expect(excerpt({ path: '/nowhere/x', tokens: 3 }, tokenizer, 0, 3)).rejects.toThrow('ENOENT');
  });
});
