import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findHome, makeHome } from '../../../school/home/home.ts';
import { openRooms, refuseAsRoot } from '../../../school/home/privacy.ts';
import { texts as homeTexts } from '../../../school/home/texts.ts';
import { examine } from '../../../school/machine/doctor.ts';
import { texts as machineTexts } from '../../../school/machine/texts.ts';
import { temporaryFolder } from '../temporary.ts';

const modeOf = (path: string): number => statSync(path).mode & 0o777;

/** A home as `mkdir -p` and `cp` make it under this umask. */
function madeByHand(mask: number, name = '.babyllm-mia'): string {
  const folder = join(temporaryFolder(), name);
  for (const path of [folder, join(folder, 'library'), join(folder, 'library', 'diary'), join(folder, 'sources')]) {
    mkdirSync(path);
    chmodSync(path, 0o777 & ~mask);
  }
  writeFileSync(join(folder, 'library', 'diary.txt'), 'dear diary');
  writeFileSync(join(folder, 'baby.json'), '{}');
  chmodSync(join(folder, 'baby.json'), 0o666 & ~mask);
  return folder;
}

describe('a home that was made by hand', () => {
  it.each([0o022, 0o002, 0o000, 0o027])('is closed to others when it is made ready, under umask %o', async (mask) => {
    const folder = madeByHand(mask);
    const before = (await examine(findHome(folder, {}))).find(({ what }) => what === 'home');
    expect(before).toMatchObject({ state: 'could', says: machineTexts.doctor.openToOthers(folder) });
    const home = makeHome(folder, {});
    for (const path of [folder, home.library, home.sources, home.soul, home.run]) expect(modeOf(path)).toBe(0o700);
    expect(modeOf(home.config)).toBe(0o600);
    expect(openRooms(home)).toEqual([]);
    expect((await examine(home)).find(({ what }) => what === 'home')).toMatchObject({ state: 'good', says: folder });
  });

  it('is closed under any name, if nothing but a home lies in its folder', () => {
    const folder = madeByHand(0o022, 'mia');
    makeHome(folder, {});
    expect(modeOf(folder)).toBe(0o700);
  });

  it('leaves a folder open that is used for other things too, and closes the rooms in it', () => {
    const folder = madeByHand(0o022, 'things');
    mkdirSync(join(folder, 'photos'), { mode: 0o755 });
    const home = makeHome(folder, {});
    expect([modeOf(folder), modeOf(join(folder, 'photos'))]).toEqual([0o755, 0o755]);
    expect([modeOf(home.library), modeOf(home.config)]).toEqual([0o700, 0o600]);
    expect(openRooms(home)).toEqual([]);
    // others could put a library of theirs in the place of this one
    chmodSync(folder, 0o777);
    expect(openRooms(home)).toEqual([folder]);
  });

  it('leaves a folder alone to which a room is only a link', () => {
    const texts = join(temporaryFolder(), 'texts');
    mkdirSync(texts);
    chmodSync(texts, 0o755);
    const folder = join(temporaryFolder(), '.babyllm');
    mkdirSync(folder);
    symlinkSync(texts, join(folder, 'library'));
    const home = makeHome(folder, {});
    expect(modeOf(texts)).toBe(0o755);
    expect(openRooms(home)).toEqual([]);
  });
});

describe('root in the home of somebody else', () => {
  it.skipIf(process.getuid?.() !== 0)('is refused in one sentence, before anything is written', async () => {
    const { chownSync } = await import('node:fs');
    const folder = madeByHand(0o022);
    chownSync(folder, 1234, 1234);
    const names = readdirSync(folder);
    expect(() => makeHome(folder, {})).toThrow(homeTexts.rootInHomeOfUser(folder, 1234));
    expect(readdirSync(folder)).toEqual(names);
    expect(existsSync(join(folder, 'run'))).toBe(false);
  });

  it('means root alone', () => {
    const folder = temporaryFolder();
    expect(() => refuseAsRoot(folder, 1000)).not.toThrow();
    expect(() => refuseAsRoot(folder, undefined)).not.toThrow();
    expect(() => refuseAsRoot(join(folder, 'none'), 0)).not.toThrow();
    // the probe says whose files this process makes: its own
    if (process.getuid?.() === 0) expect(() => refuseAsRoot(folder, 0)).not.toThrow();
  });
});
