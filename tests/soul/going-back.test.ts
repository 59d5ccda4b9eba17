import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyCheckpoint } from '../../soul/checkpoint.ts';
import { Keeper } from '../../soul/keeper.ts';
import { namesToKeep, newestFirst, parseSoulName, soulName } from '../../soul/retention.ts';
import { soulTexts } from '../../soul/texts.ts';
import { contentOf, saveSteps, stepsIn } from './content.ts';

let home: string;
let folder: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'soul-back-'));
  folder = path.join(home, 'soul');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const names = (keeper: Keeper): string[] => keeper.list().map(({ name }) => name);

describe('going back', () => {
  it('opens the soul that was brought back, exactly, and removes nothing', () => {
    const keeper = new Keeper({ folder, budget: 0 });
    keeper.save(contentOf(5, 1.5));
    saveSteps(keeper, 7, 8);
    const before = readdirSync(folder);
    const report = keeper.bringBack('soul-0000000005');
    expect(report).toMatchObject({
      name: 'soul-0000000005.1',
      folder: path.join(folder, 'soul-0000000005.1'),
      notes: [],
    });
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(before));
    const opened = new Keeper({ folder }).open();
    expect(opened.info).toMatchObject({ name: report.name, step: 5, score: 1.5, bytes: report.bytes });
    expect(stepsIn(opened)).toEqual(new Set([5]));
    expect(opened.state).toEqual(keeper.open('soul-0000000005').state);
    for (const file of Object.keys(verifyCheckpoint(report.folder).manifest.files)) {
      const [copy, original] = [report.name, 'soul-0000000005'].map((name) => path.join(folder, name, file));
      expect(readFileSync(copy).equals(readFileSync(original))).toBe(true);
      expect(statSync(copy).mode & 0o777).toBe(0o600);
    }
    expect(statSync(report.folder).mode & 0o777).toBe(0o700);
  });

  it('may change the state on the way, and nothing else', () => {
    const keeper = new Keeper({ folder });
    keeper.save(contentOf(5));
    keeper.bringBack('soul-0000000005', { changeState: (state) => ({ ...(state as object), back: true }) });
    const [original, copy] = [keeper.open('soul-0000000005'), keeper.open()];
    expect(copy.info.name).toBe('soul-0000000005.1');
    expect(copy.state).toEqual({ ...(original.state as object), back: true });
    expect(copy.texts).toEqual(original.texts);
    expect(copy.allTensors()).toEqual(original.allTensors());
  });

  it('gives all tensors of a soul without being told their names or shapes', () => {
    const keeper = new Keeper({ folder });
    const { tensors } = contentOf(7);
    const plain = structuredClone(tensors);
    keeper.save(contentOf(7));
    const all = keeper.open().allTensors();
    expect(Object.keys(all).sort()).toEqual(['memories', 'moments', 'weights']);
    for (const [file, found] of Object.entries(all))
      expect(found.map(({ name, shape, data }) => [name, shape, Array.from(data)])).toEqual(
        plain[file]!.map(({ name, shape, data }) => [name, shape, Array.from(data)]),
      );
  });

  it('goes on from there: what is saved after counts as newer, though its steps are lower', () => {
    const keeper = new Keeper({ folder });
    saveSteps(keeper, 100, 103);
    keeper.bringBack('soul-0000000100');
    saveSteps(keeper, 101, 101);
    saveSteps(keeper, 101, 101);
    expect(names(keeper).slice(0, 4)).toEqual([
      'soul-0000000101.1-2',
      'soul-0000000101.1',
      'soul-0000000100.1',
      'soul-0000000103',
    ]);
    expect(stepsIn(keeper.open())).toEqual(new Set([101]));
    keeper.bringBack('soul-0000000103');
    expect(keeper.open().info.name).toBe('soul-0000000103.2');
    keeper.bringBack('soul-0000000101.1');
    expect(keeper.open().info.name).toBe('soul-0000000101.3');
  });

  it('keeps the ends of the branches that were left, though many are saved after', () => {
    const keeper = new Keeper({ folder, budget: 0, leastNewest: 1 });
    saveSteps(keeper, 1, 1);
    saveSteps(keeper, 2, 2);
    expect(names(keeper)).toEqual(['soul-0000000002']);
    keeper.bringBack('soul-0000000002');
    saveSteps(keeper, 3, 9);
    expect(names(keeper)).toEqual(['soul-0000000009.1', 'soul-0000000002']);
    keeper.bringBack('soul-0000000002');
    saveSteps(keeper, 3, 4);
    expect(names(keeper)).toEqual(['soul-0000000004.2', 'soul-0000000009.1']);
  });

  it('finds the oldest still there after a save that knows of it', () => {
    const keeper = new Keeper({ folder, budget: 0 });
    saveSteps(keeper, 1, 2);
    keeper.save(contentOf(3), { keep: 'soul-0000000001' });
    expect(names(keeper)).toEqual(['soul-0000000003', 'soul-0000000002', 'soul-0000000001']);
    keeper.bringBack('soul-0000000001');
    expect(stepsIn(keeper.open())).toEqual(new Set([1]));
  });

  it('says which there is not, and makes nothing by asking', () => {
    const keeper = new Keeper({ folder });
    saveSteps(keeper, 1, 1);
    for (const name of ['soul-0000000002', '../soul', '', 'soul-0000000001.1'])
      expect(() => keeper.bringBack(name)).toThrow(soulTexts.open.noSuchSoul(name, folder));
    expect(names(keeper)).toEqual(['soul-0000000001']);
  });

  it('takes back no damaged soul, whose bytes are set aside and kept', () => {
    const keeper = new Keeper({ folder });
    saveSteps(keeper, 1, 2);
    const weights = path.join(folder, 'soul-0000000001', 'weights.safetensors');
    const bytes = readFileSync(weights);
    bytes[bytes.length - 1] ^= 1;
    writeFileSync(weights, bytes);
    expect(() => keeper.bringBack('soul-0000000001')).toThrow(
      'It cannot go back: soul-0000000001 cannot be used: weights.safetensors does not match its checksum; ' +
        soulTexts.open.setAsideAs('damaged-soul-0000000001'),
    );
    expect(readdirSync(folder).sort()).toEqual(['damaged-soul-0000000001', 'soul-0000000002']);
    expect(stepsIn(keeper.open())).toEqual(new Set([2]));
  });

  it('leaves all as it was where the disk is full, or who is asked between slices breaks it off', () => {
    saveSteps(new Keeper({ folder }), 1, 2);
    const full = new Keeper({ folder, disk: { freeBytes: () => 1000 } });
    expect(() => full.bringBack('soul-0000000001')).toThrow(/could not be saved in .*: the disk is full/);
    const keeper = new Keeper({ folder });
    let slices = 0;
    const between = (): void => {
      expect(() => keeper.open()).toThrow('just being saved');
      if (++slices === 3) throw new Error('somebody had enough');
    };
    expect(() => keeper.bringBack('soul-0000000001', { betweenSlices: between })).toThrow('somebody had enough');
    expect(readdirSync(folder).sort()).toEqual(['soul-0000000001', 'soul-0000000002']);
    expect(keeper.bringBack('soul-0000000001').name).toBe('soul-0000000001.1');
  });
});

