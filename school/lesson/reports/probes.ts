import { kindOf } from '../../../brain/brains/index.ts';
import type { Numbers } from '../../../brain/kernels/contract.ts';
import type { Tokenizer } from '../../../library/tokenizer/index.ts';
import type { Guesses, Probes } from '../../api/messages.ts';
import type { Model } from '../../training/model.ts';

/** Guesses that are shown at once, and tokens before them. */
const SHOWN = 16;
/** Tokens in the table of those it guesses most. */
const TOP = 24;
/** What is left of a guess in that table after each look: "these days" are about ten looks. */
const FADE = 0.9;

/** Reads the model while it learns: its guesses, and the figures of each organ. Changes nothing. */
export class ProbeReader {
  private readonly model: Model;
  private readonly tokenizer: Tokenizer;
  private readonly counts: Float64Array;

  constructor(model: Model, tokenizer: Tokenizer) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.counts = new Float64Array(model.sizes.vocabulary);
  }

  /** Counts the guesses of the step that was just taken. */
  count(): void {
    for (const id of this.model.engine.output(this.model.learn, 'best')) this.counts[id]++;
  }

  /** Ids that the first stream read last. */
  lately(): ArrayLike<number> {
    const { engine, learn, sizes, overlap } = this.model;
    return engine.input(learn, 'ids').subarray(overlap, overlap + sizes.contextLength);
  }

  /** The end of what the first stream just read, with what was guessed there. */
  guesses(step: number, file: string): Guesses {
    const { engine, learn, sizes, overlap } = this.model;
    const { contextLength } = sizes;
    const ids = engine.input(learn, 'ids').subarray(0, overlap + contextLength);
    const [targets, best] = [engine.input(learn, 'targets'), engine.output(learn, 'best')];
    const first = contextLength - Math.min(SHOWN, Math.ceil(contextLength / 2));
    const text = (of: ArrayLike<number>) => this.tokenizer.decode(of);
    return {
      step,
      file,
      prompt: text(ids.subarray(Math.max(0, overlap + first + 1 - SHOWN), overlap + first + 1)),
      guesses: Array.from({ length: contextLength - first }, (_, i) => {
        const [guess, truth] = [best[first + i], targets[first + i]];
        return { guess: text([guess]), truth: text([truth]), exact: guess === truth };
      }),
    };
  }

  /** Everything about every organ, and more of the kind. Reads all weights and gradients once: a second for the largest of minds. */
  probes(step: number, more: Readonly<Record<string, number>> = {}): Probes {
    const { values, maps } = this.look();
    return { step, values: { ...values, ...this.norms(), ...more }, maps, topTokens: this.topTokens() };
  }

  /** The numbers of `probes` alone. */
  inside(): Readonly<Record<string, number>> {
    return { ...this.look().values, ...this.norms() };
  }

  private look(): Pick<Probes, 'values' | 'maps'> {
    const { engine, learn, brain, sizes } = this.model;
    const at = {
      parameter: (name: string) => engine.ofParameter(name),
      output: (name: string) => engine.output(learn, name),
    };
    return kindOf(brain).look(at, sizes);
  }

  private norms(): Record<string, number> {
    const { engine } = this.model;
    const norms: Record<string, number> = {};
    for (const { name, group } of engine.parameters.all.values()) {
      norms[`norm.${name}`] = length(engine.ofParameter(name));
      if (group !== 'frozen') norms[`gradient.${name}`] = length(engine.copyOfParameter(name, 'gradients'));
    }
    return norms;
  }

  private topTokens(): Probes['topTokens'] {
    const total = this.counts.reduce((sum, count) => sum + count, 0);
    const top = Array.from(this.counts, (count, id) => ({ id, count }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count)
      .slice(0, TOP);
    for (let id = 0; id < this.counts.length; id++) this.counts[id] *= FADE;
    return top.map(({ id, count }) => ({ text: this.tokenizer.decode([id]), share: count / total }));
  }
}

/** The Euclidean length of a vector. */
function length(values: Numbers): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return Math.sqrt(sum);
}
