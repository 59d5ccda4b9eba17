/** Where the linear maps of other programs lie in the matrices of a transformer here, for adapters of these programs. */
import {
  type Family,
  LAYERS,
  QUERIES_KEYS_VALUES,
  rowsOfAttention,
  type TransformerSizes,
} from './transformer-names.ts';

/** Some rows of a matrix here, which are a linear map of its own there. */
export interface AdapterPlace {
  /** the name of our parameter */
  readonly own: string;
  /** its first row here, how many rows it has, and its columns */
  readonly from: number;
  readonly rows: number;
  readonly cols: number;
  /** the part of `QUERIES_KEYS_VALUES` that it is; left out: a whole matrix */
  readonly part?: number;
}

/** The names of a linear map in both kinds of files. */
type Names = Readonly<Record<'gguf' | 'huggingFace', string>>;

/** @param nameOf what a linear map of a block is called there */
export function adapterPlaces(
  family: Family,
  sizes: TransformerSizes,
  nameOf: (block: number, names: Names) => string,
): Map<string, AdapterPlace> {
  const { channels, blocks, feedForwardWidth: wide } = sizes;
  const parts = rowsOfAttention(sizes);
  const shapes: Readonly<Record<string, readonly [rows: number, cols: number]>> = {
    'attention.in': [parts.reduce((a, b) => a + b), channels],
    'attention.out': [channels, channels],
    'neurons.gate': [wide, channels],
    'neurons.in': [wide, channels],
    'neurons.out': [channels, wide],
  };
  const places = new Map<string, AdapterPlace>();
  for (let l = 0; l < blocks; l++) {
    for (const { own, ...names } of LAYERS[family]) {
      const [rows, cols] = shapes[own] ?? [];
      if (rows === undefined || cols === undefined) continue;
      places.set(nameOf(l, names), { own: `block${l}.${own}.weight`, from: 0, rows, cols });
    }
    if (family !== 'llama') continue;
    let from = 0;
    for (const [part, names] of QUERIES_KEYS_VALUES.entries()) {
      const rows = parts[part]!;
      places.set(nameOf(l, names), { own: `block${l}.attention.in.weight`, from, rows, cols: channels, part });
      from += rows;
    }
  }
  return places;
}
