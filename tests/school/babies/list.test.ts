import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { beginBaby } from '../../../school/babies/begin.ts';
import { homesOf, lookAt } from '../../../school/babies/list.ts';
import { texts } from '../../../school/babies/texts.ts';
import { findHome, makeHome } from '../../../school/home/home.ts';
import { loadConfig, saveConfig } from '../../../school/settings/config.ts';
import { temporaryFolder } from '../temporary.ts';
import { isPrivate, put, save, sleepingHome } from './baby.ts';

let nest: string;
const before = process.env['HOME'];
beforeEach(() => {
  nest = temporaryFolder();
  process.env['HOME'] = nest;
});
afterEach(() => {
  process.env['HOME'] = before;
});

describe('a new baby', () => {
  it('has a home of its own, which is found by its name', async () => {
    const { home, config } = await beginBaby('Zoë 2', { preset: 'tiny', brain: 'seed' });
    expect(home.folder).toBe(join(nest, '.babyllm-zoë-2'));
    expect(findHome('Zoë 2')).toEqual(home);
    expect(findHome('zoë-2')).toEqual(home);
    expect(await loadConfig(home)).toEqual(config);
    expect(config).toMatchObject({ name: 'Zoë 2', preset: 'tiny', brain: 'seed', owner: 'owner' });
    expect(isPrivate(home.folder)).toBe(true);
    expect(readdirSync(nest)).toEqual(['.babyllm-zoë-2']);
  });

  it('takes no name that another has, or that is none', async () => {
    await beginBaby('Mia');
    await expect(beginBaby('mia')).rejects.toThrow(texts.homes.nameTaken('mia', join(nest, '.babyllm-mia')));
    for (const name of ['', '../x', ' mia', 'a/b', 'x'.repeat(33), 'a\u001b[2J']) {
      await expect(beginBaby(name)).rejects.toThrow(
        /^`baby new`: name should be a name of 1 to 32 letters, .* came\.$/,
      );
    }
    expect(readdirSync(nest)).toEqual(['.babyllm-mia']);
  });

  it('can begin with the settings and texts of another, and nothing of its life', async () => {
    const from = await sleepingHome();
    await saveConfig(from, { ...(await loadConfig(from)), owner: 'Ann', shape: { channels: 64 }, learningRate: 0.1 });
    const same = await beginBaby('Bo', { from });
    expect(same.files).toBe(2);
    expect(same.config).toMatchObject({
      name: 'Bo',
      owner: 'Ann',
      preset: 'tiny',
      shape: { channels: 64 },
      learningRate: 0.1,
    });
    // what was decided for a brain of another size is not for this one
    const other = await beginBaby('Bea', { from, preset: 'small' });
    expect(other.config).toMatchObject({ owner: 'Ann', preset: 'small', shape: { channels: 0 }, learningRate: 0 });
    const files = readdirSync(same.home.folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(files.map(({ name }) => name).sort()).toEqual(['baby.json', 'stand-ins.json', 'story.txt', 'ö 1.txt']);
    expect(readFileSync(join(same.home.library, 'story.txt'), 'utf8')).toBe('The sea is wide.\n');
    expect(isPrivate(same.home.folder)).toBe(true);
  });

  it('leaves nothing behind when its texts cannot be copied to the end', async () => {
    const from = await sleepingHome();
    const ending = new AbortController();
    const options = { from, signal: ending.signal, onProgress: () => ending.abort() };
    await expect(beginBaby('Bo', options)).rejects.toThrow(/aborted/);
    expect(readdirSync(nest)).toEqual([]);
  });
});

describe('the list of all', () => {
  it('has the first, those beside it, and one elsewhere', async () => {
    expect(homesOf(undefined, nest)).toEqual([]);
    makeHome(join(nest, '.babyllm-zoe'));
    makeHome(join(nest, '.babyllm'));
    symlinkSync(makeHome(join(temporaryFolder(), 'mia')).folder, join(nest, '.babyllm-mia'));
    writeFileSync(join(nest, '.babyllm-file'), '');
    mkdirSync(join(nest, '..babyllm-x.filling-99999999'));
    const elsewhere = await sleepingHome();
    const known = homesOf(findHome('mia'), nest).length;
    expect(known).toBe(3);
    const all = homesOf(elsewhere, nest);
    expect(all.at(0)?.folder).toBe(join(nest, '.babyllm'));
    expect(all).toHaveLength(4);
    expect(all.at(3)).toBe(elsewhere);
    expect(homesOf(findHome(join(nest, 'none')), nest)).toHaveLength(3);
  });

  it('tells how one is that sleeps', async () => {
    const home = await sleepingHome(join(nest, '.babyllm-mia'));
    expect(await lookAt(home)).toMatchObject({
      home: 'mia',
      name: 'Mia',
      brain: 'baby',
      preset: 'tiny',
      state: 'asleep',
      step: 7,
      exam: 2,
      souls: 2,
      troubles: [],
    });
    expect(await lookAt(makeHome(join(nest, '.babyllm-new')))).toMatchObject({
      step: null,
      exam: null,
      saved: null,
      troubles: [],
    });
  });

  it('tells what is wrong with one', async () => {
    const home = await sleepingHome(join(nest, '.babyllm-mia'));
    writeFileSync(home.config, '{ "preset": "huge" }');
    put(home, 'soul/soul-0000000007/manifest.json', '{');
    put(home, 'soul/damaged-soul-0000000002/manifest.json', '{');
    const { step, name, troubles } = await lookAt(home);
    expect([step, name]).toEqual([3, null]);
    expect(troubles).toEqual([
      expect.stringMatching(/baby\.json: preset should be one of .*, but "huge" came\.$/),
      texts.list.soulsDamaged(2),
    ]);
    save(home, 9);
    const lost = findHome(join(nest, 'file'));
    writeFileSync(lost.folder, '');
    expect((await lookAt(lost)).troubles.length).toBeGreaterThan(0);
  });

  it('tells that one does not answer as a baby does', async () => {
    const home = await sleepingHome(join(nest, '.babyllm-mia'));
    const server = createServer((socket) => socket.end('what?\n'));
    await new Promise<void>((resolve) => server.listen(home.socket, resolve));
    try {
      expect(await lookAt(home)).toMatchObject({
        state: 'silent',
        step: 7,
        troubles: [expect.stringMatching(/JSON.*something else/)],
      });
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
