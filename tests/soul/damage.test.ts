import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyCheckpoint } from '../../soul/checkpoint.ts';
import { Keeper } from '../../soul/keeper.ts';
import { encodeManifest } from '../../soul/manifest.ts';
import { soulTexts } from '../../soul/texts.ts';
import { saveSteps, stepsIn } from './content.ts';

const FILES = [
  'manifest.json',
  'state.json',
  'tokenizer.json',
  'weights.safetensors',
  'moments.safetensors',
  'memories.safetensors',
];

let folder: string;
let keeper: Keeper;
const newest = () => path.join(folder, 'soul-0000000002');
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'soul-damage-'));
  keeper = new Keeper({ folder });
  saveSteps(keeper, 1, 2);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function flip(file: string, position: number, mask: number): void {
  const bytes = readFileSync(file);
  bytes[position]! ^= mask;
  writeFileSync(file, bytes);
}

/** The newest soul must be named with its fault, set aside with all its files, and the one before it used. */
function expectSetAside(fault: string | RegExp): void {
  const files = readdirSync(newest());
  const opened = new Keeper({ folder }).open();
  expect(stepsIn(opened)).toEqual(new Set([1]));
  expect(opened.notes.length).toBe(2);
  expect(opened.notes[0]).toMatch(fault);
  expect(opened.notes[0]).toMatch(
    /^soul-0000000002 cannot be used: .*; it was set aside as damaged-soul-0000000002\.$/,
  );
  expect(opened.notes[1]).toBe(soulTexts.open.isWhole('soul-0000000001', 1));
  expect(readdirSync(folder).sort()).toEqual(['damaged-soul-0000000002', 'soul-0000000001']);
  expect(readdirSync(path.join(folder, 'damaged-soul-0000000002'))).toEqual(files);
  expect(keeper.open().notes).toEqual([]);
}

describe('a damaged soul is named, set aside, and the one before it is used', () => {
  it.each(FILES)('a flipped bit in %s', (name) => {
    const file = path.join(newest(), name);
    flip(file, readFileSync(file).length >> 1, 1);
    expectSetAside(name);
  });

  it.each(FILES)('a truncated %s', (name) => {
    const file = path.join(newest(), name);
    truncateSync(file, readFileSync(file).length - 1);
    expectSetAside(name);
  });

  it.each(FILES)('an empty %s', (name) => {
    truncateSync(path.join(newest(), name), 0);
    expectSetAside(name);
  });

  it.each(FILES)('a missing %s', (name) => {
    rmSync(path.join(newest(), name));
    expectSetAside(new RegExp(`${name} cannot be read \\(ENOENT`));
  });

  it('a file where its folder should be', () => {
    rmSync(newest(), { recursive: true });
    writeFileSync(newest(), 'x');
    const opened = keeper.open();
    expect(opened.info.step).toBe(1);
    expect(opened.notes[0]).toMatch(/ENOTDIR/);
  });

  it('a file swapped for that of another soul', () => {
    copyFileSync(
      path.join(folder, 'soul-0000000001', 'weights.safetensors'),
      path.join(newest(), 'weights.safetensors'),
    );
    expectSetAside(soulTexts.checkpoint.wrongChecksum('weights.safetensors'));
  });

  it('another version of the format', () => {
    const file = path.join(newest(), 'manifest.json');
    writeFileSync(file, JSON.stringify({ format: 3, other: 'things' }));
    expectSetAside(soulTexts.manifest.newerFormat('3', 2));
  });

  it('a manifest that leads out of its folder, though its checksum is right', () => {
    const file = path.join(newest(), 'manifest.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    manifest.files['../../secret'] = { bytes: 1, sha256: 'x' };
    writeFileSync(file, encodeManifest(manifest));
    expectSetAside(soulTexts.manifest.badFileName('../../secret'));
  });

  it('a manifest that steers the terminal', () => {
    writeFileSync(path.join(newest(), 'manifest.json'), JSON.stringify({ format: '\u009b2J' }));
    expectSetAside('has �2J for a format');
  });
});

it('every single bit of the small files and samples all over the large ones are guarded', () => {
  expect(verifyCheckpoint(newest()).manifest.step).toBe(2);
  for (const name of FILES) {
    const file = path.join(newest(), name);
    const whole = readFileSync(file);
    const small = name.endsWith('.json');
    for (let position = 0; position < whole.length; position += small ? 1 : 997) {
      for (const mask of small ? [1, 2, 4, 8, 16, 32, 64, 128] : [1 << (position % 8)]) {
        const changed = Buffer.from(whole);
        changed[position]! ^= mask;
        writeFileSync(file, changed);
        expect(() => verifyCheckpoint(newest()), `${name}, byte ${position}, bits ${mask}`).toThrow();
      }
    }
    writeFileSync(file, whole);
  }
  expect(verifyCheckpoint(newest()).manifest.step).toBe(2);
});

it('two damaged in a row, and damage met again, each get a place of their own', () => {
  for (let round = 0; round < 2; round++) {
    for (const name of ['soul-0000000002', 'soul-0000000003']) {
      if (round > 0 || name.endsWith('3'))
        keeper.save({ tensors: {}, texts: {}, state: 0, summary: { step: Number(name.slice(-1)) } });
      flip(path.join(folder, name, 'state.json'), 0, 1);
    }
    const opened = keeper.open();
    expect(opened.info.step).toBe(1);
    expect(opened.notes.length).toBe(3);
  }
  expect(readdirSync(folder).sort()).toEqual([
    'damaged-soul-0000000002',
    'damaged-soul-0000000002~2',
    'damaged-soul-0000000003',
    'damaged-soul-0000000003~2',
    'soul-0000000001',
  ]);
});

it('with none whole, one error names them all, and nothing is deleted', () => {
  for (const step of [1, 2]) flip(path.join(folder, `soul-000000000${step}`, 'state.json'), 3, 4);
  expect(() => keeper.open()).toThrow(
    /There is no whole soul in .*soul-0000000002 cannot be used.*soul-0000000001 cannot/,
  );
  expect(readdirSync(folder).sort()).toEqual(['damaged-soul-0000000001', 'damaged-soul-0000000002']);
});

it('asked for by name, a damaged one is set aside and not replaced in silence', () => {
  flip(path.join(newest(), 'state.json'), 3, 4);
  expect(() => keeper.open('soul-0000000002')).toThrow(/no whole soul "soul-0000000002".*state\.json does not match/);
  expect(keeper.open().info.step).toBe(1);
});

it('where it cannot be set aside (a read-only disk), the one before it is used all the same', () => {
  flip(path.join(newest(), 'state.json'), 3, 4);
  const refuse = () => {
    throw Object.assign(new Error('EROFS: read-only file system'), { code: 'EROFS', syscall: 'rename' });
  };
  const opened = new Keeper({ folder, disk: { rename: refuse, remove: refuse } }).open();
  expect(opened.info.step).toBe(1);
  expect(opened.notes[0]).toMatch(/it could not be set aside: EROFS/);
});
