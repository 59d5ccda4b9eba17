/** A low-rank adapter of PEFT as a habit of a transformer (huggingface/peft-adapter.ts says what it is). */
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { printable } from '../../../library/notices/printable.ts';
import type { SoulContent } from '../../../soul/keeper.ts';
import { slugOf } from '../../home/naming.ts';
import type { SoulState } from '../../training/checkpoint.ts';
import type { Habit } from '../../training/habits/habit.ts';
import { mustBeHabitName } from '../../training/habits/habit-state.ts';
import type { AdapterPlace } from '../adapter-places.ts';
import { FormatError } from '../file-reader.ts';
import { PEFT_CONFIG, PEFT_PREFIX, PEFT_WEIGHTS, peftFamily, peftPlaces } from '../huggingface/peft-adapter.ts';
import { habitFileTexts } from '../texts/habits.ts';
import type { TransformerSizes } from '../transformer-names.ts';
import { habitOfPieces, type PieceNames, piecesOf } from './adapter-habit.ts';
import { oneOf, readJson, type Settings, shown, wholeOf } from './json-file.ts';
import type { TensorReader } from './model-files.ts';
import { openFiles } from './shards.ts';

/** The folder of an adapter of PEFT, by its path or that of one of its two files; undefined where it is none. */
export function peftFolder(path: string): string | undefined {
  const there = statSync(path, { throwIfNoEntry: false });
  const isOneOfTwo = there?.isFile() === true && [PEFT_CONFIG, PEFT_WEIGHTS].includes(basename(path));
  const folder = there?.isDirectory() ? path : isOneOfTwo ? dirname(path) : undefined;
  return folder !== undefined && existsSync(join(folder, PEFT_CONFIG)) ? folder : undefined;
}

/** @throws FormatError with one sentence where it is none, or none for this brain */
export function peftHabit(folder: string, soul: SoulContent, as?: string): Habit {
  const state = soul.state as SoulState;
  const name = mustBeHabitName(as ?? slugOf(basename(folder)));
  try {
    const places = peftPlaces(peftFamily(state), state.sizes as TransformerSizes);
    const settings = readJson(join(folder, PEFT_CONFIG));
    const scaling = scalingOf(settings);
    const file = openFiles(folder, [PEFT_WEIGHTS]);
    try {
      return habitOfPieces(piecesOf(file, namesIn(file, places), scaling.of), { state, name, scaling });
    } finally {
      file.close();
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new FormatError(habitFileTexts.cannotBeHabit(printable(folder), error.message), { cause: error });
  }
}

interface Scaling {
  readonly rank: number;
  /** a change of that rank counts `alpha / rank` times */
  readonly alpha: number;
  /** how often the change of a module of that rank counts */
  of(rank: number): number;
}

function scalingOf(settings: Settings): Scaling {
  oneOf(settings, 'peft_type', ['LORA'], 'LORA');
  for (const key of ['use_dora', 'use_qalora', 'lora_bias']) oneOf(settings, key, [false], false);
  oneOf(settings, 'bias', ['none'], 'none');
  const { alpha_pattern: alphas, modules_to_save: saved, lora_alpha: alpha = 8 } = settings;
  for (const [key, value] of Object.entries({ alpha_pattern: alphas, modules_to_save: saved }))
    if (Object.keys(value ?? {}).length > 0) throw new FormatError(habitFileTexts.notInHabits(key, shown(value)));
  if (typeof alpha !== 'number' || !Number.isFinite(alpha) || Math.abs(alpha) > 1e6)
    throw new FormatError(habitFileTexts.wrongAlpha('lora_alpha', shown(alpha)));
  const isRoot = oneOf(settings, 'use_rslora', [true, false], false);
  const rank = wholeOf(settings, 'r', 1, 65_536, 8);
  return {
    rank,
    alpha: isRoot ? alpha * Math.sqrt(rank) : alpha,
    of: (rank) => alpha / (isRoot ? Math.sqrt(rank) : rank),
  };
}

const TENSOR = /^(.+)\.lora_(A|B)(?:\.default)?\.weight$/;

function namesIn(file: TensorReader, places: ReadonlyMap<string, AdapterPlace>): PieceNames[] {
  const modules = new Map<string, { A?: string; B?: string }>();
  for (const tensor of file.shapes.keys()) {
    const [, full, which] = TENSOR.exec(tensor) ?? [];
    const module = full?.startsWith(PEFT_PREFIX) ? full.slice(PEFT_PREFIX.length) : full;
    if (module === undefined || !places.has(module))
      throw new FormatError(habitFileTexts.otherModule(printable(tensor).slice(0, 160), [...places.keys()][0]!));
    modules.set(module, { ...modules.get(module), [which as 'A' | 'B']: tensor });
  }
  if (modules.size === 0) throw new FormatError(habitFileTexts.isEmpty(PEFT_WEIGHTS));
  return [...modules].map(([module, { A, B }]) => ({ module, place: places.get(module)!, a: A, b: B }));
}
