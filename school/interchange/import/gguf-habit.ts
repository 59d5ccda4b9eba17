/** A low-rank adapter of llama.cpp as a habit of a transformer (gguf/adapter.ts says what it is). */
import { basename } from 'node:path';
import { printable } from '../../../library/notices/printable.ts';
import type { SoulContent } from '../../../soul/keeper.ts';
import { slugOf } from '../../home/naming.ts';
import type { SoulState } from '../../training/checkpoint.ts';
import type { Habit } from '../../training/habits/habit.ts';
import { mustBeHabitName } from '../../training/habits/habit-state.ts';
import type { AdapterPlace } from '../adapter-places.ts';
import { FormatError } from '../file-reader.ts';
import { ADAPTER_KIND, ADAPTER_TYPE, ALPHA, ggufFamily, ggufPlaces } from '../gguf/adapter.ts';
import { split } from '../gguf/architectures.ts';
import { type GgufFile, openGguf } from '../gguf/reader.ts';
import { habitFileTexts } from '../texts/habits.ts';
import type { TransformerSizes } from '../transformer-names.ts';
import { type AdapterPiece, habitOfPieces, type PieceNames, piecesOf } from './adapter-habit.ts';
import { shown } from './json-file.ts';

/** @throws FormatError with one sentence where it is none, or none for this brain */
export function ggufHabit(path: string, soul: SoulContent, as?: string): Habit {
  const state = soul.state as SoulState;
  const name = mustBeHabitName(
    as ??
      slugOf(
        basename(path)
          .replace(/\.gguf$/i, '')
          .replace(/^habit-(?=.)/, ''),
      ),
  );
  try {
    const family = ggufFamily(state);
    if (!family) throw new FormatError(habitFileTexts.noFamilyInGguf(state.brain));
    const sizes = state.sizes as TransformerSizes;
    const gguf = openGguf(path);
    try {
      const alpha = alphaOf(gguf, family);
      const file = { ...gguf, shapes: new Map([...gguf.tensors].map(([tensor, { shape }]) => [tensor, shape])) };
      const named = namesIn(gguf, ggufPlaces(family, sizes));
      // as llama.cpp has it, each counts by its own rank; without an alpha it counts once
      const pieces = piecesOf(file, named, (rank) => (alpha === 0 ? 1 : alpha / rank));
      const [{ rank }] = pieces as [AdapterPiece, ...AdapterPiece[]];
      const ordered = pieces.map((piece) => ({ ...piece, b: inOurOrder(piece, sizes) }));
      return habitOfPieces(ordered, { state, name, scaling: { rank, alpha: alpha === 0 ? rank : alpha } });
    } finally {
      gguf.close();
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new FormatError(habitFileTexts.cannotBeHabit(printable(path), error.message), { cause: error });
  }
}

/** What the header says of an adapter. @returns its alpha */
function alphaOf({ keys }: GgufFile, family: string): number {
  const mustBe = (key: string, wanted: string, hint: string): void => {
    const value = keys.get(key);
    if (value !== wanted) throw new FormatError(habitFileTexts.otherKey(key, wanted, shown(value), hint));
  };
  mustBe('general.type', ADAPTER_TYPE, habitFileTexts.isAModel);
  mustBe('adapter.type', ADAPTER_KIND, '');
  mustBe('general.architecture', family, habitFileTexts.ofAnotherArchitecture);
  const triggers = 'adapter.alora.invocation_tokens';
  if (keys.has(triggers)) throw new FormatError(habitFileTexts.onlyBehindTokens(triggers));
  const alpha = keys.get(ALPHA) ?? 0;
  if (typeof alpha !== 'number' || !Number.isFinite(alpha) || Math.abs(alpha) > 1e6)
    throw new FormatError(habitFileTexts.wrongAlpha(ALPHA, shown(alpha)));
  // the shortest decimal number that is stored as this: 0.1 comes back as 0.1
  const short = Number(alpha.toPrecision(7));
  return Math.fround(short) === alpha ? short : alpha;
}

const TENSOR = /^(.+)\.weight\.lora_([ab])$/;

function namesIn({ tensors }: GgufFile, places: ReadonlyMap<string, AdapterPlace>): PieceNames[] {
  const pieces = new Map<string, PieceNames>();
  for (const tensor of tensors.keys()) {
    const [, module = '', which] = TENSOR.exec(tensor) ?? [];
    const place = places.get(module);
    if (!place)
      throw new FormatError(
        habitFileTexts.otherModule(printable(tensor).slice(0, 160), `${[...places.keys()][0]!}.weight`),
      );
    pieces.set(module, {
      module,
      place,
      a: undefined,
      b: undefined,
      ...pieces.get(module),
      [which as 'a' | 'b']: tensor,
    });
  }
  if (pieces.size === 0) throw new FormatError(habitFileTexts.hasNoTensors);
  return [...pieces.values()];
}

/** Rows of queries and keys stand in another order there. */
function inOurOrder({ b, part, rank }: AdapterPiece, { heads, kvHeads }: TransformerSizes): Float32Array {
  return part === 0 || part === 1 ? split(b, part === 0 ? heads : kvHeads, rank) : b;
}
