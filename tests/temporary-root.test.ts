import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import makeRoot, { isMemory, mountedBelow, removeAbandoned, removeRoot } from './temporary-root.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

it('this run has a temporary folder of its own, and so have processes that its tests start', () => {
  expect(basename(tmpdir())).toMatch(/^bt-/);
  const print = 'process.stdout.write(require("node:os").tmpdir())';
  expect(execFileSync(process.execPath, ['-e', print], { encoding: 'utf8' })).toBe(tmpdir());
  const made = execFileSync('mktemp', ['-d'], { encoding: 'utf8' }).trim();
  ends.push(() => rmSync(made, { recursive: true }));
  expect(made.startsWith(join(tmpdir(), '/'))).toBe(true);
});

it('what the tests leave goes at the end, and the folder of before is the temporary one again', () => {
  const before = tmpdir();
  const end = makeRoot();
  ends.push(end);
  const root = tmpdir();
  expect(root).toMatch(/\/bt-\d+-\w+$/);
  expect(root).not.toBe(before);
  mkdirSync(join(root, 'left', 'deep'), { recursive: true });
  writeFileSync(join(root, 'left', 'deep', 'file'), 'x');
  end();
  ends.pop();
  expect(existsSync(root)).toBe(false);
  expect(tmpdir()).toBe(before);
});

it('takes a disk in memory only where programs can be run from it', () => {
  const table = (options: string): string => `proc /proc proc rw 0 0\ntmpfs /dev/shm tmpfs ${options} 0 0\n`;
  expect(isMemory('/dev/shm', table('rw,relatime,size=24683652k'))).toBe(true);
  expect(isMemory('/dev/shm', table('rw,nosuid,nodev,noexec,relatime'))).toBe(false);
  expect(isMemory('/dev/shm', table('ro,relatime'))).toBe(false);
  expect(isMemory('/dev/shm', 'ext4 /dev/shm ext4 rw 0 0\ntmpfs /dev/shm/other tmpfs rw 0 0')).toBe(false);
  expect(isMemory('/dev/shm', '')).toBe(false);
});

it('finds the disks mounted below a folder, the innermost first', () => {
  const table = [
    'proc /proc proc rw 0 0',
    'tmpfs /tmp/bt-1/a tmpfs rw 0 0',
    'tmpfs /tmp/bt-1/a/in\\040ner tmpfs rw 0 0',
  ];
  const others = ['tmpfs /tmp/bt-12/b tmpfs rw 0 0', 'tmpfs /tmp/bt-1 tmpfs rw 0 0'];
  expect(mountedBelow('/tmp/bt-1', [...table, ...others, ''].join('\n'))).toEqual([
    '/tmp/bt-1/a/in ner',
    '/tmp/bt-1/a',
  ]);
});

it('unmounts what a test left mounted, though a file is still open there', (context) => {
  const root = mkdtempSync(join(tmpdir(), 'bt-'));
  ends.push(() => rmSync(root, { recursive: true, force: true }));
  const disk = join(root, 'disk');
  mkdirSync(disk);
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]).status !== 0)
    return context.skip('it needs to mount a disk');
  const open = openSync(join(disk, 'file'), 'w');
  ends.push(() => closeSync(open));
  removeRoot(root);
  expect(existsSync(root)).toBe(false);
  expect(mountedBelow(root, readFileSync('/proc/self/mounts', 'utf8'))).toEqual([]);
});

it('removes what killed runs left, and nothing of a run that goes on or has just begun', () => {
  const below = mkdtempSync(join(tmpdir(), 'below-'));
  ends.push(() => rmSync(below, { recursive: true, force: true }));
  const gone = spawnSync(process.execPath, ['-e', '0']).pid;
  const names = [`bt-${gone}-abcdef`, `bt-${process.pid}-abcdef`, 'bt-other', 'diary'];
  for (const name of names) mkdirSync(join(below, name));
  removeAbandoned(below);
  expect(readdirSync(below)).toHaveLength(4);
  removeAbandoned(below, Date.now() + 2 * 3_600_000);
  expect(readdirSync(below).sort()).toEqual(names.slice(1).sort());
});

it('goes too when a time limit ends the run', async () => {
  const setup = join(import.meta.dirname, 'temporary-root.ts');
  const code = `import(${JSON.stringify(setup)}).then(({ default: make }) => { make(); console.log(process.env.TMPDIR); setInterval(() => {}, 1000); })`;
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const root = line.toString().trim();
  expect(existsSync(root)).toBe(true);
  child.kill('SIGTERM');
  expect(await once(child, 'close')).toEqual([143, null]);
  expect(existsSync(root)).toBe(false);
});
