/** The front door of the built program. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeTooOld } from '../../school/cli/node-version.ts';

const root = join(import.meta.dirname, '..', '..');
const launcher = join(root, 'dist', 'school', 'cli', 'launcher.js');
const oldNode = '/usr/bin/node';
const isOld =
  existsSync(oldNode) &&
  nodeTooOld(spawnSync(oldNode, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout.trim());

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'launcher-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function baby(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...args], {
    encoding: 'utf8',
    env: { ...process.env, BABY_HOME: home },
  });
  return { code: status, out: stdout, err: stderr };
}

describe('the launcher', () => {
  it('knows which Node is too old', () => {
    for (const good of ['22.14.0', '22.15.1', '23.0.0', '24.1.0', '100.0.0']) expect(nodeTooOld(good)).toBe('');
    for (const old of ['22.13.9', '22.2.0', '20.20.2', '12.22.0', '4.0.0', '0.10.0']) {
      expect(nodeTooOld(old)).toMatch(
        new RegExp(`^babyLLM needs Node 22\\.14 or newer, but this is Node ${old.replaceAll('.', '\\.')}: `),
      );
    }
  });

  it.skipIf(!isOld)(`refuses an old Node in one sentence (skipped where ${oldNode} is none)`, () => {
    const { status, stdout, stderr } = spawnSync(oldNode, [launcher, 'wake'], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^babyLLM needs Node 22\.14 or newer, but this is Node [\d.]+: .*\n$/);
  });

  it('has nothing in it that an old Node cannot read', () => {
    for (const file of [launcher, join(root, 'dist', 'school', 'cli', 'node-version.js')]) {
      const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
      // Newer than Node 12: ?. ?? ??= #private, top-level await, `node:` modules, numeric separators.
      expect(code).not.toMatch(/\?\.|\?\?|#[a-z]|\bawait\b|node:|\d_\d/);
    }
    expect(readFileSync(launcher, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });
});

describe('commands', () => {
  it('explain themselves', () => {
    const help = baby('--help');
    expect(help.code).toBe(0);
    expect(help.out).toContain('Examples:');
    for (const command of [
      'watch',
      'wake',
      'chat',
      'report',
      'soul',
      'set',
      'say',
      'feed',
      'exam',
      'status',
      'sleep',
      'doctor',
    ])
      expect(help.out).toContain(`  ${command}`);
    expect(baby('say', '--help').out).toContain('--repetition-penalty');
    expect(baby('--version')).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  it.each([
    [['wak'], /^unknown command 'wak'\n\(Did you mean wake\?\)\n$/],
    [['help', 'wak'], /^unknown command 'wak'\n\(Did you mean wake\?\)\n$/],
    [['wake', '--minute', '1'], /^unknown option '--minute'\n\(Did you mean --minutes\?\)\n$/],
    [['wake', '--minutes', '0'], /A number over 0 was expected\.\n$/],
    [
      ['wake', '--from', 'somewhere'],
      /It should be resume, random, start, or the number of a token \(0 or more\)\.\n$/,
    ],
    [['wake', '--preset', 'huge'], /Allowed choices are tiny, small, medium, full\.\n$/],
    [['say'], /missing required argument 'text'\n$/],
    [['say', ' '], /^baby say: some words were expected, but none came\.\n$/],
    [['say', 'a', '--top-p', '3'], /^baby say: --top-p should be a number from 0 to 1, but 3 came\.\n$/],
    [['say', 'a', '--top-k', 'x'], /A number was expected\.\n$/],
  ])('refuse wrong use with code 2: %j', (args, sentence) => {
    const { code, out, err } = baby(...args);
    expect(err).toMatch(sentence);
    expect([code, out]).toEqual([2, '']);
  });

  it('tell a sleeping baby from none', () => {
    expect(baby('status').out).toMatch(/^There is no baby in .* yet: /);
    expect(baby('sleep').err).toMatch(/^There is no baby in .* yet: wake one with `baby wake`\.\n$/);
    expect(baby('set', 'seed', '7').code).toBe(0); // from now on somebody is expected
    expect(baby('sleep')).toEqual({ code: 69, out: '', err: 'The baby is asleep: wake it with `baby wake`.\n' });
    expect(baby('say', 'hello')).toMatchObject({
      code: 69,
      err: expect.stringMatching(/^There is no baby in .* that has learnt anything yet: wake one/),
    });
    expect(baby('status')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^babyllm is asleep in .*\n {2}brain/),
    });
    expect(JSON.parse(baby('status', '--json').out)).toMatchObject({
      awake: false,
      held: null,
      soul: null,
      souls: 0,
      brain: 'baby',
      preset: 'small',
    });
  });

  it('say in one sentence what is wrong, and with BABY_DEBUG=1 where', () => {
    const file = join(home, 'missing.txt');
    expect(baby('exam', '--text', file)).toEqual({
      code: 1,
      out: '',
      err: `${file} cannot be examined: there is no such file.\n`,
    });
    expect(baby('help', 'twitch', 'join').out).toMatch(/^Usage: baby twitch join /);
    for (const line of baby('--help').out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100);
    const { stderr } = spawnSync(process.execPath, [launcher, 'exam', '--text', file], {
      encoding: 'utf8',
      env: { ...process.env, BABY_HOME: home, BABY_DEBUG: '1' },
    });
    expect(stderr).toContain('exam.js');
  });

  it('are told of as they can be typed where npm runs them, and count paths from where its owner stood', () => {
    const throughNpm = (...args: string[]) => {
      const npm = { npm_lifecycle_event: 'npx', npm_lifecycle_script: `baby ${args.join(' ')}`, INIT_CWD: home };
      const env = { ...process.env, ...npm, BABY_HOME: join(home, 'mia') };
      const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...args], { encoding: 'utf8', env });
      return { code: status, out: stdout, err: stderr };
    };
    expect(throughNpm('sleep').err).toMatch(/: wake one with `\.\/baby wake`\.\n$/);
    expect(throughNpm('status').out).toMatch(/: `\.\/baby wake` begins its life, and `\.\/baby list`/);
    expect(throughNpm('--help').out).toMatch(/^ {2}\$ \.\/baby sleep {2}/m);
    expect(throughNpm('--help').out).not.toMatch(/\$ baby/);
    expect(baby('--help').out).toMatch(/^ {2}\$ baby sleep {2}/m);
    writeFileSync(join(home, 'letter.txt'), 'Dear Mia, come home.\n');
    expect(throughNpm('feed', 'letter.txt')).toMatchObject({ code: 0, err: '' });
    expect(throughNpm('feed', 'lost.txt').err).toBe(
      `${join(realpathSync(home), 'lost.txt')} is not there: give the path of a file or folder.\n`,
    );
    expect(throughNpm('exam', '--text', 'lost.txt').err).toContain(
      `${join(realpathSync(home), 'lost.txt')} cannot be examined: `,
    );
    expect(throughNpm('sleep').err).toBe('The baby is asleep: wake it with `./baby wake`.\n');
  });

  it('look the machine over', () => {
    const { code, out } = baby('doctor');
    expect(code).toBe(0);
    for (const what of ['node', 'cores', 'kernels', 'sharing', 'memory', 'disk', 'home', 'starter'])
      expect(out).toContain(what);
  });
});
