/**
 * One temporary folder for a whole run of the tests: what their files, and the processes that they start, put into the temporary folder of
 * the system lies in it, and goes with it at the end, also where a test was interrupted or a program of others left something.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statfsSync, statSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join, sep } from 'node:path';

/** The names by which programs are told of the temporary folder: Node reads one of them, Windows the others. */
const NAMES = ['TMPDIR', 'TMP', 'TEMP'];

/** Disks that are mounted below a folder, the innermost first: the tests of full disks mount some. */
export function mountedBelow(folder: string, table: string): string[] {
  const places = table.split('\n').map((line) => line.split(' ')[1]?.replaceAll('\\040', ' ') ?? '');
  return places.filter((place) => place.startsWith(folder + sep)).sort((a, b) => b.length - a.length);
}

const mounts = (): string => {
  try {
    return readFileSync('/proc/self/mounts', 'utf8');
  } catch {
    return ''; // no Linux: no test mounts a disk there
  }
};

/** Where Linux has a disk in memory. Souls and ledgers wait for the disk at every save, hundreds of times in a run: the tests do not. */
const MEMORY = '/dev/shm';
/** Bytes that must be free there, and as much again in memory: the tests lay down a few hundred megabytes at most. */
const ROOM = 4e9;

/** Whether programs can be run from a disk in memory, by the table of mounted disks. */
export const isMemory = (folder: string, table: string): boolean =>
  table.split('\n').some((line) => {
    const [, place, kind, options = ''] = line.split(' ');
    return place === folder && kind === 'tmpfs' && !/\b(?:noexec|ro)\b/.test(options);
  });

/** The folder in which that of a run is made: on a disk in memory where there is one with room. */
function place(): string {
  if (process.env['BABY_TESTS_ON_DISK'] || !isMemory(MEMORY, mounts())) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > ROOM && freemem() > 2 * ROOM ? MEMORY : tmpdir();
}

/** Removes a folder with all that is in it, after disks in it were unmounted. */
export function removeRoot(folder: string): void {
  for (const place of mountedBelow(realpathSync(folder), mounts())) {
    // lazily: a process that was killed may still have files open there
    const { status, stderr } = spawnSync('umount', ['-l', place], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${place} could not be unmounted: ${stderr}`);
  }
  // again where a process that is just ending writes its last file
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Milliseconds after which the folder of a run that was killed is nobody's any more. */
const ABANDONED = 3_600_000;

/** Removes folders of runs that were killed: the process in the name is gone, and nothing was put there for an hour. */
export function removeAbandoned(below: string, now = Date.now()): void {
  for (const name of readdirSync(below)) {
    const [, pid] = name.match(/^bt-(\d+)-\w{6}$/) ?? [];
    const folder = join(below, name);
    if (pid === undefined || isAlive(Number(pid))) continue;
    const { mtimeMs } = statSync(folder, { throwIfNoEntry: false }) ?? { mtimeMs: now };
    if (now - mtimeMs > ABANDONED) removeRoot(folder);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Vitest's global setup. The name is short, since the path of a socket may be no longer than 107 bytes. @returns what to do at the end */
export default function makeRoot(): () => void {
  const before = NAMES.map((name) => [name, process.env[name]] as const);
  const below = place();
  removeAbandoned(below);
  const root = mkdtempSync(join(below, `bt-${process.pid}-`));
  // tests become another user, who must reach what is laid out for them in there
  chmodSync(root, 0o711);
  for (const name of NAMES) process.env[name] = root;
  // a time limit ends the tests so, in which case Vitest clears nothing up
  const onEnd = (): void => {
    removeRoot(root);
    process.exit(143);
  };
  process.once('SIGTERM', onEnd);
  return () => {
    process.off('SIGTERM', onEnd);
    removeRoot(root);
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  };
}
