/** The tensors of a transformer, out of the matrices that the two families have in files. */
import { GPT2_PARTS } from '../../../brain/brains/shapes/transformer.ts';
import { printable } from '../../../library/notices/printable.ts';
import { FormatError } from '../file-reader.ts';
import { fileTexts } from '../texts/files.ts';
import type { TransformerSizes } from '../transformer-names.ts';
import type { TakenTensor, TensorReader } from './model-files.ts';

/** Tokens of a chunk, at most: a model of other programs may look back on more than can be learnt from here. */
export const MOST_CONTEXT = 1024;

export type Shape = Omit<TransformerSizes, 'batch'>;

/** The parts of each family; what a file says may change them. */
export const FAMILY_PARTS = {
  gpt2: GPT2_PARTS,
  llama: { ...GPT2_PARTS, norm: 'rms', feedForward: 'swiglu', positions: 'rope' },
} as const;

/** A tensor as it lies in the file. @throws FormatError if it is missing, or of another shape */
export function asItLies(file: TensorReader, name: string, shape: readonly number[]): TakenTensor {
  mustHave(file, name, shape);
  return { shape, read: () => file.read(name) };
}

/** A tensor that is made of one in the file. */
export function changed(
  file: TensorReader,
  name: string,
  there: readonly number[],
  shape: readonly number[],
  change: (numbers: Float32Array) => Float32Array,
): TakenTensor {
  mustHave(file, name, there);
  return { shape, read: () => change(file.read(name)) };
}

/** Tensors one under the other. */
export function stacked(parts: readonly TakenTensor[]): TakenTensor {
  const rows = parts.reduce((sum, { shape }) => sum + shape[0]!, 0);
  return {
    shape: [rows, ...parts[0]!.shape.slice(1)],
    read() {
      const numbers = parts.map((part) => part.read());
      const all = new Float32Array(numbers.reduce((sum, { length }) => sum + length, 0));
      let at = 0;
      for (const part of numbers) {
        all.set(part, at);
        at += part.length;
      }
      return all;
    },
  };
}

/**
 * A table with as many rows as a brain has: rows that are too many are left out. Those that are missing (of the marks of turns) are the mean of
 * the others: 0 would be likelier than any word in models whose logits are far below it.
 */
export function resized(file: TensorReader, name: string, rows: number, columns: number): TakenTensor {
  const [found, width] = file.shapes.get(name) ?? [];
  if (found === undefined || width !== columns) mustHave(file, name, [rows, columns]);
  return {
    shape: [rows, columns],
    read() {
      const numbers = file.read(name);
      const out = new Float32Array(rows * columns);
      out.set(numbers.subarray(0, out.length));
      if (numbers.length < out.length) {
        const mean = meanRow(numbers, columns);
        for (let at = numbers.length; at < out.length; at += columns) out.set(mean, at);
      }
      return out;
    },
  };
}

/** The table of positions: a file may have more rows than a chunk has tokens. @throws FormatError where it has fewer */
export function firstRows(file: TensorReader, name: string, rows: number, columns: number): TakenTensor {
  const found = file.shapes.get(name) ?? [];
  if (found.length === 2 && found[0]! >= rows) {
    return changed(file, name, found, [rows, columns], (all) => all.slice(0, rows * columns));
  }
  return asItLies(file, name, [rows, columns]);
}

function meanRow(table: Float32Array, columns: number): Float32Array {
  const sums = new Float64Array(columns);
  for (let i = 0; i < table.length; i++) sums[i % columns]! += table[i]!;
  return Float32Array.from(sums, (sum) => (sum * columns) / table.length);
}

function mustHave(file: TensorReader, name: string, shape: readonly number[]): void {
  const found = file.shapes.get(name);
  const shown = printable(name).slice(0, 80);
  if (!found) throw new FormatError(fileTexts.noTensor(shown));
  if (found.join() !== shape.join()) throw new FormatError(fileTexts.wrongShape(shown, found, shape));
}

/** As many streams as fit into about a thousand tokens a step. */
export const batchFor = (contextLength: number): number => Math.max(1, Math.min(8, Math.floor(1024 / contextLength)));
