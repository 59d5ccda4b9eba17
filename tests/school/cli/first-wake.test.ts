import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { askFirstWake, isFirstWake } from '../../../school/cli/first-wake.ts';
import { findHome } from '../../../school/home/home.ts';
import { loadConfig } from '../../../school/settings/config.ts';
import { temporaryFolder } from '../temporary.ts';

/** A dialogue with an owner who gives these answers, one after the other. */
async function dialogue(answers: readonly string[], folder = temporaryFolder()) {
  const home = findHome(join(temporaryFolder(), 'home'));
  mkdirSync(home.folder, { recursive: true });
  const left = [...answers];
  const asked: string[] = [];
  let told = '';
  const fed: string[] = [];
  await askFirstWake(home, {
    ask: async (question) => {
      asked.push(question);
      const answer = left.shift();
      if (answer === undefined) throw new Error(`nobody answers: ${question}`);
      return answer;
    },
    tell: (text) => {
      told += text;
    },
    feed: async (path) => void fed.push(path),
    folder,
  });
  const texts = existsSync(home.library) ? readdirSync(home.library).filter((name) => !name.startsWith('.')) : [];
  return { home, asked, told, fed, texts, config: await loadConfig(home), left };
}

describe('the dialogue of a first wake', () => {
  it('takes Enter for what stands in brackets: the starter texts, and what the terminal says', async () => {
    const { config, fed, texts, left } = await dialogue(['', '', '', '', '']);
    expect(config).toMatchObject({ name: 'babyllm', owner: 'owner', view: { theme: 'auto' } });
    expect([fed, left]).toEqual([[], []]);
    expect(texts.length).toBeGreaterThan(10);
  });

  it('writes names, feeds a path of the owner, and leaves out the starter texts where none are wanted', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'my diary.txt'), 'a line of mine\n'.repeat(10_000));
    const { config, fed, texts, told } = await dialogue(['Kit', 'Mara', '1', "'my diary.txt'", '3'], folder);
    expect(config).toMatchObject({ name: 'Kit', owner: 'Mara', view: { theme: 'light' } });
    expect(fed).toEqual([join(folder, 'my diary.txt')]);
    expect(texts).toEqual([]);
    expect(told).toContain('my diary.txt: 150.0 kB.');
  });

  it('asks once more after a wrong answer, with one sentence', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.txt'), 'short');
    const { config, told, fed } = await dialogue(
      ['Kit\x1b[2J', 'Kit', '', '7', '1', 'nowhere.txt', 'a.txt', 'purple', 'dark'],
      folder,
    );
    expect(config).toMatchObject({ name: 'Kit', view: { theme: 'dark' } });
    expect(told).toMatch(/name should be a name of 1 to 32 letters/);
    expect(told).toContain('A number from 1 to 3 was expected.');
    expect(told).toContain(`${join(folder, 'nowhere.txt')} is not there`);
    expect(told).toContain('little, which it soon knows by heart');
    expect(told).not.toContain('\x1b');
    expect(fed).toEqual([join(folder, 'a.txt')]);
  });

  it('comes only where nothing of a baby is', async () => {
    const home = findHome(join(temporaryFolder(), 'home'));
    expect(isFirstWake(home)).toBe(true);
    mkdirSync(join(home.library, '.shelf'), { recursive: true });
    expect(isFirstWake(home)).toBe(true);
    writeFileSync(join(home.library, 'diary.txt'), 'mine');
    expect(isFirstWake(home)).toBe(false);
    expect(isFirstWake((await dialogue(['', '', '2', ''])).home)).toBe(false);
  });
});
