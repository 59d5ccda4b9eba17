import type { NamedTensor, OpenedSoul } from '../../soul/keeper.ts';

/**
 * Fills the memories of streams from a soul that may have had more or fewer of them: those of new streams are empty.
 *
 * @param targets one tensor for each memory, of which the first axis is the streams
 * @param before streams of the soul
 * @param file that holds them
 */
export function readStreamMemories(
  soul: Pick<OpenedSoul, 'readTensors'>,
  targets: readonly NamedTensor[],
  before: number,
  now: number,
  file = 'memories',
): void {
  if (before === now) return soul.readTensors(file, targets);
  const old = targets.map(({ name, shape, data }) => ({
    name,
    shape: [before, ...shape.slice(1)],
    data: new Float32Array((data.length / now) * before),
  }));
  soul.readTensors(file, old);
  for (const [i, { data }] of targets.entries()) {
    data.fill(0);
    data.set(old[i].data.subarray(0, data.length));
  }
}
