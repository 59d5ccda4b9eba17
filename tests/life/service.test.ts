/** `baby service`: the unit file, and what is said to a systemd that writes down what it hears. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { machineTexts } from '../../school/cli/texts/machine.ts';
import { launcher, SENTENCE, type StartOptions, start, temporaryFolder } from './program.ts';

/** Whether systemd's own judge of unit files is here and works without a log-in. */
const judge = spawnSync('systemd-analyze', ['--version']).status === 0;

let folder: string;
let home: string;
let env: NonNullable<StartOptions['env']>;
beforeEach(() => {
  folder = temporaryFolder();
  home = join(folder, 'a "home" of 100% $HOME');
  mkdirSync(home);
  // the only programs that can be found
  const programs = join(folder, 'bin');
  mkdirSync(programs);
  symlinkSync('/bin/sh', join(programs, 'sh'));
  env = { PATH: programs, XDG_CONFIG_HOME: join(folder, 'config') };
});

/** A systemctl that writes down what it is asked for. */
function fakeSystemctl(fails: Record<string, string> = {}): void {
  const cases = Object.entries(fails).map(([what, text]) => `*" ${what}"*) echo '${text}' >&2; exit 1;;\n`);
  const path = join(folder, 'bin', 'systemctl');
  const answers = '*" is-enabled "*) echo enabled;;\n*" is-active "*) echo active;;\n';
  writeFileSync(
    path,
    `#!/bin/sh\necho "$*" >> '${join(folder, 'asked')}'\ncase " $*" in\n${cases.join('')}${answers}esac\n`,
  );
  chmodSync(path, 0o755);
}

const asked = () =>
  existsSync(join(folder, 'asked')) ? readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n') : [];
const service = (action: string, of = home) => start(of, ['service', action], { env }).ended;
const unitPath = (out: string) => out.match(/\S*\/config\/systemd\/user\/babyllm\S*\.service/)![0];

describe('baby service', () => {
  it('writes a unit that wakes this home with this program', async () => {
    fakeSystemctl();
    const { code, out, err } = await service('install');
    expect([code, err]).toEqual([0, '']);
    const path = unitPath(out);
    const name = path.split('/').at(-1)!;
    expect(path).toMatch(/\/babyllm-[0-9a-f]{8}\.service$/);
    expect(out).toContain(`  systemctl --user enable --now ${name}  wakes it now, and whenever you log in\n`);
    expect(out).toMatch(/\n {2}loginctl enable-linger +lets it live on when you log out/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(asked()).toEqual(['--user --version', '--user daemon-reload']);

    const unit = readFileSync(path, 'utf8');
    const place = `${folder}/a \\"home\\" of 100%% $$HOME`;
    expect(unit).toContain(
      `\nExecStart="${process.execPath}" "${launcher}" "wake" "--foreground" "--home" "${place}"\n`,
    );
    for (const line of [
      'Type=simple',
      'Restart=on-failure',
      'RestartSec=5',
      'Nice=10',
      'CPUWeight=20',
      'IOSchedulingClass=idle',
    ])
      expect(unit.split('\n')).toContain(line);
    for (const line of [
      'Environment=NODE_ENV=production',
      'MemoryMax=80%',
      'TimeoutStopSec=300',
      'RestartPreventExitStatus=2 75',
      'WantedBy=default.target',
    ])
      expect(unit.split('\n')).toContain(line);
  });

  it.skipIf(!judge)('writes what systemd understands (skipped where there is no systemd-analyze)', async () => {
    fakeSystemctl();
    const plain = join(folder, 'home of one');
    mkdirSync(plain);
    const path = unitPath((await service('install', plain)).out);
    const runtime = temporaryFolder();
    const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--user', path], {
      encoding: 'utf8',
      env: { ...process.env, XDG_RUNTIME_DIR: runtime },
    });
    expect([status, stdout + stderr]).toEqual([0, '']);
    writeFileSync(path, readFileSync(path, 'utf8').replace('Nice=10', 'Niceness=10'));
    const wrong = spawnSync('systemd-analyze', ['verify', '--user', path], {
      encoding: 'utf8',
      env: { ...process.env, XDG_RUNTIME_DIR: runtime },
    });
    expect(wrong.stderr).toContain('Niceness');
  });

  it('tells whether there is one, and removes it', async () => {
    fakeSystemctl();
    expect((await service('status')).out).toMatch(
      /^No service is installed for this home: `baby service install --home [^`]*` writes .*\n$/,
    );
    const path = unitPath((await service('install')).out);
    const name = path.split('/').at(-1)!;
    expect(await service('status')).toEqual({
      code: 0,
      out: `${name}\n  file     ${path}\n  systemd  enabled, active\n`,
      err: '',
    });
    writeFileSync(path, `${readFileSync(path, 'utf8')}# changed\n`);
    expect((await service('status')).out).toMatch(/`baby service install --home [^`]*` rewrites it/);

    const before = asked().length;
    expect(await service('uninstall')).toEqual({ code: 0, out: `${machineTexts.service.removed(path)}\n`, err: '' });
    expect(asked().slice(before)).toEqual([`--user disable --now ${name}`, '--user daemon-reload']);
    expect(existsSync(path)).toBe(false);
    expect(await service('uninstall')).toEqual({
      code: 0,
      out: `There is no service: ${path} is not there.\n`,
      err: '',
    });
  });

  it('calls the service of the usual home babyllm, and that of others by their own names', async () => {
    fakeSystemctl();
    const usual = join(folder, '.babyllm');
    env = { ...env, HOME: folder };
    expect(unitPath((await service('install', usual)).out)).toMatch(/\/babyllm\.service$/);
    const other = join(folder, 'other');
    const [one, two] = [unitPath((await service('install')).out), unitPath((await service('install', other)).out)];
    expect(one).not.toBe(two);
  });

  it('says what systemd says where it does not do as it is told', async () => {
    fakeSystemctl({ 'daemon-reload': 'Failed to connect to bus' });
    const { code, out, err } = await service('install');
    expect(code).toBe(0);
    expect(err).toBe('systemd could not read it yet (Failed to connect to bus): it does when you log in again.\n');
    expect(existsSync(unitPath(out))).toBe(true);
  });

  it('without systemd says in one sentence what to do instead, and writes nothing', async () => {
    const { code, out, err } = await service('install');
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(SENTENCE);
    expect(err).toMatch(
      /^There is no systemd here that could wake the baby: run `baby wake --detach --home [^`]*` when you log in, or let /,
    );
    expect(existsSync(join(folder, 'config'))).toBe(false);
    expect((await service('status')).code).toBe(0);
  });

  it('says in one sentence when the file cannot be written, and what else is wrong', async () => {
    fakeSystemctl();
    writeFileSync(join(folder, 'config'), '');
    const { code, err } = await service('install');
    expect(code).toBe(1);
    expect(err).toMatch(SENTENCE);
    expect(err).toMatch(/^The service should be written to .*, but it cannot: /);
    expect(await service('reinstall')).toMatchObject({
      code: 2,
      err: expect.stringContaining('install, uninstall, status'),
    });
  });
});
