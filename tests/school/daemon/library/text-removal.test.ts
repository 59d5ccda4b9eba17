import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { removedInWords } from '../../../../school/api/act-words.ts';
import { removedText, textFile, textToRemove } from '../../../../school/daemon/library/text-removal.ts';
import { daemonTexts } from '../../../../school/daemon/texts/daemon-texts.ts';
import { makeHome } from '../../../../school/home/home.ts';
import { Keeper } from '../../../../soul/keeper.ts';
import { temporaryFolder } from '../../temporary.ts';

const file = (name: string, read = 0, tokens = 100) => ({
  name,
  bytes: 400,
  tokens,
  heldOutTokens: 5,
  read,
  weight: 1,
  share: 0.5,
});

describe('a text to be removed', () => {
  const files = [file('diary.txt'), file('chats/Ann.txt'), file('chats/Anna.txt')];

  it('is found by its name, or by a part that no other has', () => {
    expect(textToRemove({ files }, 'chats/Ann.txt').name).toBe('chats/Ann.txt');
    expect(textToRemove({ files }, 'DIARY').name).toBe('diary.txt');
  });

  it('is asked for where there are more, or none, with what may have been meant', () => {
    expect(() => textToRemove({ files }, 'chats')).toThrow(
      daemonTexts.library.sayWhich('2', '"chats"', 'chats/Ann.txt, chats/Anna.txt'),
    );
    expect(() => textToRemove({ files }, 'dairy.txt')).toThrow(
      daemonTexts.library.noSuchText('"dairy.txt"', 'did you mean diary.txt?'),
    );
    expect(() => textToRemove({ files }, 'xyz\x1b[2J')).toThrow('`baby library` lists them.');
  });

  it('is left alone where it lies outside the home, behind a link', async () => {
    const home = makeHome(join(temporaryFolder(), 'home'));
    const outside = temporaryFolder();
    writeFileSync(join(outside, 'mine.txt'), 'mine');
    symlinkSync(outside, join(home.library, 'linked'));
    await expect(textFile(home, 'linked/mine.txt')).rejects.toThrow(/lies in .*, to which a link in the library leads/);
    mkdirSync(join(home.library, 'deep'));
    writeFileSync(join(home.library, 'deep', 'a.txt'), 'abc');
    expect(await textFile(home, 'deep/a.txt')).toMatchObject({ name: 'deep/a.txt', size: 3 });
  });
});

describe('what remains of it', () => {
  it('is told by what the souls have read', () => {
    const folder = join(temporaryFolder(), 'soul');
    const keeper = new Keeper({ folder });
    const save = (step: number, read: Record<string, number>) =>
      keeper.save({ tensors: {}, texts: {}, state: { streams: { read } }, summary: { step } }).name;
    save(1, {});
    const before = save(2, { 'b.txt': 70 });
    save(3, { 'a.txt': 20, 'b.txt': 90 });
    save(4, { 'a.txt': 250, 'b.txt': 99 });
    const removed = removedText(file('a.txt', 250), keeper.list());
    expect(removed).toMatchObject({ read: 250, before: { name: before, step: 2 } });
    expect(removedInWords(removed)).toMatch(
      new RegExp(
        `Its weights have read it about 2\\.5 times \\(250 tokens\\): .* \`baby soul back ${before}\`, saved .* ago\\.$`,
      ),
    );
    expect(removedText(file('b.txt', 99), keeper.list()).before).toMatchObject({ step: 1 });
  });

  it('is nothing of a text that was never read, and cannot be helped where no soul from before is kept', () => {
    expect(removedInWords(removedText(file('a.txt', 0), []))).toMatch(/never read in its turn/);
    expect(removedInWords(removedText(file('a.txt', 30), []))).toMatch(
      /about 30 % of it, once: .* No soul from before it is kept/,
    );
  });
});
