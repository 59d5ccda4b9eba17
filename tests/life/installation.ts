/** The package as npm would publish it, in an empty prefix; and an environment in which nothing of this project's npm is set. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { expect } from 'vitest';
import { packageFolder } from '../../school/home/package-root.ts';

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a command to its end. */
export function ended(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Ended {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8', timeout: 200_000 });
  return { code: status, out: stdout, err: stderr };
}

/** A plain Node in the path, a home folder of its own, and npm's settings of this machine, so that it installs from where npm does here. */
export function plainEnvironment(home: string): NodeJS.ProcessEnv {
  // certificates that this machine trusts are its own settings too
  const plain = Object.entries(process.env).filter(
    ([name]) => name === 'NODE_EXTRA_CA_CERTS' || !/^(npm_|INIT_CWD|BABY_|NODE_)/.test(name),
  );
  const path = [dirname(process.execPath), process.env['PATH']].join(delimiter);
  const settings = Object.fromEntries(
    ['registry', 'cafile', 'cache'].flatMap((key) => {
      const value = spawnSync('npm', ['config', 'get', key], { cwd: packageFolder, encoding: 'utf8' }).stdout.trim();
      return value === '' || value === 'null' || value === 'undefined' ? [] : [[`npm_config_${key}`, value]];
    }),
  );
  return { ...Object.fromEntries(plain), PATH: path, HOME: home, ...settings };
}

export interface Installed {
  /** its command */
  readonly baby: string;
  readonly tarball: string;
}

/** Packs the project, checks what is in it, and installs it into an empty prefix of a folder. */
export function install(folder: string, env: NodeJS.ProcessEnv): Installed {
  const run = (command: string, ...args: readonly string[]) => ended(command, args, folder, env);
  // the scripts of the project would build again what `npm test` has built
  const packed = run('npm', 'pack', packageFolder, '--ignore-scripts', '--json', '--pack-destination', folder);
  expect(packed.code, packed.err).toBe(0);
  const [{ filename, files, size }] = JSON.parse(packed.out) as [
    { filename: string; files: { path: string }[]; size: number },
  ];
  expect(files.map(({ path }) => path).filter((path) => /(^|\/)tests\/|\.ts$|^\./.test(path))).toEqual([]);
  expect(size).toBeLessThan(3e6);

  const prefix = join(folder, 'prefix');
  const tarball = join(folder, filename);
  const installed = run('npm', 'install', '--global', '--prefix', prefix, '--no-audit', '--no-fund', tarball);
  expect(installed.code, installed.err).toBe(0);
  const baby = join(prefix, 'bin', 'baby');
  expect(run(baby, '--version').out.trim()).toBe(
    JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')).version,
  );
  return { baby, tarball };
}
