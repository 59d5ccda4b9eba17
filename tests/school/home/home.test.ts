import { chmodSync, existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findHome, isLivedIn, makeHome } from '../../../school/home/home.ts';
import { userFolder } from '../../../school/home/naming.ts';
import { prepareSocketFolder, refuseForeignFolder, socketPath } from '../../../school/home/socket-path.ts';
import { texts } from '../../../school/home/texts.ts';
import { temporaryFolder } from '../temporary.ts';

describe('a home', () => {
  it('is where --home says, else BABY_HOME, else ~/.babyllm', () => {
    expect(findHome('/a/b', { BABY_HOME: '/c' }).folder).toBe('/a/b');
    expect(findHome(undefined, { BABY_HOME: '/c/d' }).folder).toBe('/c/d');
    expect(findHome(undefined, { BABY_HOME: '' }).folder).toMatch(/\.babyllm$/);
  });

  it('is asked for by its name when --home is empty, as an unset variable is', () => {
    for (const empty of ['', ' ']) expect(() => findHome(empty, { BABY_HOME: '/c' })).toThrow(texts.noHomeNamed);
  });

  it('lies in the folder of this user, also where HOME is empty or no path from the root', () => {
    expect(userFolder('/home/mia')).toBe('/home/mia');
    for (const none of ['', '.', 'mia']) expect(userFolder(none)).toBe(userInfo().homedir);
  });

  it('where nothing can be made is refused in one sentence, and at once', () => {
    for (const folder of ['/proc/baby', '/proc/a/b/c', '/sys/kernel/baby', '/dev/null/baby']) {
      expect(() => makeHome(folder, {}), folder).toThrow(new RegExp(`^${texts.homeDoesNotFit(folder, '.+')}$`));
    }
  });

  it('that may not be looked into is not taken for one where nobody lives', () => {
    const home = findHome(join(temporaryFolder(), 'home'), {});
    expect(isLivedIn(home)).toBe(false);
    const looped = findHome(join(temporaryFolder(), 'loop'), {});
    symlinkSync(looped.folder, looped.folder);
    expect(() => isLivedIn(looped)).toThrow(texts.homeCannotBeLookedInto(looped.folder, 'its links lead in a circle'));
  });

  it('is not made by looking for it', () => {
    const folder = join(temporaryFolder(), 'none');
    findHome(folder, {});
    expect(existsSync(folder)).toBe(false);
  });

  it('is private in every room', () => {
    const home = makeHome(join(temporaryFolder(), 'deep', 'home'), {});
    for (const folder of [home.folder, home.library, home.shelf, home.soul, home.statistics, home.run]) {
      expect(statSync(folder).mode & 0o777).toBe(0o700);
    }
  });

  it('closes its run folder also in a home that was made by hand', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'run'));
    chmodSync(join(folder, 'run'), 0o755);
    expect(statSync(makeHome(folder, {}).run).mode & 0o777).toBe(0o700);
  });

  it('is one home, whichever links lead to it', () => {
    const folder = temporaryFolder();
    const link = join(temporaryFolder(), 'link');
    symlinkSync(folder, link);
    expect(makeHome(link, {})).toEqual(makeHome(folder, {}));
  });

  it('says in one sentence when a file is in the way', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const refusal = texts.homeDoesNotFit(file, texts.isAFile);
    expect(() => makeHome(file, {})).toThrow(refusal);
    expect(() => findHome(file, {})).toThrow(refusal);
    expect(() => makeHome(join(file, 'in'), {})).toThrow(texts.fileInsteadOfFolder);
  });

  it('is lived in as soon as there is anything of a baby in it', () => {
    const folder = temporaryFolder();
    const home = findHome(folder, {});
    expect(isLivedIn(findHome(join(folder, 'none'), {}))).toBe(false);
    mkdirSync(join(folder, 'photos'));
    expect(isLivedIn(home)).toBe(false);
    writeFileSync(home.config, '{}');
    expect(isLivedIn(home)).toBe(true);
    expect(isLivedIn(makeHome(join(folder, 'another'), {}))).toBe(true);
  });
});

describe('the socket', () => {
  const long = `/home/${'x'.repeat(100)}`;

  it('is in the home where the system can take so long a path', () => {
    expect(socketPath('/home/me', '/home/me/run', 'linux')).toBe('/home/me/run/baby.sock');
    // 107 bytes are the longest: 11 of them are "/baby.sock" and what stands before it must be 97.
    const most = `/${'x'.repeat(process.platform === 'darwin' ? 92 : 96)}`;
    expect(socketPath('/h', most, 'linux')).toBe(`${most}/baby.sock`);
    expect(socketPath('/h', `${most}x`, 'linux')).not.toContain('baby.sock');
  });

  it('counts bytes, not characters', () => {
    expect(socketPath('/h', `/${'ä'.repeat(60)}`, 'linux')).not.toContain('baby.sock');
  });

  it('is else in a folder of /tmp, under a name made of the home, whoever looks for it', () => {
    const shared = socketPath(long, `${long}/run`, 'linux');
    expect(shared).toMatch(/^\/tmp\/babyllm-\d+\/[0-9a-f]{16}\.sock$/);
    expect(socketPath(`${long}y`, `${long}y/run`, 'linux')).not.toBe(shared);
    const seen = [{}, { XDG_RUNTIME_DIR: '/run/user/1' }].map((env) => findHome(long, env).socket);
    expect(new Set(seen).size).toBe(1);
  });

  it('is neither made nor spoken on in a folder of /tmp that others can enter', () => {
    const folder = join(temporaryFolder(), 'shared');
    const socket = join(folder, 'baby.sock');
    refuseForeignFolder(socket, folder);
    expect(existsSync(folder)).toBe(false);
    prepareSocketFolder(socket, folder);
    refuseForeignFolder(socket, folder);
    chmodSync(folder, 0o755);
    const refusal = texts.socketFolderOpen(folder);
    expect(() => prepareSocketFolder(socket, folder)).toThrow(refusal);
    expect(() => refuseForeignFolder(socket, folder)).toThrow(refusal);
  });

  it('is a named pipe on Windows', () => {
    expect(socketPath('C:\\mia', 'C:\\mia\\run', 'win32')).toMatch(/^\\\\\.\\pipe\\babyllm-[0-9a-f]{16}$/);
  });
});
