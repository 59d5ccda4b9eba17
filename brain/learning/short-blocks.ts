import { type Block, each, type Recording } from '../engine/recording.ts';
import type { Tensor } from '../engine/tensor.ts';
import { SQUARES_BLOCK } from './muon.ts';

/** Numbers that are widened at once: what a cache holds, and whole blocks of squares. */
export const CHUNK = 8 * SQUARES_BLOCK;

/** How roundings of moments draw their chance, one number for each kind of them. */
export const NOISES = { firstMoments: 'noiseOfFirst', secondMoments: 'noiseOfSecond' } as const;

type Kind = Exclude<Block, 'weights' | 'average'>;

/** Some numbers of a block as float32: in place, or in room where halves are widened. */
export interface Wide {
  readonly kind: Kind;
  readonly tensor: Tensor;
  /** stores what was changed there, where it is not in place */
  keep(): void;
}

/** Room for the numbers of each block that are widened, taken once for all chunks. */
export type WideRoom = Partial<Record<Kind, Tensor>>;

/**
 * `size` numbers of the decayed group of a block from `first` on, as float32. Gradients are rounded to nearest, moments by chance: what a
 * decay near 1 changes is less than half of what bf16 tells apart, and would be lost for ever.
 */
export function widened(r: Recording, kind: Kind, first: number, size: number, room: WideRoom): Wide {
  const { gradients, moments } = r.parameters.shortTypes({ group: 'decayed' });
  const type = kind === 'gradients' ? gradients : moments;
  const block = r.block(kind, 'decayed');
  if (!type) return { kind, tensor: r.part(block, first, size), keep: () => {} };
  const halves = r.part(block, first / 2, Math.ceil(size / 2));
  room[kind] ??= r.activation([Math.max(CHUNK, size)], false, `wide ${kind}`);
  const tensor = r.part(room[kind], 0, size);
  r.call('widen', each(size), [halves, tensor, type]);
  const noise = kind === 'gradients' ? 0 : r.variable(NOISES[kind]);
  return {
    kind,
    tensor,
    keep: () => r.call('shorten', each(size), [tensor, halves, type, 0, noise, first]),
  };
}

/** Calls `record` for the decayed group, chunk by chunk where its numbers must be widened, else once. */
export function overChunks(r: Recording, record: (first: number, size: number, room: WideRoom) => void): void {
  const { size } = r.block('weights', 'decayed');
  const isShort = r.parameters.shortTypes({ group: 'decayed' }).moments > 0;
  const room: WideRoom = {};
  const step = isShort ? CHUNK : size;
  for (let first = 0; first < size; first += step) record(first, Math.min(step, size - first), room);
}
