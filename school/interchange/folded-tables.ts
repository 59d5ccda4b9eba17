/**
 * The tables of a transformer for programs that know no colour. A brain adds A·colour at every position, the same for all, so it is added to a
 * table: to that of positions, or, where a brain has none, to that of tokens, which then no longer speaks.
 */

import type { ModelSource } from './source.ts';
import type { Family, TransformerSizes } from './transformer-names.ts';

export interface FoldedTables {
  /** (V,C): what is read */
  tokens(): Float32Array;
  /** (rows,C): of a brain of GPT-2's family; rows beyond the last position repeat it */
  positions(rows: number): Float32Array;
  /** (V,C): what speaks, where it is not the table that is read */
  readonly output: (() => Float32Array) | undefined;
}

export function foldedTables(source: ModelSource, family: Family): FoldedTables {
  const { channels, contextLength, positions, tied } = source.sizes as TransformerSizes;
  const felt = colourVector(source, channels);
  const isSinusoidal = positions === 'sinusoidal';
  const isChanged = isSinusoidal || (family === 'llama' && felt.some((part) => part !== 0));
  return {
    tokens() {
      const table = source.read('tokens');
      const scale = isSinusoidal ? Math.fround(Math.sqrt(channels)) : 1;
      const added = family === 'llama' ? felt : undefined;
      if (isChanged) for (let i = 0; i < table.length; i++) table[i] = table[i]! * scale + (added?.[i % channels] ?? 0);
      return table;
    },
    positions(rows) {
      const table = isSinusoidal
        ? sinusoids(contextLength, channels)
        : source.shapes.has('places')
          ? source.read('places')
          : undefined;
      const out = new Float32Array(rows * channels);
      for (let t = 0; t < rows; t++) {
        const from = Math.min(t, contextLength - 1) * channels;
        for (let i = 0; i < channels; i++) out[t * channels + i] = (table?.[from + i] ?? 0) + felt[i]!;
      }
      return out;
    },
    output: !tied ? () => source.read('output') : isChanged ? () => source.read('tokens') : undefined,
  };
}

/** A·colour. */
function colourVector({ read, colour }: ModelSource, channels: number): Float32Array {
  const weights = read('embed.colour');
  return Float32Array.from({ length: channels }, (_, i) =>
    colour.reduce((sum, part, c) => sum + part * weights[3 * i + c]!, 0),
  );
}

/** As brain/brains/transformer-tables.ts has them. */
function sinusoids(time: number, channels: number): Float32Array {
  return Float32Array.from({ length: time * channels }, (_, n) => {
    const c = n % channels;
    const angle = Math.floor(n / channels) / 10_000 ** ((c - (c % 2)) / channels);
    return c % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}