describe('names', () => {
  it('say step, branch and turn, and nothing else is one', () => {
    for (const [step, turn, branch] of [
      [0, 1, 0],
      [12, 3, 0],
      [12, 1, 4],
      [12_345_678_901, 2, 17],
    ] as const) {
      expect(parseSoulName(soulName(step, turn, branch))).toEqual({ step, turn, branch });
    }
    for (const name of [
      'soul-1',
      'soul-0000000001.',
      'soul-0000000001.1.1',
      'soul-0000000001-1.1',
      'soul-0000000001.1x',
    ])
      expect(parseSoulName(name)).toBeUndefined();
  });

  it('decide the order whatever the dates say, and the branches that are kept', () => {
    const info = (name: string, savedAt: string) => {
      const { step } = parseSoulName(name)!;
      return { name, folder: name, step, score: undefined, savedAt, bytes: 1 };
    };
    const infos = [
      info('soul-0000000900', '2026-03-03T10:00:00Z'),
      info('soul-0000000100.1', '2026-03-02T10:00:00Z'),
      info('soul-0000000050.2', '2026-03-01T10:00:00Z'),
      info('soul-0000000050.2-2', '2026-03-01T09:00:00Z'),
      info('soul-0000000800', '2026-03-03T10:00:00Z'),
    ].sort(newestFirst);
    expect(infos.map(({ name }) => name)).toEqual([
      'soul-0000000050.2-2',
      'soul-0000000050.2',
      'soul-0000000100.1',
      'soul-0000000900',
      'soul-0000000800',
    ]);
    const keep = (leastNewest: number) => [...namesToKeep(infos, { budget: 0, leastNewest })].sort();
    expect(keep(1)).toEqual(['soul-0000000050.2-2', 'soul-0000000100.1']);
    expect(keep(2)).toEqual(['soul-0000000050.2', 'soul-0000000050.2-2', 'soul-0000000100.1']);
  });
});
