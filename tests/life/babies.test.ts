/** More than one baby on a machine, and one that moves to another: whole, checked, and the same life. */
import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  baby,
  type Ended,
  newHome,
  Running,
  SENTENCE,
  type Soul,
  soulOf,
  story,
  temporaryFolder,
  wakes,
  wholeSouls,
} from './program.ts';

const QUIET = { saveSeconds: 3600, examSeconds: 3600, babbleSeconds: 3600 };

/** Runs a command as somebody whose own folder this is. */
const at = (nest: string, ...args: string[]): Promise<Ended> => new Running(args, { env: { HOME: nest } }).ended;

/** All that decides how it goes on. */
function lifeOf({ state, sums }: Soul): object {
  const { tutor, streams, tokenizerHash, random } = state;
  const { 'weights.safetensors': weights, 'moments.safetensors': moments, 'memories.safetensors': memories } = sums;
  return { weights, moments, memories, tutor, streams, tokenizerHash, places: random.places };
}

async function learn(home: string, steps: number): Promise<void> {
  const { code, err } = await baby(home, 'wake', '--steps', String(steps));
  expect([code, err]).toEqual([0, '']);
}

describe('a baby that moves', () => {
  it('goes on bit for bit as it would have where it was', async () => {
    const home = newHome({ name: 'Mia', ...QUIET }, { 'story.txt': story });
    await learn(home, 5);
    const folder = temporaryFolder();
    const [file, there] = [join(folder, 'mia.tar'), join(folder, 'there')];
    const packed = await baby(home, 'export', file);
    expect([packed.code, packed.err]).toEqual([0, '']);
    expect(packed.out).toMatch(/^Mia is packed in \S+mia\.tar: [\d.]+ MB, of step 5, each file with its checksum\./);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const unpacked = await baby(there, 'import', file);
    expect([unpacked.code, unpacked.err]).toEqual([0, '']);
    expect(unpacked.out).toMatch(/^Mia lives in \S+there now: a tiny baby brain, of step 5\./);

    expect(wholeSouls(there)).toEqual(wholeSouls(home));
    expect(soulOf(there).sums).toEqual(soulOf(home).sums);
    await learn(home, 3);
    await learn(there, 3);
    expect(lifeOf(soulOf(there, 8))).toEqual(lifeOf(soulOf(home, 8)));
    const logs = await baby(there, 'log', '--level', 'warn');
    expect([logs.code, logs.out]).toEqual([0, '']);
  });

  it('need not sleep: it saves, and learns on while it is packed', async () => {
    const home = newHome(QUIET, { 'story.txt': story });
    const file = join(temporaryFolder(), 'awake.tar');
    const awake = await wakes(home);
    const { code, err } = await baby(home, 'export', file);
    expect([code, err]).toEqual([0, '']);
    const saved = soulOf(home);
    await awake.says(new RegExp(`^step (?!${saved.state.tutor.step}\\b)`, 'm'));
    expect(await awake.interrupt()).toMatchObject({ code: 0, err: '' });
    const there = join(temporaryFolder(), 'there');
    expect((await baby(there, 'import', file)).code).toBe(0);
    expect(soulOf(there).sums).toEqual(saved.sums);
    expect(soulOf(there).state.tutor.step).toBe(saved.state.tutor.step);
    expect(soulOf(home).state.tutor.step).toBeGreaterThan(saved.state.tutor.step);
    await learn(there, 1);
  });

  it('is refused in one sentence where it cannot be, and nothing is changed', async () => {
    const home = newHome({}, { 'story.txt': story });
    await learn(home, 1);
    const folder = temporaryFolder();
    const file = join(folder, 'mia.tar');
    const refused = async (sentence: RegExp, home: string, ...args: string[]): Promise<void> => {
      const { code, out, err } = await baby(home, ...args);
      expect([code, out]).toEqual([1, '']);
      expect(err).toMatch(SENTENCE);
      expect(err).toMatch(sentence);
    };
    await refused(/There is no baby in .*none that could be packed/, join(folder, 'none'), 'export', file);
    expect((await baby(home, 'export', file)).code).toBe(0);
    await refused(/There is a file .* already/, home, 'export', file);
    await refused(/should be empty or not there yet/, home, 'import', file);
    const spoilt = readFileSync(file);
    spoilt[spoilt.length - 3000]! ^= 1;
    writeFileSync(join(folder, 'spoilt.tar'), spoilt);
    await refused(
      /spoilt\.tar cannot be used: statistics\/statistics\.db does not match its checksum; nothing/,
      join(folder, 'there'),
      'import',
      join(folder, 'spoilt.tar'),
    );
    expect(readdirSync(folder).sort()).toEqual(['mia.tar', 'spoilt.tar']);
    await learn(home, 1);
  });

  it('may be stopped while it is packed, and leaves nothing half', async () => {
    const home = newHome({}, { 'story.txt': story });
    await learn(home, 1);
    // long enough for a Ctrl-C, and no text that would be learnt
    writeFileSync(join(home, 'library', 'film.bin'), '');
    truncateSync(join(home, 'library', 'film.bin'), 600 << 20);
    const folder = temporaryFolder();
    const packing = new Running(['export', join(folder, 'mia.tar'), '--home', home]);
    for (const begun = Date.now(); readdirSync(folder).length === 0 && Date.now() - begun < 30_000; ) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const { code, err } = await packing.interrupt();
    expect([code, err]).toEqual([130, 'It was broken off: nothing of it is left behind.\n']);
    expect(readdirSync(folder)).toEqual([]);
    rmSync(join(home, 'library', 'film.bin'));
    await learn(home, 1);
  });
});

