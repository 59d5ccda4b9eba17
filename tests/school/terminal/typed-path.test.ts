import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { completedPath, pathIn } from '../../../school/terminal/typed-path.ts';
import { temporaryFolder } from '../temporary.ts';

describe('paths as people type and drop them', () => {
  it('lose quotes and escapes, and begin at home', () => {
    expect([' a b.txt ', "'a b.txt'", '"it\'s.txt"', "it's.txt"].map(pathIn)).toEqual([
      'a b.txt',
      'a b.txt',
      "it's.txt",
      "it's.txt",
    ]);
    expect(pathIn('~/x')).toBe(join(homedir(), 'x'));
    expect(pathIn('~')).toBe(homedir());
  });

  it.skipIf(process.platform === 'win32')('have backslashes in front of spaces (not on Windows)', () => {
    expect(pathIn('/a\\ b/c\\(1\\).txt')).toBe('/a b/c(1).txt');
  });
});

describe('a path completed by Tab', () => {
  let folder = '';
  beforeEach(() => {
    folder = temporaryFolder();
    mkdirSync(join(folder, 'my letters'));
    for (const name of ['diary-1.txt', 'diary-2.txt', '.hidden', "it's.txt", 'my letters/ann.txt'])
      writeFileSync(join(folder, name), '');
  });

  it.each([
    ['di', 'diary-', 2],
    ['diary-2', 'diary-2.txt', 1],
    ['my', 'my letters/', 1],
    ['"my letters/', 'my letters/ann.txt', 1],
    ['./my\\ letters/a', './my\\ letters/ann.txt', 1],
    ['.h', '.hidden', 1],
    ['', '', 4],
    ['nothing', 'nothing', 0],
    ['nowhere/x', 'nowhere/x', 0],
  ])('%s becomes %s', (typed, text, names) => {
    const completion = completedPath(typed, folder);
    expect(completion.text).toBe(text);
    expect(completion.names).toHaveLength(names);
  });

  it('names the same file when it is read again', () => {
    expect(pathIn(completedPath('it', folder).text)).toBe("it's.txt");
    expect(completedPath(`${folder}/diary-2`).text).toBe(`${folder}/diary-2.txt`);
  });
});
