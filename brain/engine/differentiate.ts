import { aligned } from './parameters.ts';
import { each, type Gradients, type Recording, type Variable } from './recording.ts';
import { describe, root, type Tensor } from './tensor.ts';

/** Set to 0 before the first micro-step of a batch and to 1 before the others: parameters' gradients then add up. */
export const ACCUMULATE = 'accumulate';

/**
 * Appends the backward calls of everything recorded so far. `seeds` pairs each loss tensor with the tensor that holds its
 * gradient (an input: usually 1/rows for every row, 0 for what should not be learnt).
 *
 * The first contribution to a gradient writes it and later ones add, so nothing has to be cleared; a parameter that no loss reaches
 * keeps the zeros that memory begins with.
 * Where gradients are stored as halves, an op writes them as float32 into room that the next op uses again, and from there they are stored.
 * Returns the gradient of every parameter that was reached, by name.
 */
export function differentiate(
  recording: Recording,
  seeds: readonly (readonly [loss: Tensor, gradient: Tensor])[],
): Map<string, Tensor> {
  const gradients = new Map<Tensor, Tensor>();
  for (const [loss, gradient] of seeds) {
    if (loss.size !== gradient.size)
      throw new Error(`differentiate: ${describe(loss)} needs a gradient of its own size, not ${describe(gradient)}`);
    gradients.set(root(loss), gradient);
  }
  const { parameters } = recording;
  const shortening: (() => void)[] = [];
  /** elements of room that the gradients of one op take */
  let taken = 0;
  const wants = (t: Tensor) => t.requiresGrad;
  const rules: Gradients = {
    of(output) {
      const found = gradients.get(root(output));
      if (!found) throw new Error(`differentiate: no gradient reached ${describe(output)}`);
      return found;
    },
    wants,
    into(input) {
      if (!wants(input)) throw new Error(`differentiate: ${describe(input)} takes no gradient; ask wants() first`);
      const owner = root(input);
      const isParameter = owner.role === 'parameter';
      const type = isParameter ? parameters.shortTypes(parameters.get(owner.name)).gradients : 0;
      const found = gradients.get(owner);
      const made = found ?? recording.make(owner.name, type ? halvesOf(owner) : owner.shape, roleFor(owner), false);
      gradients.set(owner, made);
      const flag: number | Variable = found ? 1 : isParameter ? recording.variable(ACCUMULATE) : 0;
      if (!type) return [made, flag];
      const written = recording.make(owner.name, owner.shape, 'room', false);
      written.offset = taken;
      taken += aligned(owner.size);
      shortening.push(() => recording.call('shorten', each(owner.size), [written, made, type, flag, 0, 0]));
      return [written, 0];
    },
  };
  recording.during('backward', () => {
    for (const trace of recording.traces.toReversed()) {
      if (trace.outputs.some((t) => gradients.has(root(t)))) trace.backward(rules);
      for (const shorten of shortening.splice(0)) shorten();
      taken = 0;
    }
  });
  return new Map([...gradients].filter(([t]) => t.role === 'parameter').map(([t, g]) => [t.name, g]));
}

const roleFor = (owner: Tensor) => (owner.role === 'parameter' ? 'gradient' : 'activation');

/** The shape of as many halves as a tensor has numbers, in whole elements. */
const halvesOf = ({ size }: Tensor): readonly number[] => [aligned(size) / 2];
