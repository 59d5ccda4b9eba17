/** A habit in a file of our own, or in a folder for PEFT. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { printable } from '../../library/notices/printable.ts';
import { realDisk, syncFolder } from '../../soul/disk.ts';
import { Keeper } from '../../soul/keeper.ts';
import { FolderTakenError, fillAside, whyNot } from '../babies/archive/staging.ts';
import type { Home } from '../home/home.ts';
import type { SoulState } from '../training/checkpoint.ts';
import { encodeHabit } from '../training/habits/habit-file.ts';
import { habitOf } from '../training/habits/habit-soul.ts';
import { peftFiles } from './huggingface/peft-adapter.ts';
import { OutputFile } from './output.ts';
import { habitFileTexts } from './texts/habits.ts';

export const HABIT_FORMS = ['safetensors', 'peft'] as const;
export type HabitForm = (typeof HABIT_FORMS)[number];

/**
 * Writes a habit of the newest soul of a home.
 *
 * @param path a file that is not there yet (0600); with `peft` a folder that is empty or not there yet (0700)
 * @returns how many bytes that are
 * @throws Error with one sentence if that is not possible; then nothing is left behind
 */
export async function exportHabit(home: Home, name: string, path: string, form: HabitForm): Promise<number> {
  const soul = new Keeper({ folder: home.soul }).open();
  const { step, score, paper } = soul.info;
  const content = { ...soul, tensors: soul.allTensors(), summary: { step, score, paper } };
  if (form === 'safetensors') {
    const made = encodeHabit(content, name);
    await put(path, () => writeFile(path, made, { mode: 0o600, flag: 'wx' }));
    return made.length;
  }
  const files = peftFiles(soul.state as SoulState, habitOf(content, name).adapter);
  await put(path, () =>
    fillAside(path, async (draft) => {
      for (const file of files)
        await OutputFile.write(
          join(draft, file.name),
          (to) => file.write(to),
          () => {},
        );
      syncFolder(realDisk, draft);
    }),
  );
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

async function put(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' || error instanceof FolderTakenError)
      throw new Error(habitFileTexts.isThere(printable(path)), { cause: error });
    throw new Error(habitFileTexts.cannotBeWritten(printable(path), whyNot(error)), { cause: error });
  }
}
