import { fstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Disk, realDisk } from '../../soul/disk.ts';
import { Keeper } from '../../soul/keeper.ts';
import { decodeManifest, encodeManifest } from '../../soul/manifest.ts';
import { parseSoulName, soulName } from '../../soul/retention.ts';
import { contentOf, saveSteps, stepsIn } from './content.ts';

let home: string;
let folder: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'soul-keeper-'));
  folder = path.join(home, 'deep', 'soul');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('saving and opening', () => {
  it('gives back everything exactly', () => {
    const keeper = new Keeper({ folder, now: () => new Date('2025-06-01T10:00:00Z') });
    const content = contentOf(12_345, 2.5);
    const state = { ...(content.state as object), odd: [-0, Number.NEGATIVE_INFINITY, 2n ** 70n, '\ud800', 0.1 + 0.2] };
    const report = keeper.save({ ...content, state });
    expect(report).toMatchObject({ name: 'soul-0000012345', folder: path.join(folder, 'soul-0000012345'), notes: [] });
    const opened = new Keeper({ folder }).open();
    expect(opened.state).toEqual(state);
    expect(opened.texts).toEqual(content.texts);
    expect(opened.notes).toEqual([]);
    expect(stepsIn(opened)).toEqual(new Set([12_345]));
    expect(opened.info).toEqual({
      name: report.name,
      folder: report.folder,
      step: 12_345,
      score: 2.5,
      savedAt: '2025-06-01T10:00:00.000Z',
      bytes: report.bytes,
    });
    expect(keeper.list()).toEqual([opened.info]);
  });

  it('keeps everything private', () => {
    const { folder: saved } = new Keeper({ folder }).save(contentOf(1));
    for (const each of [folder, saved]) expect(statSync(each).mode & 0o777).toBe(0o700);
    const files = readdirSync(saved);
    expect(files.sort()).toEqual([
      'manifest.json',
      'memories.safetensors',
      'moments.safetensors',
      'state.json',
      'tokenizer.json',
      'weights.safetensors',
    ]);
    for (const file of files) expect(statSync(path.join(saved, file)).mode & 0o777).toBe(0o600);
  });

  it('says so when there is no soul yet, and makes nothing by asking', () => {
    const keeper = new Keeper({ folder });
    expect(keeper.list()).toEqual([]);
    expect(keeper.best()).toBeUndefined();
    expect(() => keeper.open()).toThrow(`There is no whole soul in ${folder}.`);
    expect(() => keeper.open('../../etc')).toThrow('There is no whole soul "../../etc"');
    expect(readdirSync(home)).toEqual([]);
  });

  it('opens one by name, for instance the best', () => {
    const keeper = new Keeper({ folder });
    for (const [step, score] of [
      [1, 3],
      [2, 2],
      [3, 2.5],
    ] as const)
      keeper.save(contentOf(step, score));
    keeper.save(contentOf(4, Number.NaN));
    expect(keeper.best()?.step).toBe(2);
    expect(stepsIn(keeper.open(keeper.best()!.name))).toEqual(new Set([2]));
  });

  it('takes for the best one of those that were scored on the same as the newest that was scored', () => {
    const keeper = new Keeper({ folder, budget: 0 });
    keeper.save(contentOf(1, 1.5));
    expect(keeper.best()?.step).toBe(1);
    for (const [step, score] of [
      [2, 3],
      [3, 2],
      [4, 2.5],
    ] as const)
      keeper.save(contentOf(step, score, 'new'));
    keeper.save(contentOf(5));
    expect(keeper.best()?.step).toBe(3);
    // the best of before is no better than any other: it goes as the old ones go
    expect(keeper.list().map(({ step, paper }) => [step, paper])).toEqual([
      [5, undefined],
      [4, 'new'],
      [3, 'new'],
    ]);
    keeper.bringBack(keeper.best()!.name);
    expect(keeper.list()[0]).toMatchObject({ step: 3, score: 2, paper: 'new' });
  });

  it('reads those that were written before it was known what was scored', () => {
    const keeper = new Keeper({ folder });
    const { name } = keeper.save(contentOf(1, 2, 'new'));
    const file = path.join(folder, name, 'manifest.json');
    const { paper, ...manifest } = decodeManifest(readFileSync(file, 'utf8'));
    writeFileSync(file, encodeManifest({ ...manifest, format: 1, paper: null }));
    expect(paper).toBe('new');
    expect(readFileSync(file, 'utf8')).not.toContain('paper');
    expect(keeper.open().info).toMatchObject({ step: 1, score: 2, paper: undefined });
  });

  it('reaches the disk in an order that a power cut cannot turn into half a soul', () => {
    saveSteps(new Keeper({ folder }), 1, 1);
    const order: string[] = [];
    const disk: Partial<Disk> = {
      write: (fd, bytes) => {
        order.push('write');
        return realDisk.write(fd, bytes);
      },
      sync: (fd) => {
        order.push(fstatSync(fd).isDirectory() ? 'sync folder' : 'sync file');
        realDisk.sync(fd);
      },
      rename: (from, to) => {
        order.push(`rename ${path.basename(from)} ${path.basename(to)}`);
        realDisk.rename(from, to);
      },
      remove: (target) => {
        order.push(`remove ${path.basename(target)}`);
        realDisk.remove(target);
      },
    };
    new Keeper({ folder, disk, budget: 0, leastNewest: 1 }).save(contentOf(2));
    const files = ['state', 'tokenizer', 'weights', 'moments', 'memories', 'manifest'];
    expect(order).toEqual([
      ...files.flatMap(() => ['write', 'sync file']),
      'sync folder',
      `rename .writing-${process.pid}-soul-0000000002 soul-0000000002`,
      'sync folder',
      'rename soul-0000000001 .deleting-soul-0000000001',
      'sync folder',
      'remove .deleting-soul-0000000001',
    ]);
  });

  it('refuses what it could not give back, and touches nothing', () => {
    const keeper = new Keeper({ folder });
    const content = contentOf(1);
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    for (const [state, sentence] of [
      [{ random: { words: new Uint32Array(4) } }, /state\.random\.words is a Uint32Array; convert/],
      [{ list: [1, () => 2] }, /state\.list\[1\] is function/],
      [{ list: new Array(1) }, /state\.list\[0\] is undefined/],
      [undefined, /state is undefined/],
      [cyclic, /contain itself/],
      [{ $number: 3 }, /state\.\$number uses a key/],
    ] as const) {
      expect(() => keeper.save({ ...content, state })).toThrow(sentence);
    }
    for (const name of ['../up', '', '.hidden', 'manifest.json', 'state.json', 'a/b', 'weights.safetensors']) {
      expect(() => keeper.save({ ...content, texts: { [name]: '' } })).toThrow(/cannot/);
    }
    expect(() => keeper.save({ ...content, texts: { 'a.txt': '\ud800' } })).toThrow(/whole Unicode/);
    for (const step of [-1, 0.5, Number.NaN, 2 ** 60]) {
      expect(() => keeper.save({ ...content, summary: { step } })).toThrow(/whole number from 0/);
    }
    expect(() => new Keeper({ folder, budget: Number.NaN })).toThrow(/0 bytes or more, but null came/);
    expect(readdirSync(home)).toEqual([]);
  });

  it('lets people be answered between slices, whose errors stop the save and leave nothing behind', () => {
    const keeper = new Keeper({ folder });
    let calls = 0;
    keeper.save(contentOf(1), { betweenSlices: () => calls++ });
    expect(calls).toBeGreaterThanOrEqual(5);
    const pipe = Object.assign(new Error('EPIPE'), { code: 'EPIPE', syscall: 'write' });
    const failing = () => {
      throw pipe;
    };
    expect(() => keeper.save(contentOf(2), { betweenSlices: failing })).toThrow(pipe);
    expect(() => keeper.save(contentOf(2), { betweenSlices: () => keeper.open() })).toThrow(/just being saved/);
    expect(readdirSync(folder)).toEqual(['soul-0000000001']);
    keeper.save(contentOf(2));
    expect(keeper.open().info.step).toBe(2);
  });
});

