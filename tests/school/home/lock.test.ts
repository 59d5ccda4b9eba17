import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { findHome, makeHome } from '../../../school/home/home.ts';
import { HeldError, holderOf, takeLock } from '../../../school/home/lock.ts';
import { texts } from '../../../school/home/texts.ts';
import { temporaryFolder } from '../temporary.ts';

const program = join(import.meta.dirname, 'holder.ts');
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

async function holder(folder: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [said] = (await once(child.stdout!, 'data')) as [Buffer];
  expect(said.toString()).toBe('held\n');
  return child;
}

describe('the lock of a home', () => {
  it('refuses a second process and tells it who holds it', () => {
    const folder = temporaryFolder();
    const lock = takeLock(makeHome(folder, {}));
    const second = spawnSync(process.execPath, [program, folder], { encoding: 'utf8' });
    const who = texts.heldByProcess(process.pid, '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d');
    expect(second.stdout.trim()).toMatch(new RegExp(`^${texts.awakeAlready(folder, who)}$`));
    lock.release();
  });

  it('is free at once when its holder is killed', async () => {
    const home = makeHome(temporaryFolder(), {});
    const child = await holder(home.folder);
    expect(() => takeLock(home)).toThrow(HeldError);
    expect(() => takeLock(home)).toThrow(`process ${child.pid} holds it`);
    expect(holderOf(home)).toMatchObject({ pid: child.pid });
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(holderOf(home)).toBeUndefined();
    const lock = takeLock(home);
    expect(holderOf(home)).toMatchObject({ pid: process.pid });
    lock.release();
    lock.release();
    expect(holderOf(home)).toBeUndefined();
  });

  it('refuses its own process too', () => {
    const home = makeHome(temporaryFolder(), {});
    const lock = takeLock(home);
    expect(() => takeLock(home)).toThrow(HeldError);
    lock.release();
    takeLock(home).release();
  });

  it('leaves a note for people, private, and takes it away', () => {
    const home = makeHome(temporaryFolder(), {});
    const lock = takeLock(home);
    expect(JSON.parse(readFileSync(home.holder, 'utf8'))).toEqual({ pid: process.pid, since: expect.any(String) });
    for (const file of readdirSync(home.run)) expect(statSync(join(home.run, file)).mode & 0o777).toBe(0o600);
    lock.release();
    expect(existsSync(home.holder)).toBe(false);
  });

  it('says so also where the note of its holder is garbage', () => {
    const home = makeHome(temporaryFolder(), {});
    const lock = takeLock(home);
    writeFileSync(home.holder, '{"pid":"\x1b[31m"}');
    expect(() => takeLock(home)).toThrow(texts.awakeAlready(home.folder, texts.heldByAnother));
    expect(holderOf(home)).toBe('unknown');
    lock.release();
  });

  it('is held by nobody in a home that is not there, and looking makes nothing', () => {
    const home = findHome(join(temporaryFolder(), 'none'), {});
    expect(holderOf(home)).toBeUndefined();
    expect(existsSync(home.folder)).toBe(false);
    expect(() => takeLock(home)).toThrow(new RegExp(`^${texts.cannotBeLocked(home.lock, '.+')}$`));
  });
});

describe('a home whose run folder was removed', () => {
  it('is still held: nobody else can take it', async () => {
    const home = makeHome(temporaryFolder(), {});
    const child = await holder(home.folder);
    rmSync(home.run, { recursive: true });
    const again = makeHome(home.folder, {});
    expect(() => takeLock(again)).toThrow(HeldError);
    expect(holderOf(again)).toBe('unknown');
    child.kill('SIGKILL');
    await once(child, 'exit');
    takeLock(again).release();
  });

  it('gets its lock and its note back', () => {
    const home = makeHome(temporaryFolder(), {});
    const lock = takeLock(home);
    lock.announce();
    for (const gone of [home.run, home.lock, home.holder, join(home.folder, '.lock.db')]) {
      rmSync(gone, { recursive: true });
      expect(lock.check()).toBe('ours');
      expect(holderOf(home)).toMatchObject({ pid: process.pid, awake: true });
      for (const file of [home.lock, join(home.folder, '.lock.db')]) expect(statSync(file).mode & 0o777).toBe(0o600);
    }
    lock.release();
    expect(holderOf(home)).toBeUndefined();
  });

  it('is lost to its holder when another process has it, or another folder has its name', async () => {
    const home = makeHome(temporaryFolder(), {});
    const lock = takeLock(home);
    rmSync(home.run, { recursive: true });
    rmSync(join(home.folder, '.lock.db'));
    await holder(home.folder);
    expect(lock.check()).toBe('taken');
    lock.release();
    const moved = makeHome(join(temporaryFolder(), 'home'), {});
    const held = takeLock(moved);
    renameSync(moved.folder, `${moved.folder}-moved`);
    expect(held.check()).toBe('moved');
    makeHome(moved.folder, {});
    expect(held.check()).toBe('moved');
    held.release();
    expect(existsSync(join(`${moved.folder}-moved`, 'run'))).toBe(true);
  });
});
