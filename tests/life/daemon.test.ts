/** A baby that lives on without a terminal: woken, looked at, broken, and put to sleep. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Baby } from '../../school/api/contract.ts';
import type { Event, Stats } from '../../school/api/messages.ts';
import { attach } from '../../school/api/rpc/client.ts';
import { findHome } from '../../school/home/home.ts';
import { LONG } from './campaign.ts';
import { baby, launcher, newHome, SENTENCE, soulOf, start, story, wakes } from './program.ts';

/** Wakes of one step, each of which may be over before anybody looks. */
const TIMES = LONG ? 5 : 2;
/** Seconds in which it must have saved and gone. */
const SECONDS = 10;

const daemons: number[] = [];
afterEach(() => {
  for (const pid of daemons.splice(0)) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
});

const AWAKE = /^babyllm is awake at step ([\d,]+) \(process (\d+)\), and learns on when this terminal closes\.\n/m;

/** Wakes it without a terminal. @returns its process */
async function detach(home: string, ...options: string[]): Promise<number> {
  const { code, out, err } = await baby(home, 'wake', '--detach', ...options);
  expect([code, err]).toEqual([0, expect.not.stringContaining('rror')]);
  const pid = Number(out.match(AWAKE)?.[2]);
  expect(pid, out).toBeGreaterThan(0);
  daemons.push(pid);
  return pid;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // a dead one that nobody has asked after yet is still there, but runs no more
    return !existsSync(`/proc/${pid}/stat`) || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

async function gone(pid: number): Promise<number> {
  const began = performance.now();
  while (isAlive(pid)) {
    expect(performance.now() - began, 'it lives on').toBeLessThan(60_000);
    await sleep(10);
  }
  return (performance.now() - began) / 1000;
}

function statsAfter(life: Baby, step: number): Promise<Stats> {
  return new Promise((resolve) => {
    const stop = life.watch((event: Event) => {
      if (event.event !== 'stats' || event.data.step <= step) return;
      stop();
      resolve(event.data);
    });
  });
}

const homeWithStory = (config: object = {}) => newHome({ saveSeconds: 3600, ...config }, { 'story.txt': story });

describe('a baby without a terminal', () => {
  it('is born, outlives whoever woke it, and sleeps when it is told to', async () => {
    const home = newHome();
    const { code, out, err } = await baby(home, 'wake', '--detach');
    expect(err).toMatch(/^the library was empty: \d+ starter texts were laid into .*\n$/);
    expect(code).toBe(0);
    const [, step, process_] = out.match(AWAKE) ?? [];
    daemons.push(Number(process_));
    // it may have learnt already while it was looked at
    expect(step).toMatch(/^\d$/);
    expect(out).toContain(
      `\n  baby watch --home ${home}   look at it, and talk to it\n  baby sleep --home ${home}   let it save and fall asleep\n`,
    );

    const pid = Number(process_);
    expect(statSync(join(home, 'run', 'errors.log')).mode & 0o777).toBe(0o600);
    // that it was given texts is no error
    expect(readFileSync(join(home, 'run', 'errors.log'), 'utf8')).toBe('');
    expect((await baby(home, 'status')).out).not.toMatch(/lobe \d/);
    expect((await baby(home, 'status', '--parameters')).out).toMatch(/\n {2}lobe 1 memory +[\d,]+ /);
    expect(getPriority(pid)).toBe(10);
    if (existsSync('/proc/self/stat')) {
      // a session of its own, no terminal, nothing of its starter's kept open
      const [, , , , , session, terminal] = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/\(.*\)/, '()')
        .split(' ');
      expect([Number(session), terminal]).toEqual([pid, '0']);
    }
    const life = await attach(findHome(home).socket);
    const later = await statsAfter(life, 1);
    expect(await life.status()).toMatchObject({ pid, awake: true });
    life.close();
    expect(await baby(home, 'sleep')).toEqual({ code: 0, out: 'It saved and fell asleep.\n', err: '' });
    expect(await gone(pid)).toBeLessThan(SECONDS);
    expect(soulOf(home).state.tutor.step).toBeGreaterThanOrEqual(later.step);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('saves and sleeps on %s', async (signal) => {
    const home = homeWithStory();
    const pid = await detach(home);
    const life = await attach(findHome(home).socket);
    const { step } = await statsAfter(life, 2);
    life.close();
    process.kill(pid, signal);
    expect(await gone(pid)).toBeLessThan(SECONDS);
    expect(soulOf(home).state.tutor.step).toBeGreaterThanOrEqual(step);
    // nothing is left that keeps the next one from waking, whichever signal it was
    expect(existsSync(join(home, 'run', 'holder.json'))).toBe(false);
    if (LONG || signal === 'SIGHUP') expect(await detach(home)).not.toBe(pid);
  });

  it('says the same sentence, with the same code, as in a terminal when it cannot wake', async () => {
    const home = homeWithStory();
    const pid = await detach(home);
    for (const how of [[], ['--detach']]) {
      const { code, out, err } = await baby(home, 'wake', ...how);
      expect([code, out]).toEqual([75, '']);
      expect(err).toMatch(SENTENCE);
      expect(err).toMatch(new RegExp(`^The baby in .* is awake already: process ${pid} holds it since `));
    }
    await baby(home, 'sleep', '--now');
    const same = async (...options: string[]) => {
      const [one, other] = [await baby(home, 'wake', ...options), await baby(home, 'wake', '--detach', ...options)];
      expect(other).toEqual(one);
      expect([other.code, other.out]).toEqual([1, '']);
      expect(other.err).toMatch(SENTENCE);
      return other.err;
    };
    expect(await same('--preset', 'small')).toMatch(/^this baby has a tiny baby brain/);
    writeFileSync(join(home, 'library', 'story.txt'), '\ufeff');
    expect(await same()).toMatch(/^there is nothing to read/);
    writeFileSync(join(home, 'baby.json'), '{"threds": 1}');
    expect(await same()).toMatch(/there is no key "threds"; did you mean "threads"\?/);
    expect(await baby(home, 'wake', '--detach', '--foreground')).toMatchObject({ code: 2 });
  });

  it('sleeps by itself after its time, also when that is at once', async () => {
    const home = homeWithStory();
    expect(await gone(await detach(home, '--minutes', '0.05'))).toBeLessThan(60);
    expect(soulOf(home).state.tutor.step).toBeGreaterThan(0);
  });

  it('sleeps again after one step, whether anybody could look at it meanwhile or not', async () => {
    const home = homeWithStory();
    for (let times = 0; times < TIMES; times++) {
      const { code, out, err } = await baby(home, 'wake', '--detach', '--steps', '1');
      expect([code, err]).toEqual([0, '']);
      expect(out).toMatch(/^It woke, and fell asleep again\.\n$|^It is asleep: |^babyllm is awake at step /);
      while (existsSync(join(home, 'run', 'holder.json'))) await sleep(10);
    }
    expect(soulOf(home).state.tutor.step).toBe(TIMES);
  });

  it('is not woken when whoever wakes it changes their mind', async () => {
    const home = newHome({ preset: 'tiny' });
    // enough to read that there is time to think
    writeFileSync(
      join(home, 'library', 'long.txt'),
      Array.from({ length: 4000 }, (_, i) => `${i} ${story.slice(i, i + 1500)}`).join('\n'),
    );
    const waking = start(home, ['wake', '--detach']);
    while (!existsSync(join(home, 'run', 'holder.json'))) await sleep(10);
    const { pid } = JSON.parse(readFileSync(join(home, 'run', 'holder.json'), 'utf8')) as { pid: number };
    daemons.push(pid);
    expect(await waking.interrupt()).toMatchObject({ code: 130, err: 'It was told to end before it was awake.\n' });
    expect(isAlive(pid)).toBe(false);
  });
});

describe('baby sleep --now', () => {
  it('ends it without saving', async () => {
    const home = homeWithStory();
    const pid = await detach(home);
    const life = await attach(findHome(home).socket);
    const { step } = await life.save();
    await statsAfter(life, step);
    expect(await baby(home, 'sleep', '--now')).toEqual({ code: 0, out: 'It fell asleep without saving.\n', err: '' });
    await life.over;
    expect(await gone(pid)).toBeLessThan(SECONDS);
    expect(soulOf(home).state.tutor.step).toBe(step);
  });
});

describe('signals to a wake in the foreground', () => {
  it('twice end it at once', async () => {
    const awake = await wakes(homeWithStory(), '--foreground');
    awake.child.kill('SIGSTOP'); // so that both have come before it can answer the first
    awake.child.kill('SIGTERM');
    awake.child.kill('SIGINT');
    awake.child.kill('SIGCONT');
    expect((await awake.ended).code).toBe(130);
  });

  it('of a terminal that closes come twice, and let it save all the same', async () => {
    const home = homeWithStory();
    const awake = await wakes(home, '--foreground');
    const before = soulOf(home).state.tutor.step;
    awake.child.kill('SIGHUP');
    await awake.says('saving…');
    awake.child.kill('SIGHUP');
    expect((await awake.ended).code).toBe(0);
    expect(soulOf(home).state.tutor.step).toBeGreaterThan(before);
  });
});

describe('a lesson that breaks off', () => {
  const program = join(launcher, '..', '..', '..', 'tests', 'life', 'fragile-wake.js');

  it('three times begins again, and the fourth time ends the wake with one sentence', async () => {
    const home = homeWithStory();
    const child = spawn(process.execPath, [program, home], { stdio: ['ignore', 'pipe', 'pipe'] });
    daemons.push(child.pid!);
    const over = new Promise((resolve) => child.once('close', resolve));
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    while (!out.includes('tokens/s')) await sleep(20);
    const life = await attach(findHome(home).socket);
    life.over.catch(() => {});
    const notes: string[] = [];
    life.watch((event) => event.event === 'note' && notes.push(event.data.message));
    for (let times = 1; times <= 3; times++) {
      await statsAfter(life, 0);
      child.kill('SIGUSR2');
      while (notes.filter((note) => note.startsWith('the lesson goes on')).length < times) await sleep(20);
    }
    const asked = life.say('hello', { maxTokens: 4096 });
    const refused = expect(asked).rejects.toThrow(/^the lesson broke off before it could answer/);
    child.kill('SIGUSR2');
    await refused;
    expect(await over).toBe(1);
    expect(err).toMatch(SENTENCE);
    expect(err).toMatch(/^the lesson broke off 4 times within 10 minutes and is not begun again; the last time: /);
    expect(notes.at(-1)).toBe(err.trim());
    expect(out).toMatch(/^error: the lesson broke off, and begins again from its last soul: .*\n {4}at /m);
  });
});
