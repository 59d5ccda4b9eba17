import type { Group, Parameters } from './parameters.ts';
import { planActivations } from './plan.ts';
import { type Block, type Recording, spaceOf } from './recording.ts';
import type { Tensor } from './tensor.ts';
import { LEARNING, type Room, SIBLINGS, type WeightSet } from './weight-sets.ts';

const FIRST_ADDRESS = 16; // address 0 means "none"

/** Elements of one set of weights that are stored for those that speak, and of the copies that products of learning read. */
export interface ShorterSizes {
  readonly stored: number;
  readonly copies: number;
}

/** Where what begins in the one memory of all tapes, in elements. */
export interface MemoryLayout {
  readonly blocks: Readonly<Record<Block, number>>;
  /** where each set of weights begins; 0 where there is no room for it */
  readonly sets: readonly number[];
  /** the owner whose states are there once for each set that has a mind of its own, and how far apart these lie */
  readonly speaker: string | undefined;
  readonly mindSize: number;
  /** where each set of stored weights begins, by `storedSlotOf` */
  readonly stored: readonly number[];
  /** where the copies of weights begin that products of learning read */
  readonly copies: number;
  readonly scratchAt: number;
  readonly total: number;
}

export const NO_LAYOUT: MemoryLayout = {
  blocks: { weights: 0, average: 0, gradients: 0, firstMoments: 0, secondMoments: 0 },
  sets: [],
  speaker: undefined,
  mindSize: 0,
  stored: [],
  copies: 0,
  scratchAt: 0,
  total: 0,
};

/** An element of a block; below 0 where there is none. */
const placeIn = (block: number, offset: number): number => (offset < 0 ? -1 : block + offset);

/** Whether there is room for a set of weights. */
export const hasSet = ({ sets }: MemoryLayout, set: WeightSet): boolean => (sets[set] ?? 0) > 0;

/** How far behind the weights that learn those of a set lie. */
export const shiftOfSet = ({ sets }: MemoryLayout, set: WeightSet): number => sets[set] - sets[LEARNING];

/** How far behind the speaker's first mind the one of a set lies. */
export const shiftOfMind = ({ mindSize }: MemoryLayout, set: WeightSet): number =>
  set < SIBLINGS ? 0 : (set - SIBLINGS + 1) * mindSize;

/**
 * Gives every tensor of some recordings its address.
 *
 * @param recordings each with its owner, whose states it shares
 * @param states all states, by `owner/name`
 */
export function layOutMemory(
  parameters: Parameters,
  recordings: readonly (readonly [recording: Recording, owner: string])[],
  states: ReadonlyMap<string, Tensor>,
  { learning, scratch, threads, average = false, adapters = false, siblings = 0, speaker }: Room,
  { stored: storedSize, copies: copiesSize }: ShorterSizes = { stored: 0, copies: 0 },
): MemoryLayout {
  let next = FIRST_ADDRESS;
  const take = (size: number): number => {
    const at = next;
    next += size;
    return at;
  };
  const groups = parameters.layOut();
  const learntGroups = parameters.layOutLearnt();
  const learnt = learntGroups.decayed.size + learntGroups.plain.size;
  const all = groups.decayed.size + groups.plain.size + groups.frozen.size;
  const blocks = {
    weights: take(all),
    average: average ? take(all) : 0,
    gradients: learning ? take(learnt) : 0,
    firstMoments: learning ? take(learnt) : 0,
    secondMoments: learning ? take(learnt) : 0,
  };
  const adapted = [0, 0].map(() => (adapters ? take(all) : 0));
  const sets = [blocks.weights, blocks.average, ...adapted, ...Array.from({ length: siblings }, () => take(all))];
  const stored = storedSize > 0 ? Array.from({ length: siblings + 1 }, () => take(storedSize)) : [];
  const copies = copiesSize > 0 ? take(copiesSize) : 0;
  // states of one speaker lie together, and behind them the same for each sibling
  const isSpeakers = (key: string) => speaker !== undefined && key.startsWith(`${speaker}/`);
  const first = take(0);
  for (const [key, state] of states) if (isSpeakers(key)) state.address = take(spaceOf(state));
  const mindSize = take(0) - first;
  take(siblings * mindSize);
  for (const [key, state] of states) if (!isSpeakers(key)) state.address = take(spaceOf(state));

  // tapes of the optimizer run one after the other, and leave nothing to one another in activations
  const isOptimizers = ([, owner]: (typeof recordings)[number]) => owner === 'optimizer';
  const sizes = recordings.map(([recording]) => planActivations(recording));
  const most = Math.max(0, ...sizes.filter((_, i) => isOptimizers(recordings[i])));
  // rooms lie among the activations of their own tape, or where the optimizer calculates later: wherever that takes less
  const places = recordings.map(([recording], i) => {
    const rooms = recording.tensors.filter(({ role }) => role === 'room');
    if (rooms.length === 0) return { size: sizes[i], shares: 0 };
    const end = Math.max(...rooms.map((room) => room.offset + spaceOf(room)));
    const size = planActivations(recording, ['activation', 'room']);
    if (size - sizes[i] <= Math.max(0, end - most)) return { size, shares: 0 };
    planActivations(recording);
    return { size: sizes[i], shares: end };
  });
  const shared = take(Math.max(most, ...places.map(({ shares }) => shares)));
  for (const [i, [recording, owner]] of recordings.entries()) {
    const { size, shares } = places[i];
    const base = isOptimizers(recordings[i]) ? shared : take(size);
    for (const t of recording.tensors) {
      if (t.base) continue;
      if (t.role === 'parameter') t.address = placeIn(blocks.weights, parameters.get(t.name).offset);
      else if (t.role === 'gradient')
        t.address = blocks.gradients + parameters.placeOfLearnt(parameters.get(t.name)).offset;
      else if (t.role === 'block') {
        const [kind, group] = t.name.split('.') as [Block, Group];
        const isWhole = kind === 'weights' || kind === 'average' || group === 'frozen';
        t.address = blocks[kind] + (isWhole ? groups : learntGroups)[group as 'plain'].offset;
      } else if (t.role === 'input') t.address = take(spaceOf(t));
      else if (t.role === 'room' && shares > 0) t.address = shared + t.offset;
      else if ((t.role === 'activation' || t.role === 'room') && t.address >= 0) t.address += base;
    }
    for (const [name, state] of recording.states) state.address = (states.get(`${owner}/${name}`) as Tensor).address;
  }
  const scratchAt = take(scratch * threads);
  return { blocks, sets, speaker, mindSize, stored, copies, scratchAt, total: next };
}

/** Elements of memory by what they are for; sums to the total of the layout. `parameters`: of all sets of weights. */
export function needsOf(
  { sets, stored, blocks, total }: MemoryLayout,
  parameters: Parameters,
  sizes: ShorterSizes,
): { parameters: number; learning: number; rest: number } {
  const { decayed, plain, frozen } = parameters.layOut();
  const learnt = parameters.layOutLearnt();
  const one = decayed.size + plain.size + frozen.size;
  const weights = sets.filter((at) => at > 0).length * one + stored.length * sizes.stored;
  const learning = blocks.gradients ? 3 * (learnt.decayed.size + learnt.plain.size) + sizes.copies : 0;
  return { parameters: weights, learning, rest: total - weights - learning };
}
