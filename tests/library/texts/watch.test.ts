import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type LibraryWatch, type WatchOptions, watchLibrary } from '../../../library/texts/watch.ts';
import { type Home, makeHome } from '../home.ts';

const open: LibraryWatch[] = [];

afterEach(async () => {
  for (const watch of open.splice(0)) await watch.close();
});

async function watched(
  home: Home,
  onChange: () => void | Promise<void>,
  options: WatchOptions = {},
): Promise<LibraryWatch> {
  const watch = watchLibrary(home.library, onChange, {
    quietMs: 60,
    onNote: (note) => home.notes.push(note),
    ...options,
  });
  open.push(watch);
  await watch.ready;
  return watch;
}

/** Long enough that what should not happen would have happened. */
const aWhile = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 500));

const patience = { timeout: 10_000 };

describe('watchLibrary', () => {
  it('is ready at once beside a link to the whole disk, of which it watches nothing', async () => {
    const home = makeHome();
    home.put('a.txt', 'one');
    symlinkSync('/', join(home.library, 'disk'));
    const onChange = vi.fn();
    await watched(home, onChange);
    home.put('b.txt', 'two');
    await vi.waitFor(() => expect(onChange).toHaveBeenCalled(), patience);
  });

  it('tells of files that come, change and go, at any depth, and of nothing else', async () => {
    const home = makeHome();
    const path = home.put('a.txt', 'one');
    symlinkSync(home.library, join(home.library, 'circle'));
    const onChange = vi.fn();
    await watched(home, onChange);
    await aWhile();
    expect(onChange).not.toHaveBeenCalled();
    const steps = [
      () => home.put('deep/er/b.txt', 'two'),
      () => appendFileSync(path, 'more'),
      () => renameSync(path, join(home.library, 'c.txt')),
      () => rmSync(join(home.library, 'deep'), { recursive: true }),
    ];
    for (const step of steps) {
      onChange.mockClear();
      step();
      await vi.waitFor(() => expect(onChange).toHaveBeenCalled(), patience);
      await aWhile();
    }
    onChange.mockClear();
    home.put('.hidden', 'x');
    home.put('.git/a.txt', 'x');
    mkdirSync(join(home.library, 'empty'));
    await aWhile();
    expect(onChange).not.toHaveBeenCalled();
    expect(home.notes).toEqual([]);
  });

  it('tells once of changes that come together, and never twice at a time', async () => {
    const home = makeHome();
    let running = 0;
    let most = 0;
    let calls = 0;
    let release = (): void => undefined;
    await watched(home, async () => {
      calls++;
      most = Math.max(most, ++running);
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      running--;
    });
    for (let i = 0; i < 20; i++) home.put(`${i}.txt`, 'x');
    await vi.waitFor(() => expect(calls).toBe(1), patience);
    for (let i = 0; i < 5; i++) {
      home.put(`more ${i}.txt`, 'x');
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    expect(calls).toBe(1);
    release();
    await vi.waitFor(() => expect(calls).toBe(2), patience);
    release();
    await aWhile();
    expect([calls, most]).toEqual([2, 1]);
  });

  it('goes on after an error and tells it', async () => {
    const home = makeHome();
    let calls = 0;
    await watched(home, () => {
      calls++;
      if (calls === 1) throw new Error('the disk is on fire');
    });
    home.put('a.txt', 'x');
    await vi.waitFor(() => expect(home.notes).toHaveLength(1), patience);
    expect(home.notes[0]!.message).toMatch(/could not be taken in: the disk is on fire/);
    home.put('b.txt', 'x');
    await vi.waitFor(() => expect(calls).toBe(2), patience);
  });

  it('is silent once it is closed', async () => {
    const home = makeHome();
    const onChange = vi.fn();
    const watch = await watched(home, onChange, { intervalMs: 50 });
    home.put('a.txt', 'x');
    await watch.close();
    home.put('b.txt', 'x');
    await aWhile();
    expect(onChange).not.toHaveBeenCalled();
  });
});
