/** The adapter of another program as a habit: its linear maps may be parts of one matrix here. */
import type { SoulState } from '../../training/checkpoint.ts';
import { Habit } from '../../training/habits/habit.ts';
import { habitBrainOf, habitMatrices } from '../../training/habits/habit-soul.ts';
import type { AdapterPlace } from '../adapter-places.ts';
import { FormatError } from '../file-reader.ts';
import { habitFileTexts } from '../texts/habits.ts';
import { shown } from './json-file.ts';
import type { TensorReader } from './model-files.ts';

/** The change of one linear map: counts `scale` times. */
export interface AdapterPiece extends AdapterPlace {
  readonly rank: number;
  readonly scale: number;
  readonly a: Float32Array;
  readonly b: Float32Array;
}

/** The tensors of the change of one linear map, by what they are called in their file. */
export interface PieceNames {
  /** what their map is called in a sentence */
  readonly module: string;
  readonly place: AdapterPlace;
  readonly a: string | undefined;
  readonly b: string | undefined;
}

/**
 * Reads pieces of an adapter, after the shapes of all of them were checked.
 *
 * @param scaleOf how often a piece of a rank counts
 * @throws FormatError
 */
export function piecesOf(
  file: TensorReader,
  named: readonly PieceNames[],
  scaleOf: (rank: number) => number,
): AdapterPiece[] {
  const checked = named.map(({ module, place, a, b }) => {
    const [shapeOfA, shapeOfB] = [a, b].map((name) => (name === undefined ? undefined : file.shapes.get(name)));
    const [rank = 0, cols] = shapeOfA ?? [];
    const [rows, rankOfB] = shapeOfB ?? [];
    const isFlat = shapeOfA?.length === 2 && shapeOfB?.length === 2;
    if (!a || !b || !isFlat || cols !== place.cols || rows !== place.rows || rankOfB !== rank || rank < 1)
      throw new FormatError(
        habitFileTexts.wrongShapes(module, place.rows, place.cols, shown(shapeOfA), shown(shapeOfB)),
      );
    return { module, place, rank, a, b };
  });
  return checked.map(({ module, place, rank, ...names }): AdapterPiece => {
    const [a, b] = [file.read(names.a), file.read(names.b)];
    if (![a, b].every((numbers) => numbers.every(Number.isFinite)))
      throw new FormatError(habitFileTexts.notNumbers(module));
    return { ...place, rank, scale: scaleOf(rank), a, b };
  });
}

/**
 * Pieces of one matrix may have changes of their own: their ranks are put together, unless all read by the same A.
 *
 * @param scaling of the habit: it counts `alpha / rank` times, whatever its rank becomes
 * @throws one sentence where the brain cannot have a habit of that rank
 */
export function habitOfPieces(
  pieces: readonly AdapterPiece[],
  {
    state,
    name,
    scaling,
  }: { state: SoulState; name: string; scaling: { readonly rank: number; readonly alpha: number } },
): Habit {
  const scale = scaling.alpha / scaling.rank;
  const matrices = [...Map.groupBy(pieces, ({ own }) => own)].map(([own, parts]) => {
    const [{ a }] = parts as [AdapterPiece, ...AdapterPiece[]];
    const isShared = parts.every((part) => part.a.length === a.length && part.a.every((number, i) => number === a[i]));
    return { own, parts, isShared, rank: isShared ? parts[0]!.rank : parts.reduce((sum, part) => sum + part.rank, 0) };
  });
  const rank = Math.max(...matrices.map((matrix) => matrix.rank));
  // scale · rank is rounded, alpha is not
  const alpha = rank === scaling.rank ? scaling.alpha : scale * rank;
  const habit = new Habit(habitMatrices(state), {
    ...{ name, rank, alpha, isOn: true, brain: habitBrainOf(state) },
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