describe('a nursery', () => {
  it('has babies that are called by their names', async () => {
    const nest = temporaryFolder();
    expect(await at(nest, 'list')).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(/^There is no baby yet/),
    });
    const made = await at(nest, 'new', 'Mia', '--preset', 'tiny');
    expect([made.code, made.err]).toEqual([0, '']);
    expect(made.out).toMatch(/^Mia has a home now, \S+\.babyllm-mia: a tiny baby brain\.$/m);
    expect(await at(nest, 'new', 'mia')).toMatchObject({ code: 1, out: '', err: expect.stringMatching(SENTENCE) });
    expect(await at(nest, 'new', '../mia')).toMatchObject({ code: 1, out: '', err: expect.stringMatching(SENTENCE) });
    const unknown = await at(nest, 'status', '--home', 'zoe');
    expect([unknown.code, unknown.out]).toEqual([1, '']);
    expect(unknown.err).toMatch(/^There is no baby called zoe, [^\n]*\n$/);

    const home = join(nest, '.babyllm-mia');
    writeFileSync(join(home, 'library', 'story.txt'), story);
    const awake = new Running(['wake', '--home', 'mia'], { env: { HOME: nest } });
    await awake.says(/^step [\d,]+ · /m);
    const bo = await at(nest, 'new', 'Bo', '--from', 'mia', '--brain', 'seed');
    expect([bo.code, bo.err]).toEqual([0, '']);
    expect(readdirSync(join(nest, '.babyllm-bo', 'library'))).toContain('story.txt');
    const { code, out } = await at(nest, 'list', '--json');
    const rows = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(rows).toMatchObject([
      { home: 'bo', name: 'Bo', brain: 'seed', preset: 'tiny', state: 'asleep', step: null, saved: null, troubles: [] },
      { home: 'mia', name: 'Mia', brain: 'baby', preset: 'tiny', state: 'awake', troubles: [] },
    ]);
    expect(rows[1].step).toBeGreaterThan(0);
    expect(await awake.interrupt()).toMatchObject({ code: 0 });
    expect((await at(nest, 'wake', '--home', 'bo', '--steps', '2')).code).toBe(0);
    expect(soulOf(join(nest, '.babyllm-bo')).state.brain).toBe('seed');
  });

  it('shows one that is broken among the others, with what is wrong with it', async () => {
    const nest = temporaryFolder();
    for (const name of ['a', 'b']) expect((await at(nest, 'new', name)).code).toBe(0);
    writeFileSync(join(nest, '.babyllm-a', 'baby.json'), '{');
    const { code, out, err } = await at(nest, 'list');
    expect([code, err]).toEqual([0, '']);
    const [, a, b] = out.split('\n');
    expect(a).toMatch(/^a +\? +asleep .* ! .*baby\.json should be JSON, but it is not/);
    expect(b).toMatch(/^b +b +asleep +baby, small .* never$/);
  });
});
