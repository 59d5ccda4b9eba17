/** Whether the weights know passages by heart. */
import type { Sizes } from '../../../brain/brains/shapes/shape.ts';
import type { Engine, Tape } from '../../../brain/engine/engine.ts';
import type { WeightSet } from '../../../brain/engine/weight-sets.ts';
import type { TokenExample } from '../../../library/sources/example-pool.ts';
import { undisturbed } from './evaluate.ts';

/** What recites: a program with the inputs and outputs of `Brain.learn`, of a brain of these sizes. */
export interface Reciter {
  readonly engine: Engine;
  readonly learn: Tape;
  readonly sizes: Sizes;
  /** tokens before a chunk that the brain must be shown again */
  readonly overlap: number;
}

/**
 * What each learnt token of each passage costs the weights of a set, each passage read from empty memories as in a chat that has just begun.
 *
 * @param end the id that fills what is left of a chunk
 * @param between called before every kernel call; it may throw, and then all is as it was
 * @returns of each passage the nats of its learnt tokens, in their order
 */
export function recite(
  { engine, learn, sizes, overlap }: Reciter,
  end: number,
  passages: readonly Pick<TokenExample, 'ids' | 'learn'>[],
  set: WeightSet,
  between?: () => void,
): Float32Array[] {
  const { batch, contextLength } = sizes;
  const [ids, targets] = ['ids', 'targets'].map((name) => engine.input(learn, name));
  const nats = passages.map(() => [] as number[]);
  undisturbed(engine, learn, () => {
    for (let first = 0; first < passages.length; first += batch) {
      const row = passages.slice(first, first + batch);
      for (const { data } of engine.statesOf('streams')) data.fill(0);
      const longest = Math.max(...row.map((passage) => passage.ids.length)) - 1;
      for (let from = 0; from < longest; from += contextLength) {
        for (let b = 0; b < batch; b++) {
          const passage = row[b]?.ids ?? [];
          const at = (i: number) => (i >= 0 && i < passage.length ? passage[i] : end);
          for (let t = -overlap; t < contextLength; t++)
            ids[b * (overlap + contextLength) + overlap + t] = at(from + t);
          for (let t = 0; t < contextLength; t++) targets[b * contextLength + t] = at(from + t + 1);
        }
        engine.run(learn, 'forward', between, set);
        engine.run(learn, 'commit', between, set);
        const losses = engine.output(learn, 'losses');
        row.forEach((passage, b) => {
          for (let t = 0; t < contextLength && from + t + 1 < passage.ids.length; t++)
            if (passage.learn[from + t + 1]) nats[first + b].push(losses[b * contextLength + t]);
        });
      }
    }
  });
  return nats.map((all) => Float32Array.from(all));
}
