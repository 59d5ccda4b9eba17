import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { askFirstWake, firstWakeOnTerminal, isFirstWake } from '../../../school/cli/first-wake.ts';
import { babyTexts } from '../../../school/cli/texts/babies.ts';
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
    expect(told).toContain(babyTexts.firstWake.noNumber(3));
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

  it('lets go of the keys when it is over, so that nothing echoes what is typed later', async () => {
    const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
    const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 });
    let shown = '';
    const answer = setInterval(() => input.write(/Which\? \[3\] $/.test(plain(shown)) ? '2\r' : '\r'), 20);
    output.on('data', (data: Buffer) => {
      shown += data;
    });
    const home = findHome(join(temporaryFolder(), 'home'));
    mkdirSync(home.folder, { recursive: true });
    await firstWakeOnTerminal(home, async () => {}, { input, output } as never).finally(() => clearInterval(answer));
    expect(shown).toContain('add texts with `baby feed`');
    shown = '';
    input.write('4');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(shown).toBe('');
    expect(input.listenerCount('keypress')).toBe(0);
  });
});

/** Without what moves the cursor. */
const plain = (text: string): string => text.replace(/\x1b\[[\d;]*[A-Za-z]/g, '');
