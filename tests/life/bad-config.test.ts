/** A home or a baby.json that cannot be: one clear sentence, at once, and nothing is touched. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BRAIN_NAMES } from '../../school/settings/shape-settings.ts';
import { baby, launcher, newHome, SENTENCE, soulOf, start, story, temporaryFolder } from './program.ts';

/** Root may write everywhere: the program is run as nobody instead. Elsewhere the tests' own user serves. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const asNobody = isRoot ? { uid: NOBODY } : {};
const nobodyRuns =
  process.platform !== 'win32' && spawnSync(process.execPath, [launcher, '--version'], asNobody).status === 0;
if (!nobodyRuns)
  console.info('skipped: folders that may not be written (the program cannot be run without rights here)');

describe('baby.json', () => {
  it.each([
    ['a key that there is not', { prset: 'tiny' }, 'there is no key "prset"; did you mean "preset"?'],
    [
      'one in the voice',
      { voice: { temprature: 1 } },
      'there is no key "temprature" in voice; did you mean "temperature"?',
    ],
    ['a value out of range', { heldOut: 2 }, 'heldOut should be a number from 0 to 0.5, but 2 came.'],
    ['a value of another kind', { threads: 'many' }, 'threads should be a whole number from 0 to 64, but "many" came.'],
    [
      'too small a vocabulary',
      { vocabulary: 100 },
      'vocabulary should be 0, or a whole number from 260 to 65536, but 100 came.',
    ],
    [
      'a brain that there is not',
      { brain: 'whale' },
      `brain should be one of ${BRAIN_NAMES.join(', ')}, but "whale" came.`,
    ],
    ['a name that steers the terminal', { name: '\x1b]0;x\x07' }, 'name should be a name of 1 to 32 letters'],
  ])('with %s', async (_what, config, sentence) => {
    const home = newHome({}, { 'story.txt': story });
    const text = JSON.stringify(config);
    writeFileSync(join(home, 'baby.json'), text);
    const { code, out, err } = await baby(home, 'wake');
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(SENTENCE);
    expect(err).toContain(`${join(home, 'baby.json')}: ${sentence}`);
    expect(err).not.toContain('\x1b');
    expect(readFileSync(join(home, 'baby.json'), 'utf8')).toBe(text);
    expect(readdirSync(join(home, 'soul'))).toEqual([]);
  });

  it.each([
    [
      'broken',
      '{ "preset": "tiny", ',
      /should be JSON, but it is not \(.+\): correct it, or remove it to begin with defaults\.$/m,
    ],
    ['a list', '[1]', /should hold one JSON object, \{ … \}, but it holds something else\.$/m],
    ['empty', '', /should be JSON, but it is not/],
  ])('that is %s', async (_what, text, sentence) => {
    const home = newHome();
    writeFileSync(join(home, 'baby.json'), text);
    const { code, err } = await baby(home, 'wake');
    expect(code).toBe(1);
    expect(err).toMatch(SENTENCE);
    expect(err).toMatch(sentence);
  });

  it('that asks for another brain than the soul has', async () => {
    const home = newHome({}, { 'story.txt': story });
    expect(await baby(home, 'wake', '--steps', '2')).toMatchObject({ code: 0 });
    const { sums } = soulOf(home);
    writeFileSync(join(home, 'baby.json'), JSON.stringify({ preset: 'tiny', brain: 'seed' }));
    const { code, err } = await baby(home, 'wake');
    expect(code).toBe(1);
    expect(err).toMatch(SENTENCE);
    expect(err).toContain('this baby has a tiny baby brain, and the config asks for a tiny seed one');
    expect(soulOf(home).sums).toEqual(sums);
  });

  it.each([
    ['baby', { channels: 16_384, neurons: 65_536 }],
    ['seed', { channels: 65_536, neurons: 1_000_000 }],
    ['baby', { channels: 65_536, neurons: 1_000_000, lobes: 256, streams: 1024, time: 65_536 }],
  ])('whose %s brain is larger than memory: says how much it needs, and what fits', async (brain, sizes) => {
    const home = newHome({ brain, ...sizes }, { 'story.txt': story });
    const { code, out, err } = await baby(home, 'wake');
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(SENTENCE);
    expect(err).toMatch(
      /^this \w+ brain needs [\d.]+ [GT]B of memory to learn, but it can have [\d.]+ GB here: the presets that fit are .*\btiny\.?$/m,
    );
    expect(readdirSync(join(home, 'soul'))).toEqual([]);
  });
});

describe('a home', () => {
  it('that is a file', async () => {
    const file = join(temporaryFolder(), 'home');
    writeFileSync(file, 'x');
    const { code, err } = await baby(file, 'wake');
    expect(code).toBe(1);
    expect(err).toMatch(SENTENCE);
    expect(err).toContain(`A baby's home was expected to fit into ${file}, but that is a file: choose another folder`);
    expect(readFileSync(file, 'utf8')).toBe('x');
  });

  it.skipIf(!nobodyRuns)('that cannot be made', async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o555);
    const home = join(folder, 'home');
    const { code, err } = await start(home, ['wake'], asNobody).ended;
    chmodSync(folder, 0o755);
    expect(code).toBe(1);
    expect(err).toMatch(SENTENCE);
    expect(err).toMatch(
      /^A baby's home was expected to fit into .*home, but .*permi.*: choose another folder with --home or BABY_HOME\.$/m,
    );
    expect(existsSync(home)).toBe(false);
  });

  it.skipIf(!nobodyRuns)('in which nothing may be written', async () => {
    const home = newHome({}, { 'story.txt': story });
    for (const room of ['soul', 'run', 'statistics', 'library/.shelf']) mkdirSync(join(home, room));
    for (const room of ['', 'soul', 'run', 'statistics', 'library', 'library/.shelf'])
      chmodSync(join(home, room), 0o555);
    const { code, err } = await start(home, ['wake'], asNobody).ended;
    for (const room of ['', 'soul', 'run', 'statistics', 'library', 'library/.shelf'])
      chmodSync(join(home, room), 0o755);
    expect(code).toBe(1);
    expect(err).toMatch(SENTENCE);
    expect(err).toContain(home);
  });
});
