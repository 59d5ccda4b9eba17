/** A disk that is full: it says so, keeps learning, loses nothing that was saved, and goes on when there is room again. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { baby, endCommands, newHome, SENTENCE, soulOf, stepAfter, story, wakes, wholeSouls } from './program.ts';

/** Mounts a disk of 10 MB, or says why that is not possible here. */
function mountSmall(): { folder: string } | { reason: string } {
  const folder = mkdtempSync(join(tmpdir(), 'babyllm-small-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=10m', 'tmpfs', folder], { stdio: 'pipe' });
    return { folder };
  } catch (error) {
    rmdirSync(folder);
    return { reason: error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error) };
  }
}

const small = mountSmall();
if ('reason' in small) console.info(`skipped: a home on a full disk (it needs to mount one: ${small.reason})`);

describe.skipIf('reason' in small)('a home on a full disk', () => {
  const disk = 'folder' in small ? small.folder : '';
  afterAll(async () => {
    await endCommands();
    execFileSync('umount', [disk]);
    rmdirSync(disk);
  });

  const fill = (): void =>
    expect(() => writeFileSync(join(disk, 'ballast'), new Uint8Array(20_000_000))).toThrow(/ENOSPC/);
  const FULL =
    /The soul of step \d+ could not be saved in \S+: the disk is full; it needs [\d.]+ MB and \S+ \S+ are free; the souls saved before it are untouched\./;

  it('learns on, and says what it could not do', async () => {
    const home = join(disk, 'home');
    mkdirSync(home);
    newHome({ saveSeconds: 1 }, { 'story.txt': story }, home);
    const awake = await wakes(home);
    await awake.says(/^saved soul-\d+ at step [1-9]/m);
    fill();
    await awake.says(new RegExp(`^error: ${FULL.source}$`, 'm'));
    const saved = wholeSouls(home);
    const before = await stepAfter(home, 0);
    expect(await baby(home, 'say', 'hello', '--max-tokens', '5')).toMatchObject({ code: 0, err: '' });
    await stepAfter(home, before);
    expect(before).toBeGreaterThan(soulOf(home).state.tutor.step);

    // Whoever puts it to sleep hears that what it learnt last is lost.
    const { code, err } = await awake.interrupt();
    expect(code).toBe(1);
    expect(err).toMatch(SENTENCE);
    expect(err).toMatch(FULL);
    expect(wholeSouls(home)).toEqual(saved);

    // It can even be woken and asked on a full disk.
    const asked = await baby(home, 'say', 'hello', '--max-tokens', '5');
    expect(asked).toMatchObject({ code: 0, err: '' });
    const woken = await baby(home, 'wake', '--steps', '2');
    expect(woken.code).toBe(1);
    expect(woken.err).toMatch(FULL);
    expect(wholeSouls(home)).toEqual(saved);

    const last = soulOf(home).state.tutor.step;
    rmSync(join(disk, 'ballast'));
    const roomy = await baby(home, 'wake', '--steps', '2');
    expect(roomy).toMatchObject({ code: 0, err: '' });
    expect(soulOf(home).state.tutor.step).toBe(last + 2);
  });

  it('keeps on as if nothing had been when room is made while it is awake', async () => {
    const home = join(disk, 'second');
    rmSync(join(disk, 'home'), { recursive: true });
    mkdirSync(home);
    newHome({ saveSeconds: 1 }, { 'story.txt': story }, home);
    const awake = await wakes(home);
    fill();
    await awake.says(FULL);
    rmSync(join(disk, 'ballast'));
    await awake.says(/are untouched\.\n(?:.*\n)*saved soul-/);
    expect(await awake.interrupt()).toMatchObject({ code: 0, err: '' });
    wholeSouls(home);
  });

  it('stays awake when it is put to sleep and cannot save, and saves all when there is room again', async () => {
    rmSync(join(disk, 'second'), { recursive: true });
    const home = join(disk, 'third');
    mkdirSync(home);
    newHome({ saveSeconds: 3600 }, { 'story.txt': story }, home);
    const awake = await wakes(home);
    await awake.says(/^step [1-9]/m);
    fill();
    const refused = await baby(home, 'sleep');
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(SENTENCE);
    expect(refused.err).toMatch(
      /the disk is full; .* It stays awake: make room and ask again, or let it sleep without saving/,
    );
    const { stats } = JSON.parse((await baby(home, 'status', '--json')).out);
    expect(stats.step).toBeGreaterThan(0);
    // it can still be talked with, and asked again
    expect(await baby(home, 'say', 'hello', '--max-tokens', '5')).toMatchObject({ code: 0, err: '' });
    expect((await baby(home, 'sleep')).code).toBe(1);
    rmSync(join(disk, 'ballast'));
    expect(await baby(home, 'sleep')).toMatchObject({ code: 0, err: '' });
    expect(await awake.ended).toMatchObject({ code: 0 });
    expect(soulOf(home).state.tutor.step).toBeGreaterThanOrEqual(stats.step);
  });

  it('says in its own words that nothing can be fed', async () => {
    const home = join(disk, 'third');
    fill();
    const text = join(tmpdir(), `babyllm-feed-${process.pid}.txt`);
    writeFileSync(text, story.repeat(40));
    const { code, err } = await baby(home, 'feed', text);
    rmSync(text);
    expect(code).toBe(1);
    expect(err).toContain(`${text} cannot be fed: the disk is full.`);
    for (const line of err.trimEnd().split('\n')) expect(line).toMatch(/the disk is full\.$/);
    expect(err).not.toContain('ENOSPC');
    rmSync(join(disk, 'ballast'));
  });
});
