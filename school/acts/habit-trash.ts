/** Habits that were forgotten: they lie in the trash of the home, in the folder of the act, until they come back or are emptied out. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Home } from '../home/home.ts';
import { trashOf } from './trash.ts';

const fileOf = (home: Home, act: number, name: string): string => join(trashOf(home, act), `${name}.habit.safetensors`);

export async function keepHabit(home: Home, act: number, name: string, file: Uint8Array): Promise<void> {
  await mkdir(trashOf(home, act), { recursive: true, mode: 0o700 });
  await writeFile(fileOf(home, act, name), file, { mode: 0o600 });
}

/** Its bytes; undefined where it is not in the trash any more. */
export const keptHabit = (home: Home, act: number, name: string): Promise<Uint8Array | undefined> =>
  readFile(fileOf(home, act, name)).catch(() => undefined);

export const releaseHabit = (home: Home, act: number, name: string): Promise<void> =>
  rm(fileOf(home, act, name), { force: true });
