import { chmodSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Note } from '../../../library/notices/notices.ts';
import { copyStarterTexts } from '../../../library/texts/starter.ts';
import { makeHome } from '../home.ts';

describe('copyStarterTexts', () => {
  it('fills a library that is not there yet, privately', async () => {
    const [starter, home] = [makeHome(), makeHome()];
    starter.put('one.txt', 'first text');
    starter.put('two.txt', 'second text');
    chmodSync(join(starter.library, 'one.txt'), 0o444);
    rmSync(home.library, { recursive: true });
    expect(await copyStarterTexts(starter.library, home.library)).toEqual(['one.txt', 'two.txt']);
    expect(readFileSync(join(home.library, 'one.txt'), 'utf8')).toBe('first text');
    expect(statSync(join(home.library, 'one.txt')).mode & 0o777).toBe(0o600);
    expect(statSync(home.library).mode & 0o777).toBe(0o700);
    expect(await copyStarterTexts(starter.library, home.library)).toEqual([]);
  });

  it('leaves a library alone that has a text, at any depth', async () => {
    const [starter, home] = [makeHome(), makeHome()];
    starter.put('one.txt', 'first text');
    home.put('deep/mine.md', 'mine');
    expect(await copyStarterTexts(starter.library, home.library)).toEqual([]);
    expect(readdirSync(home.library)).toEqual(['deep']);
  });

  it('counts empty and binary files as none, and overwrites nothing', async () => {
    const [starter, home] = [makeHome(), makeHome()];
    starter.put('one.txt', 'first text');
    starter.put('two.txt', 'second text');
    home.put('one.txt', '');
    home.put('photo.png', 'x');
    home.put('noise.txt', new Uint8Array(100));
    const notes: Note[] = [];
    expect(await copyStarterTexts(starter.library, home.library, (note) => notes.push(note))).toEqual(['two.txt']);
    expect(readFileSync(join(home.library, 'one.txt'), 'utf8')).toBe('');
    expect(notes.map(({ file }) => file)).toEqual(['one.txt']);
  });

  it('says so if there are no starter texts', async () => {
    const home = makeHome();
    const notes: Note[] = [];
    expect(await copyStarterTexts(join(home.library, 'nowhere'), home.library, (note) => notes.push(note))).toEqual([]);
    expect(notes.map(({ message }) => message)).toEqual([
      'The library folder is empty, and no starter texts were found; put a text into it.',
    ]);
  });
});
