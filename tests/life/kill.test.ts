/** Killed at any moment, start-up and saves included, it wakes again from a whole soul and has lost at most one save interval. */
import { watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Random } from '../../brain/engine/random.ts';
import type { Stats } from '../../school/api/messages.ts';
import { attach } from '../../school/api/rpc/client.ts';
import { findHome } from '../../school/home/home.ts';
import { LONG } from './campaign.ts';
import { newHome, type Running, soulOf, start, story, wholeSouls } from './program.ts';

const SAVE_SECONDS = 1;
/** Saves that are interrupted at most until a soul is left half written. */
const MOST_SAVES = 20;
/** Seconds that one step, one babble and one exam may take on a machine that is busy with other things too. */
const STEP_SECONDS = 1;

const BIRTHS = LONG ? 5 : 1;
const STARTS = LONG ? 8 : 2;
const SAVES = LONG ? 12 : 2;
const MOMENTS = LONG ? 25 : 2;

const random = new Random(20_260);
const between = (low: number, high: number): number => low + (high - low) * random.uniform();

/** What was seen of a wake before it was killed. */
interface Seen {
  last: Stats | undefined;
  /** Seconds that its saves took, the longest. */
  saving: number;
}

/** Wakes it, checks that it goes on from its newest soul, and watches it. */
async function wake(home: string): Promise<{ awake: Running; seen: Seen }> {
  const newest = soulOf(home);
  const awake = start(home, ['wake']);
  const [, step] = await awake.says(/wakes at step ([\d,]+):/);
  expect(Number(step!.replaceAll(',', ''))).toBe(newest.state.tutor.step);
  await awake.says(/^step [\d,]+ · /m);
  expect(awake.err).toBe('');
  const leftovers = (await readdir(join(home, 'soul'))).filter((entry) => !entry.startsWith('soul-'));
  expect(leftovers.filter((entry) => !entry.includes(`-${awake.child.pid}-`))).toEqual([]);

  const seen: Seen = { last: undefined, saving: 0 };
  const life = await attach(findHome(home).socket);
  life.watch((event) => {
    if (event.event === 'stats') seen.last = event.data;
    else if (event.event === 'saved') seen.saving = Math.max(seen.saving, event.data.milliseconds / 1000);
  });
  life.over.catch(() => {}); // the line breaks when it is killed
  return { awake, seen };
}

/** Resolves when a save has begun. */
function saveBegins(home: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const watcher = watch(join(home, 'soul'), (_kind, name) => {
      if (name?.startsWith('.writing-')) end();
    });
    const end = (error?: Error): void => {
      clearTimeout(timer);
      watcher.close();
      if (error) reject(error);
      else resolve();
    };
    const timer = setTimeout(() => end(new Error('a save was expected to begin, but none did')), 30_000);
  });
}

/**
 * Kills it, and checks what is left. By its own clock it has lost what it learnt since its newest soul: no longer than the time
 * between two saves, and what it was doing meanwhile.
 */
async function kill(home: string, { awake, seen }: { awake: Running; seen: Seen }): Promise<void> {
  expect(await awake.kill()).toMatchObject({ code: null });
  wholeSouls(home);
  const lost = (seen.last?.secondsAwake ?? 0) - soulOf(home).state.secondsAwake;
  expect(lost).toBeLessThanOrEqual(SAVE_SECONDS + seen.saving + STEP_SECONDS);
}

it(`survives at least ${BIRTHS + STARTS + SAVES + MOMENTS} kills`, async () => {
  const config = { threads: LONG ? 2 : 1, saveSeconds: SAVE_SECONDS, examSeconds: 1, babbleSeconds: 1 };

  // while it is born: it may not have been saved yet, but it is born all the same the next time
  const born = newHome(config, { 'story.txt': story });
  for (let i = 0; i < BIRTHS; i++) {
    const newborn = start(born, ['wake']);
    await sleep(between(80, 500));
    await newborn.kill();
    wholeSouls(born);
  }
  const alive = start(born, ['wake']);
  await alive.says(/^step [\d,]+ · /m);
  expect(alive.err).toBe('');
  expect(await alive.interrupt()).toMatchObject({ code: 0 });

  const home = born;
  let steps = soulOf(home).state.tutor.step;
  const progressed = (): void => {
    const { step } = soulOf(home).state.tutor;
    expect(step).toBeGreaterThanOrEqual(steps);
    steps = step;
  };

  // while it starts
  for (let i = 0; i < STARTS; i++) {
    const waking = start(home, ['wake']);
    await sleep(between(80, 700));
    await waking.kill();
    wholeSouls(home);
    progressed();
  }

  // while it saves, until a soul was left half written
  let halves = 0;
  for (let i = 0; i < SAVES || (halves === 0 && i < MOST_SAVES); i++) {
    const life = await wake(home);
    await saveBegins(home);
    await sleep(between(0, 15));
    await kill(home, life);
    if ((await readdir(join(home, 'soul'))).some((entry) => entry.startsWith('.writing-'))) halves++;
    progressed();
  }
  expect(halves).toBeGreaterThan(0);

  // at any moment
  const before = steps;
  for (let i = 0; i < MOMENTS; i++) {
    const life = await wake(home);
    await sleep(between(300, 2500));
    await kill(home, life);
    progressed();
  }
  expect(steps).toBeGreaterThan(before);

  const { awake } = await wake(home);
  expect(await awake.interrupt()).toMatchObject({ code: 0 });
});
