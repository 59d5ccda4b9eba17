/** The package as npm would publish it: packed, installed into an empty prefix with a plain Node, woken there; and the scripts of a clone. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageFolder } from '../../school/home/package-root.ts';

let folder: string;
let env: NodeJS.ProcessEnv;

/** A command with nothing of this project's npm in its environment. */
function run(
  command: string,
  args: readonly string[],
  cwd = folder,
): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8', timeout: 200_000 });
  return { code: status, out: stdout, err: stderr };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'baby-package-'));
  const plain = Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD|BABY_|NODE_)/.test(name));
  const path = [dirname(process.execPath), process.env['PATH']].join(delimiter);
  // npm of the new HOME installs from where npm of this machine does
  const settings = Object.fromEntries(
    ['registry', 'cafile', 'cache'].flatMap((key) => {
      const value = spawnSync('npm', ['config', 'get', key], { cwd: packageFolder, encoding: 'utf8' }).stdout.trim();
      return value === '' || value === 'null' || value === 'undefined' ? [] : [[`npm_config_${key}`, value]];
    }),
  );
  env = { ...Object.fromEntries(plain), PATH: path, HOME: folder, ...settings };
  mkdirSync(join(folder, '.babyllm'), { mode: 0o700 });
  writeFileSync(join(folder, '.babyllm', 'baby.json'), JSON.stringify({ preset: 'tiny' })); // only to be quick
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the packed tarball', () => {
  it('installs into an empty prefix, wakes, answers, and sleeps', () => {
    // the scripts of the project would build again what `npm test` has built
    const packed = run('npm', ['pack', packageFolder, '--ignore-scripts', '--json', '--pack-destination', folder]);
    expect(packed.code, packed.err).toBe(0);
    const [{ filename, files, size }] = JSON.parse(packed.out) as [
      { filename: string; files: { path: string }[]; size: number },
    ];
    expect(files.map(({ path }) => path).filter((path) => /(^|\/)tests\/|\.ts$|^\./.test(path))).toEqual([]);
    expect(size).toBeLessThan(3e6);

    const prefix = join(folder, 'prefix');
    const tarball = join(folder, filename);
    const installed = run('npm', ['install', '--global', '--prefix', prefix, '--no-audit', '--no-fund', tarball]);
    expect(installed.code, installed.err).toBe(0);
    const baby = join(prefix, 'bin', 'baby');
    expect(run(baby, ['--version']).out.trim()).toBe(
      JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')).version,
    );
    const woken = run(baby, ['wake', '--detach']);
    expect(woken.code, woken.err).toBe(0);
    expect(run(baby, ['say', 'hello', '--max-tokens', '8']).code).toBe(0);
    expect(run(baby, ['sleep']).out).toContain('It saved and fell asleep.');
    expect(run(baby, ['sleep']).err).toContain('wake it with `baby wake`');
    // npx of the tarball, as somebody tries it without installing
    expect(run('npx', ['--yes', '--package', tarball, 'baby', 'status', '--json']).code).toBe(0);
  });
});

describe.skipIf(process.platform === 'win32')('the script ./baby of a clone', () => {
  it('runs the built program with the Node of the project, from any folder and through a link', () => {
    const clone = join(folder, 'a clone');
    mkdirSync(clone);
    for (const entry of [
      'baby',
      'build.mjs',
      'package.json',
      'tsconfig.json',
      'dist',
      'brain',
      'library',
      'soul',
      'statistics',
      'school',
      'window',
      'tests',
    ])
      cpSync(join(packageFolder, entry), join(clone, entry), { recursive: true, preserveTimestamps: true });
    symlinkSync(join(packageFolder, 'node_modules'), join(clone, 'node_modules'));
    expect(existsSync(join(clone, 'dist', '.built'))).toBe(true);
    symlinkSync(join(clone, 'baby'), join(folder, 'linked'));
    const { code, out, err } = run(join(folder, 'linked'), ['status', '--home', './nobody']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('`./baby wake --home ./nobody`');
  });
});
