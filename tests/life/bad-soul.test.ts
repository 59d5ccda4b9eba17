/** Souls that are damaged, or not its own: each is named, none is lost, and the one before it is used where that is right. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeManifest } from '../../soul/manifest.ts';
import { soulTexts } from '../../soul/texts.ts';
import { baby, copyOf, newHome, SENTENCE, sharedFolder, soulOf, story, wakes } from './program.ts';

/** A home with souls of steps 0, 3 and 6. */
const grown = sharedFolder();
beforeAll(async () => {
  newHome({}, { 'story.txt': story }, grown);
  for (let wake = 0; wake < 2; wake++) expect(await baby(grown, 'wake', '--steps', '3')).toMatchObject({ code: 0 });
});

/** Changes a file of the newest soul. With `honest`, as if it had been saved like that: the manifest agrees. */
function change(home: string, name: string, by: (bytes: Buffer) => Buffer, honest: boolean): void {
  const { folder } = soulOf(home);
  const bytes = by(readFileSync(join(folder, name)));
  writeFileSync(join(folder, name), bytes);
  if (!honest) return;
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  manifest.files[name] = { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  writeFileSync(join(folder, 'manifest.json'), encodeManifest(manifest));
}

function flipped(bytes: Buffer): Buffer {
  bytes[Math.floor(bytes.length * 0.7)]! ^= 4;
  return bytes;
}

describe('the newest soul', () => {
  it.each([
    'weights.safetensors',
    'moments.safetensors',
    'memories.safetensors',
    'state.json',
    'tokenizer.json',
    'manifest.json',
  ])('with a flipped bit in %s is set aside, and the one before it is used', async (name) => {
    const home = copyOf(grown);
    change(home, name, flipped, false);
    const { code, out, err } = await baby(home, 'wake', '--steps', '1');
    expect(code).toBe(0);
    expect(err).toMatch(/^warn: soul-0000000006 cannot be used: .+; it was set aside as damaged-soul-0000000006\.$/m);
    expect(err).toMatch(/^warn: soul-0000000003, saved at step 3, is whole and is used\.$/m);
    expect(err.trim().split('\n')).toHaveLength(2);
    if (name !== 'manifest.json') expect(err).toContain(soulTexts.checkpoint.wrongChecksum(name));
    expect(out).toContain('wakes at step 3:');
    expect(soulOf(home).state.tutor.step).toBe(4);
    // Nothing of it is thrown away.
    expect(readdirSync(join(home, 'soul', 'damaged-soul-0000000006')).length).toBe(8);
  });

  it.each([
    ['say', ['say', 'hello']],
    ['exam', ['exam']],
  ])('that is damaged does not keep %s from using the one before', async (_command, args) => {
    const home = copyOf(grown);
    change(home, 'weights.safetensors', flipped, false);
    expect(await baby(home, ...args)).toMatchObject({ code: 0 });
    expect(existsSync(join(home, 'soul', 'damaged-soul-0000000006'))).toBe(true);
  });

  it('of another version is left alone, and so is the one before it', async () => {
    const home = copyOf(grown);
    change(home, 'state.json', (bytes) => Buffer.from(bytes.toString().replace('"version":2', '"version":3')), true);
    const { code, out, err } = await baby(home, 'wake');
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(SENTENCE);
    expect(err).toMatch(
      /^soul-0000000006 was written by another version of babyLLM \(state version 3, this one reads 2\): /,
    );
    expect(readdirSync(join(home, 'soul')).sort()).toEqual(['soul-0000000000', 'soul-0000000003', 'soul-0000000006']);
  });

  it.each([
    ['another one', (text: string) => text.replace(/"merges":\[\[?/, (found) => `${found}`)],
    ['none at all', () => '{}'],
    ['no JSON', () => 'not { json'],
  ])('whose tokenizer is %s says so, and nothing is lost', async (what, to) => {
    const home = copyOf(grown);
    let other = to(readFileSync(join(soulOf(home).folder, 'tokenizer.json'), 'utf8'));
    if (what === 'another one') {
      const second = newHome({ vocabulary: 600 }, { 'other.txt': story.toUpperCase() });
      expect(await baby(second, 'wake', '--steps', '1')).toMatchObject({ code: 0 });
      other = readFileSync(join(soulOf(second).folder, 'tokenizer.json'), 'utf8');
    }
    change(home, 'tokenizer.json', () => Buffer.from(other), true);
    const { code, out, err } = await baby(home, 'wake');
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(SENTENCE);
    expect(err).toMatch(/tokenizer.* soul-0000000006|soul-0000000006.* tokenizer/);
    expect(readdirSync(join(home, 'soul')).sort()).toEqual(['soul-0000000000', 'soul-0000000003', 'soul-0000000006']);
  });
});

it('when all souls are damaged it does not wake, nor begin a new life in their place', async () => {
  const home = copyOf(grown);
  for (const name of readdirSync(join(home, 'soul')))
    writeFileSync(join(home, 'soul', name, 'weights.safetensors'), 'nothing');
  const first = await baby(home, 'wake');
  expect([first.code, first.out]).toEqual([1, '']);
  expect(first.err).toMatch(/^There is no whole soul in .*\/soul\. soul-0000000006 cannot be used: /);
  for (const step of [0, 3, 6]) expect(first.err).toContain(`set aside as damaged-soul-000000000${step}.`);

  const second = await baby(home, 'wake');
  expect([second.code, second.out]).toEqual([1, '']);
  expect(second.err).toMatch(SENTENCE);
  expect(second.err).toContain('damaged-soul-0000000000, damaged-soul-0000000003, damaged-soul-0000000006');
  expect(readdirSync(join(home, 'soul')).sort()).toEqual([0, 3, 6].map((step) => `damaged-soul-000000000${step}`));
});

it('damage to its newest soul while it is awake costs nothing: the next save is whole', async () => {
  const home = copyOf(grown);
  const awake = await wakes(home);
  writeFileSync(join(home, 'soul', 'soul-0000000006', 'weights.safetensors'), 'nothing');
  expect(await awake.interrupt()).toMatchObject({ code: 0 });
  const next = await wakes(home);
  expect(next.err).toBe('');
  expect(await next.interrupt()).toMatchObject({ code: 0 });
});
