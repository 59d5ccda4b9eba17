import { type Call, type Recording, spaceOf } from './recording.ts';
import { type Role, root, type Tensor } from './tensor.ts';

/** An activation's first and last call, and where it was put. */
interface Life {
  readonly tensor: Tensor;
  readonly first: number;
  readonly last: number;
}

/** Every call of a recording, in the order of a run. */
export const callsOf = (recording: Recording): Call[] => [
  ...recording.calls.forward,
  ...recording.calls.backward,
  ...recording.calls.commit,
];

/**
 * Lays the activations of a recording out by lifetime: two share memory when no call needs both.
 * Sets each activation's address relative to 0 and returns how many elements all of them take.
 *
 * @param roles of tensors that are laid out
 *
 * Greedy by size: the largest is placed first, each at the lowest place that is free during its whole life.
 */
export function planActivations(recording: Recording, roles: readonly Role[] = ['activation']): number {
  const lives = livesOf(recording, roles).sort((a, b) => b.tensor.size - a.tensor.size);
  const placed: Life[] = [];
  let total = 0;
  for (const life of lives) {
    const neighbours = placed
      .filter((other) => other.first <= life.last && life.first <= other.last)
      .sort((a, b) => a.tensor.address - b.tensor.address);
    const need = spaceOf(life.tensor);
    let address = 0;
    for (const { tensor } of neighbours) {
      if (tensor.address - address >= need) break;
      address = Math.max(address, tensor.address + spaceOf(tensor));
    }
    life.tensor.address = address;
    total = Math.max(total, address + need);
    placed.push(life);
  }
  return total;
}

function livesOf(recording: Recording, roles: readonly Role[]): Life[] {
  const lives = new Map<Tensor, { first: number; last: number }>();
  const calls = callsOf(recording);
  calls.forEach((call, index) => {
    for (const argument of call.args) {
      if (typeof argument !== 'object' || !('recording' in argument)) continue;
      const tensor = root(argument);
      if (!roles.includes(tensor.role)) continue;
      const life = lives.get(tensor) ?? { first: index, last: index };
      life.last = tensor.pinned ? calls.length : index;
      lives.set(tensor, life);
    }
  });
  return [...lives].map(([tensor, life]) => ({ tensor, ...life }));
}
