import { aligned, type Parameter } from '../engine/parameters.ts';
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

/** Room for a chunk of each block that is widened, taken once for all chunks. */
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
  if (size > CHUNK) throw new Error(`${size} numbers were to be widened at once, more than ${CHUNK}`);
  room[kind] ??= r.activation([CHUNK], false, `wide ${kind}`);
  const tensor = r.part(room[kind], 0, size);
  r.call('widen', each(size), [halves, tensor, type]);
  const noise = kind === 'gradients' ? 0 : r.variable(NOISES[kind]);
  return {
    kind,
    tensor,
    keep: () => r.call('shorten', each(size), [tensor, halves, type, 0, noise, first]),
  };
}

/**
 * Calls `record` for `size` numbers of the decayed group from `first` on, chunk by chunk where they must be widened, else once.
 *
 * @param unit chunks are whole multiples of it
 */
export function overChunks(
  r: Recording,
  first: number,
  size: number,
  record: (first: number, size: number) => void,
  unit = SQUARES_BLOCK,
): void {
  const isShort = r.parameters.shortTypes({ group: 'decayed' }).moments > 0;
  const step = isShort ? unit * Math.max(1, Math.floor(CHUNK / unit)) : size;
  for (let at = 0; at < size; at += step) record(first + at, Math.min(step, size - at));
}

/** The whole gradient of a parameter as float32: in place, or in room that is free again behind its last use. */
export function wideGradient(r: Recording, { name, shape, size, group }: Parameter): Tensor {
  const type = r.parameters.shortTypes({ group }).gradients;
  const gradient = r.make(name, type ? [aligned(size) / 2] : shape, 'gradient', false);
  if (!type) return gradient;
  const wide = r.activation(shape, false, 'wide gradient');
  r.call('widen', each(size), [gradient, wide, type]);
  return wide;
}
