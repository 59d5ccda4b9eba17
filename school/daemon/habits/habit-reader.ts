/** Reads a habit from a file: our own, or one that another program wrote. */
import { readFileSync, statSync } from 'node:fs';
import { printable } from '../../../library/notices/printable.ts';
import type { SoulContent } from '../../../soul/keeper.ts';
import { isGguf } from '../../interchange/gguf/reader.ts';
import { ggufHabit } from '../../interchange/import/gguf-habit.ts';
import { isLlmFromScratchHabit, llmFromScratchHabit } from '../../interchange/import/llm-from-scratch-habit.ts';
import { peftFolder, peftHabit } from '../../interchange/import/peft-habit.ts';
import { decodeHabit } from '../../training/habits/habit-file.ts';
import { daemonTexts } from '../texts/daemon-texts.ts';

/** Bytes of a file that may be a habit. */
const LARGEST_FILE = 1 << 30;

type ReadHabit = (soul: SoulContent, as?: string) => ReturnType<typeof decodeHabit>;

/** How a file or folder is read, told by what is in it. @throws Error with one sentence where it cannot be a habit */
export function readerOf(path: string): ReadHabit {
  const peft = peftFolder(path);
  if (peft !== undefined) return (soul, as) => ({ habit: peftHabit(peft, soul, as), isForeign: true });
  mustBeFile(path);
  if (isGguf(path)) return (soul, as) => ({ habit: ggufHabit(path, soul, as), isForeign: true });
  if (isLlmFromScratchHabit(path))
    return (soul, as) => ({ habit: llmFromScratchHabit(path, soul, as), isForeign: false });
  const bytes = readFileSync(path);
  return (soul, as) => decodeHabit(bytes, soul, as);
}

function mustBeFile(file: string): void {
  const there = statSync(file, { throwIfNoEntry: false });
  if (there?.isDirectory()) throw new Error(daemonTexts.habits.noHabitInFolder(printable(file)));
  if (!there?.isFile()) throw new Error(daemonTexts.habits.noFile(printable(file)));
  if (there.size > LARGEST_FILE) throw new Error(daemonTexts.habits.tooLarge(printable(file)));
}
