import type { Recording, Section } from './recording.ts';
import { addressOf, type Tensor } from './tensor.ts';

/** A recording that was given memory. */
export interface Tape {
  readonly name: string;
  readonly recording: Recording;
  /** what the executor made of its calls, by the set of weights that they read: made when a set is first run */
  readonly prepared: Record<Section, unknown>[];
  /** by name; written and read through the engine */
  readonly inputs: ReadonlyMap<string, Tensor>;
  readonly outputs: Readonly<Record<string, Tensor>>;
}

/** What must be recorded: a plain function of tensors that names its outputs and, to learn, its losses with their gradients' inputs. */
export interface TapeBuilder {
  readonly outputs: Readonly<Record<string, Tensor>>;
  readonly losses?: readonly (readonly [loss: Tensor, gradient: Tensor])[];
}

/** @throws Error where a tape has no such input */
export function inputOf(tape: Tape, name: string): Tensor {
  const t = tape.inputs.get(name);
  if (!t) throw new Error(`${tape.name} has no input ${name}; it has ${[...tape.inputs.keys()].join(', ')}`);
  return t;
}

/** @throws Error where a tape has no such output */
export function outputOf(tape: Tape, name: string): Tensor {
  const t = tape.outputs[name];
  if (!t) throw new Error(`${tape.name} has no output ${name}; it has ${Object.keys(tape.outputs).join(', ')}`);
  return t;
}

/** Where a tensor begins. @throws Error where it has no memory */
export function placeOf(t: Tensor): number {
  const at = addressOf(t);
  if (at < 0) throw new Error(`${t.name} has no memory: it is used by no call, or memory was not laid out`);
  return at;
}
