/** A low-rank adapter of PEFT as a habit of a transformer (huggingface/peft-adapter.ts says what it is). */
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { printable } from '../../../library/notices/printable.ts';
import type { SoulContent } from '../../../soul/keeper.ts';
import { slugOf } from '../../home/naming.ts';
import type { SoulState } from '../../training/checkpoint.ts';
import { Habit } from '../../training/habits/habit.ts';
import { habitBrainOf, habitMatrices } from '../../training/habits/habit-soul.ts';
import { mustBeHabitName } from '../../training/habits/habit-state.ts';
import { FormatError } from '../file-reader.ts';
import {
  PEFT_CONFIG,
  PEFT_PREFIX,
  PEFT_WEIGHTS,
  type PeftPlace,
  peftFamily,
  peftPlaces,
} from '../huggingface/peft-adapter.ts';
import { habitFileTexts } from '../texts/habits.ts';
import type { TransformerSizes } from '../transformer-names.ts';
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

/** The change of one linear map: counts `scale` times. */
interface Piece extends PeftPlace {
  readonly rank: number;
  readonly scale: number;
  readonly a: Float32Array;
  readonly b: Float32Array;
}

/**
 * Linear maps that are one matrix here may have changes of their own there: their ranks are put together, unless all read by the same A.
 *
 * @throws FormatError with one sentence where it is none, or none for this brain
 */
export function peftHabit(folder: string, soul: SoulContent, as?: string): Habit {
  const state = soul.state as SoulState;
  const name = mustBeHabitName(as ?? slugOf(basename(folder)));
  try {
    const places = peftPlaces(peftFamily(state), state.sizes as TransformerSizes);
    const settings = readJson(join(folder, PEFT_CONFIG));
    const scaling = scalingOf(settings);
    const file = openFiles(folder, [PEFT_WEIGHTS]);
    try {
      return habitFrom(piecesOf(file, places, scaling), { state, name, scale: scaling.of(scaling.rank) });
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
    throw new FormatError(habitFileTexts.wrongAlpha(shown(alpha)));
  const isRoot = oneOf(settings, 'use_rslora', [true, false], false);
  return {
    rank: wholeOf(settings, 'r', 1, 65_536, 8),
    of: (rank) => alpha / (isRoot ? Math.sqrt(rank) : rank),
  };
}

const TENSOR = /^(.+)\.lora_(A|B)(?:\.default)?\.weight$/;

function piecesOf(file: TensorReader, places: ReadonlyMap<string, PeftPlace>, scaling: Scaling): Piece[] {
  const modules = new Map<string, { A?: string; B?: string }>();
  for (const tensor of file.shapes.keys()) {
    const [, full, which] = TENSOR.exec(tensor) ?? [];
    const module = full?.startsWith(PEFT_PREFIX) ? full.slice(PEFT_PREFIX.length) : full;
    if (module === undefined || !places.has(module))
      throw new FormatError(habitFileTexts.otherModule(printable(tensor).slice(0, 160), [...places.keys()][0]!));
    modules.set(module, { ...modules.get(module), [which as 'A' | 'B']: tensor });
  }
  if (modules.size === 0) throw new FormatError(habitFileTexts.isEmpty(PEFT_WEIGHTS));
  return [...modules].map(([module, { A, B }]): Piece => {
    const place = places.get(module)!;
    const [rank = 0, cols] = (A && file.shapes.get(A)) || [];
    const [rows, rankOfB] = (B && file.shapes.get(B)) || [];
    if (!A || !B || cols !== place.cols || rows !== place.rows || rankOfB !== rank || rank < 1)
      throw new FormatError(
        habitFileTexts.wrongShapes(
          ...([module, place.rows, place.cols] as const),
          ...([shown(A && file.shapes.get(A)), shown(B && file.shapes.get(B))] as const),
        ),
      );
    const [a, b] = [file.read(A), file.read(B)];
    if (![...a, ...b].every(Number.isFinite)) throw new FormatError(habitFileTexts.notNumbers(module));
    return { ...place, rank, scale: scaling.of(rank), a, b };
  });
}

/** @param scale of the habit */
function habitFrom(
  pieces: readonly Piece[],
  { state, name, scale }: { state: SoulState; name: string; scale: number },
): Habit {
  const matrices = [...Map.groupBy(pieces, ({ own }) => own)].map(([own, parts]) => {
    const [{ a }] = parts as [Piece, ...Piece[]];
    const isShared = parts.every((part) => part.a.length === a.length && part.a.every((number, i) => number === a[i]));
    return { own, parts, isShared, rank: isShared ? parts[0]!.rank : parts.reduce((sum, part) => sum + part.rank, 0) };
  });
  const rank = Math.max(...matrices.map((matrix) => matrix.rank));
  const habit = new Habit(habitMatrices(state), {
    ...{ name, rank, alpha: scale * rank, isOn: true, brain: habitBrainOf(state) },
    ...{ seed: 0, steps: 0, born: state.tutor.step, units: [] },
  });
  for (const { a, b } of habit.adapter.changes.values()) {
    a.fill(0);
    b.fill(0);
  }
  for (const { own, parts, isShared } of matrices) {
    const change = habit.adapter.changes.get(own)!;
    let first = 0;
    for (const part of parts) {
      change.a.set(part.a, first * part.cols);
      const factor = scale === 0 ? 0 : part.scale / scale;
      for (let n = 0; n < part.rows; n++)
        for (let r = 0; r < part.rank; r++)
          change.b[(part.from + n) * rank + first + r] = factor * part.b[n * part.rank + r]!;
      if (!isShared) first += part.rank;
    }
  }
  return habit;
}
