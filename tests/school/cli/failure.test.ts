import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../../school/cli/failure.ts';
import { temporaryFolder } from '../temporary.ts';

const caught = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('an error was expected');
};
const systemError = (code: string, path?: string): Error =>
  Object.assign(new Error(`${code}: what the system says, write`), { code, ...(path && { path }) });

describe('the sentence of an error', () => {
  it('is none of the system’s', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'file');
    writeFileSync(file, '');
    mkdirSync(join(folder, 'room'));
    const cases: [unknown, string][] = [
      [
        caught(() => readdirSync(join(folder, 'none'))),
        `${join(folder, 'none')} cannot be used: it is not there any more.`,
      ],
      [caught(() => readdirSync(file)), `${file} cannot be used: a file stands where a folder is needed.`],
      [caught(() => readFileSync(join(folder, 'room'))), 'It cannot be done: a folder stands where a file is needed.'],
      [
        caught(() => writeFileSync(join(folder, 'x'.repeat(300)), '')),
        `${join(folder, 'x'.repeat(300))} cannot be used: its name is too long.`,
      ],
      [caught(() => new Database(join(folder, 'room'))), 'It cannot be done: it cannot be opened.'],
      [systemError('ENOSPC'), 'It cannot be done: the disk is full.'],
      [systemError('EDQUOT', '/a'), '/a cannot be used: no more of the disk may be used.'],
      [systemError('EROFS', '/a'), '/a cannot be used: the disk is read-only.'],
      [systemError('EMFILE', '/a'), '/a cannot be used: too many files are open.'],
      [systemError('SQLITE_READONLY_DIRECTORY'), 'It cannot be done: it may not be written.'],
    ];
    for (const [error, sentence] of cases) expect(sentenceOf(error, false)).toBe(sentence);
    expect(sentenceOf(new Error('There is no baby here.'), false)).toBe('There is no baby here.');
  });

  it('is short, however long what it names is', () => {
    const sentence = sentenceOf(new Error(`There is no baby called ${'y'.repeat(100_000)}, and no folder.`), false);
    expect(sentence.length).toBeLessThan(1000);
    expect(sentence).toMatch(/^There is no baby called y+ … y+, and no folder\.$/);
    expect(sentenceOf(new Error('🦊'.repeat(10_000)), false).isWellFormed()).toBe(true);
  });
});
