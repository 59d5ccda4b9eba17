import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageFolder } from '../../school/home/package-root.ts';
import { type Ended, ended, plainEnvironment } from './installation.ts';

let folder: string;
let env: NodeJS.ProcessEnv;

/** A command with nothing of this project's npm in its environment. */
const run = (command: string, args: readonly string[], cwd = folder): Ended => ended(command, args, cwd, env);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'baby-package-'));
  env = plainEnvironment(folder);
  mkdirSync(join(folder, '.babyllm'), { mode: 0o700 });
  writeFileSync(join(folder, '.babyllm', 'baby.json'), JSON.stringify({ preset: 'tiny' })); // only to be quick
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
    // a copied folder is as new as the copy, which would be built once more
    const stamp = join(clone, 'dist', '.built');
    expect(existsSync(stamp)).toBe(true);
    utimesSync(stamp, new Date(), new Date());
    symlinkSync(join(clone, 'baby'), join(folder, 'linked'));
    const { code, out, err } = run(join(folder, 'linked'), ['status', '--home', './nobody']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('`./baby wake --home ./nobody`');
  });
});
