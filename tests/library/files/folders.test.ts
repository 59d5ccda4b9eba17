import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolders } from '../../../library/files/folders.ts';
import { fileTexts } from '../../../library/files/texts.ts';
import { temporaryFolder } from '../../school/temporary.ts';

describe('making folders', () => {
  it('makes all that are missing, for their owner alone, and says which was the first', () => {
    const base = temporaryFolder();
    expect(makeFolders(join(base, 'a', 'b', 'c'))).toBe(join(base, 'a'));
    for (const one of ['a', 'a/b', 'a/b/c']) expect(statSync(join(base, one)).mode & 0o777).toBe(0o700);
    expect(makeFolders(join(base, 'a', 'b', 'c'))).toBeUndefined();
    expect(makeFolders(join(base, 'a', 'd'))).toBe(join(base, 'a', 'd'));
  });

  it('throws what a file in the way deserves', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(() => makeFolders(file)).toThrow(expect.objectContaining({ code: 'EEXIST' }));
    expect(() => makeFolders(join(file, 'in', 'it'))).toThrow(expect.objectContaining({ code: 'ENOTDIR' }));
  });

  it.runIf(existsSync('/proc/self'))('ends where the file system makes no folders', () => {
    for (const folder of ['/proc/baby', '/proc/baby/a/b', '/proc/self/baby'])
      expect(() => makeFolders(folder)).toThrow(fileTexts.noFoldersThere);
    mkdirSync(join(temporaryFolder(), 'still'));
  });
});
