/** A real baby, small and young, through the commands of the built program: awake, and then asleep. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const launcher = join(import.meta.dirname, '..', '..', 'dist', 'school', 'cli', 'launcher.js');
let home: string;
let poem: string;
let wake: ChildProcess;
let printed = '';
let exited: Promise<number | null>;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'commands-'));
  poem = join(home, 'poem.txt');
  writeFileSync(poem, 'The sea is wide and the night is long,\nand under the water there is a song.\n');
  wake = spawn(process.execPath, [launcher, 'wake', '--home', home, '--preset', 'tiny'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  exited = new Promise((resolve) => wake.once('exit', resolve));
  for (const stream of [wake.stdout!, wake.stderr!])
    stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  while (!printed.includes('tokens/s') && wake.exitCode === null) await sleep(50);
  expect(wake.exitCode, printed).toBeNull();
});
afterAll(() => {
  wake.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

function baby(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...args, '--home', home], {
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

describe('a baby that is awake', () => {
  it('writes down what it was made to be', () => {
    expect(JSON.parse(readFileSync(join(home, 'baby.json'), 'utf8'))).toMatchObject({ preset: 'tiny', brain: 'baby' });
  });

  it('tells how it is', () => {
    const status = JSON.parse(baby('status', '--json').out);
    expect(status).toMatchObject({
      awake: true,
      pid: wake.pid,
      introduction: { preset: 'tiny' },
      stats: { step: expect.any(Number) },
    });
    expect(baby('status').out).toMatch(new RegExp(`^babyllm is awake in .* \\(process ${wake.pid}, woken .* ago\\)\n`));
  });

  it('is not woken twice', () => {
    const { code, out, err } = baby('wake');
    expect([code, out]).toEqual([75, '']);
    expect(err).toMatch(new RegExp(`^The baby in .* is awake already: process ${wake.pid} holds it since .*\n$`));
  });

  it('is spoken to, with options', () => {
    const { code, out, err } = baby(
      'say',
      'hello',
      '--max-tokens',
      '12',
      '--temperature',
      '0',
      '--stop',
      'x',
      '--stop',
      'y',
    );
    expect([code, err]).toEqual([0, '']);
    expect(out).not.toMatch(/[xy]/);
  });

  it('is examined on any text', () => {
    expect(baby('exam', '--text', poem).out).toMatch(/^\d+\.\d{4} bits per byte on poem\.txt at step [\d,]+ \(/);
    expect(JSON.parse(baby('exam', '--json').out)).toMatchObject({
      bitsPerByte: expect.any(Number),
      of: expect.any(String),
    });
  });

  it('is fed', () => {
    expect(baby('feed', poem, join(home, 'none.txt'))).toEqual({
      code: 1,
      out: 'fed poem.txt (76 bytes)\n1 text fed, 76 bytes.\n',
      err: `${join(home, 'none.txt')} is not there: give the path of a file or folder.\n`,
    });
  });

  it('falls asleep when it is told to, and has said so', async () => {
    expect(baby('sleep')).toEqual({ code: 0, out: 'It saved and fell asleep.\n', err: '' });
    expect(await exited).toBe(0);
    expect(printed).toMatch(/asleep at step [\d,]+\n$/);
    expect(existsSync(join(home, 'run', 'baby.sock'))).toBe(false);
    expect(existsSync(join(home, 'run', 'holder.json'))).toBe(false);
  });
});

describe('the same baby asleep', () => {
  it('tells of its soul', () => {
    const status = JSON.parse(baby('status', '--json').out);
    expect(status).toMatchObject({ awake: false, held: null, preset: 'tiny', soul: { step: expect.any(Number) } });
    expect(status.soul.step).toBeGreaterThan(0);
    expect(baby('status').out).toContain('babyllm is asleep in');
  });

  it('is spoken to and examined all the same', () => {
    const said = baby('say', 'hello', '--max-tokens', '5');
    expect([said.code, said.err]).toEqual([0, '']);
    expect(JSON.parse(baby('exam', '--json', '--text', poem).out)).toMatchObject({ of: 'poem.txt', bytes: 76 });
    expect(baby('status').out).toContain('is asleep');
  });

  it('does not change its brain', () => {
    const { code, err } = baby('wake', '--preset', 'small');
    expect(code).toBe(1);
    expect(err).toMatch(/^this baby has a tiny baby brain, .*\n$/);
    expect(JSON.parse(readFileSync(join(home, 'baby.json'), 'utf8'))).toMatchObject({ preset: 'tiny' });
  });

  it('sleeps by itself after its minutes, and on SIGTERM', async () => {
    const timed = baby('wake', '--minutes', '0.03');
    expect(timed.code).toBe(0);
    expect(timed.out).toMatch(/asleep at step [\d,]+\n$/);
    const child = spawn(process.execPath, [launcher, 'wake', '--home', home], { stdio: ['ignore', 'pipe', 'inherit'] });
    const code = new Promise((resolve) => child.once('exit', resolve));
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    while (!said.includes('tokens/s') && child.exitCode === null) await sleep(20);
    child.kill('SIGTERM');
    expect(await code).toBe(0);
    expect(said).toMatch(/saving…\n(.*\n)*asleep at step [\d,]+\n$/);
  });
});
