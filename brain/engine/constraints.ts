import { each, overRows, type Recording } from './recording.ts';
import type { TapeBuilder } from './tape.ts';

/** Keeps every parameter within its bounds, and its rows within their lengths. */
export function recordConstraints(r: Recording): TapeBuilder {
  for (const { name, shape, size, bounds, rowNorms } of r.parameters.all.values()) {
    const weights = r.make(name, shape, 'parameter', false);
    if (bounds) r.call('clamp', each(size), [weights, ...bounds, weights]);
    if (rowNorms) r.call('projectRows', overRows(shape[0], shape[1]), [weights, shape[1], ...rowNorms]);
  }
  return { outputs: {} };
}
