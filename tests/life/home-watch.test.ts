/** A baby whose home loses its socket, its run folder or its place while it lives. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baby, newHome, type Running, sharedFolder, story, wakes } from './program.ts';

const QUIET = { saveSeconds: 3600, examSeconds: 3600, babbleSeconds: 3600 };

/** Asks until it is so; the test's own time limit ends a wait in vain. */
async function answers(home: string): Promise<void> {
  while (JSON.parse((await baby(home, 'status', '--json')).out).awake !== true) await sleep(200);
}

describe('an awake baby', () => {
  // it looks after its home every ten seconds: this one is moved while another test waits for that as well
  const home = join(sharedFolder(), 'home');
  let moved: Running;
  beforeAll(async () => {
    mkdirSync(home);
    moved = (await wakes(newHome(QUIET, { 'story.txt': story }, home))).outliveTest();
    renameSync(home, `${home}-moved`);
  });
  afterAll(() => moved?.kill());

  it('is put to sleep though its socket is gone, and makes it anew', async () => {
    const home = newHome(QUIET, { 'story.txt': story });
    const first = await wakes(home);
    rmSync(join(home, 'run', 'baby.sock'));
    expect(await baby(home, 'sleep')).toMatchObject({ code: 0, err: '' });
    expect(await first.ended).toMatchObject({ code: 0 });

    const second = await wakes(home);
    rmSync(join(home, 'run'), { recursive: true });
    // nobody else can wake it, whatever is gone
    expect(await baby(home, 'wake', '--steps', '1')).toMatchObject({ code: 75 });
    await answers(home);
    expect(await baby(home, 'sleep')).toMatchObject({ code: 0, err: '' });
    expect(await second.ended).toMatchObject({ code: 0 });
  });

  it('falls asleep without saving when its home is moved, and leaves nothing under the old name', async () => {
    const { code, err } = await moved.ended;
    expect(code).toBe(1);
    expect(err).toContain(`The home ${home} was moved or removed: it falls asleep without saving`);
    expect(existsSync(join(home, 'soul'))).toBe(false);
    expect(readdirSync(join(`${home}-moved`, 'soul')).length).toBeGreaterThan(0);
  });

  it.skipIf(process.platform === 'win32')('opens no debugger when it gets SIGUSR1', async () => {
    const home = newHome(QUIET, { 'story.txt': story });
    const awake = await wakes(home);
    const { pid } = JSON.parse((await baby(home, 'status', '--json')).out);
    process.kill(pid, 'SIGUSR1');
    expect(await baby(home, 'sleep')).toMatchObject({ code: 0, err: '' });
    const { code, err } = await awake.ended;
    expect([code, err]).toEqual([0, '']);
  });
});