describe('what is kept', () => {
  it('does not depend on a clock that jumps back and forth', () => {
    const dates = ['2025-03-01', '2099-12-31', '1970-01-01', '+012025-01-01', '2025-03-02', '0000-01-01', '2025-03-02'];
    let now = new Date(0);
    const keeper = new Keeper({ folder, budget: 0, leastNewest: 3, now: () => now });
    for (const [i, date] of dates.entries()) {
      now = new Date(`${date}T12:00:00Z`);
      keeper.save(contentOf(i));
      expect(keeper.open().info.step).toBe(i);
    }
    expect(keeper.list().map((info) => info.step)).toEqual([6, 5, 4]);
  });

  it('puts two saves of one step in the order they came, whatever the clock said', () => {
    const dates = [new Date('2030-01-01'), new Date('2020-01-01'), new Date('2025-01-01')];
    const keeper = new Keeper({ folder, budget: 0, now: () => dates.shift()! });
    for (const loss of [1, 2, 3]) keeper.save({ ...contentOf(7), state: { loss } });
    expect(keeper.list().map((info) => info.name)).toEqual(['soul-0000000007-3', 'soul-0000000007-2']);
    expect(keeper.open().state).toEqual({ loss: 3 });
  });

  it('always includes the one just saved, even after going back to an earlier step', () => {
    const keeper = new Keeper({ folder, budget: 0 });
    saveSteps(keeper, 10, 12);
    const { name } = keeper.save(contentOf(5));
    expect(stepsIn(keeper.open(name))).toEqual(new Set([5]));
  });

  it('has names that sort and that nothing else matches', () => {
    expect(soulName(12_345, 1)).toBe('soul-0000012345');
    expect(parseSoulName(soulName(Number.MAX_SAFE_INTEGER, 12))).toEqual({
      step: Number.MAX_SAFE_INTEGER,
      turn: 12,
      branch: 0,
    });
    for (const name of ['soul-1', 'damaged-soul-0000000001', '.deleting-soul-0000000001', 'soul-0000000001 (copy)']) {
      expect(parseSoulName(name)).toBeUndefined();
    }
  });

  it('leftovers of the dead are removed, those of the living are not', () => {
    const keeper = new Keeper({ folder });
    keeper.save(contentOf(1));
    // Process 1 always lives; ids beyond the largest never do.
    const entries = [
      `.writing-${process.pid}-soul-0000000002`,
      '.writing-99999999-soul-0000000002',
      '.deleting-soul-0',
    ];
    for (const entry of [...entries, '.writing-1-soul-0000000002'])
      mkdirSync(path.join(folder, entry, 'x'), { recursive: true });
    keeper.open();
    expect(readdirSync(folder).sort()).toEqual(['.writing-1-soul-0000000002', 'soul-0000000001']);
  });
});
