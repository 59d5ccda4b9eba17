import type { Sizes } from '../../../brain/brains/shapes/shape.ts';
import type { Engine, Tape } from '../../../brain/engine/engine.ts';
import { LEARNING, type WeightSet } from '../../../brain/engine/weight-sets.ts';
import { asInExams } from '../regularisation.ts';

export interface Passage {
  readonly ids: ArrayLike<number>;
  /** UTF-8 bytes of the text behind the ids that are marked */
  readonly bytes: number;
  /** Shape (ids): 1 where a token counts, 0 where it is only read; absent: all count */
  readonly marked?: Uint8Array;
  /** the same as it was before the vocabulary grew, by which it is named */
  readonly base?: Passage;
}

/** What an exam read, token by token. */
export interface Marks {
  /** sum over all examined tokens */
  readonly nats: number;
  readonly tokens: number;
  readonly bytes: number;
  readonly exact: number;
  /** all passages with the end of a text before each, and 1 where a token counts. Shape of both: (tokens) */
  readonly text: Int32Array;
  readonly marked: Uint8Array;
  /** nats of each token that counts, in the order of the text: two exams of the same passages can be compared token by token */
  readonly losses: Float32Array;
}

/** Tokens that every stream reads without being marked, so that no part of a text is met with empty memories. */
const WARM_UP = 64;

/** Bits per byte: nats of all tokens, in bits, over the bytes of the text. Comparable between tokenizers. */
export const bitsPerByte = (marks: Pick<Marks, 'nats' | 'bytes'>): number => marks.nats / Math.LN2 / marks.bytes;

/**
 * Examines a brain on texts it must not learn. All of them, one after the other, are cut into B even parts, and every stream
 * reads one part, beginning a little before it. `learn` is any program with the inputs and outputs of `Brain.learn`; only its forward
 * and commit sections run, by the weights of `set`, and the streams' states and inputs are put back afterwards, so learning goes on as if nothing had been, and
 * what was read last is no part of an exam.
 *
 * @param end the id that ends a text
 */
export function exam(
  engine: Engine,
  learn: Tape,
  sizes: Sizes,
  overlap: number,
  end: number,
  passages: readonly Passage[],
  between?: () => void,
  set: WeightSet = LEARNING,
): Marks {
  const { batch, contextLength } = sizes;
  const { text, marked } = inOneRow(passages, end);
  const bytes = passages.reduce((sum, passage) => sum + passage.bytes, 0);
  const part = Math.ceil((text.length - 1) / batch);
  const [ids, targets] = ['ids', 'targets'].map((name) => engine.input(learn, name));
  const at = (i: number) => (i >= 0 && i < text.length ? text[i] : end);
  let nats = 0;
  let tokens = 0;
  let exact = 0;
  const all = new Float32Array(text.length);
  undisturbed(engine, learn, () => {
    for (let from = -WARM_UP; from < part; from += contextLength) {
      for (let b = 0; b < batch; b++) {
        const start = b * part + from;
        for (let t = -overlap; t < contextLength; t++) ids[b * (overlap + contextLength) + overlap + t] = at(start + t);
        for (let t = 0; t < contextLength; t++) targets[b * contextLength + t] = at(start + t + 1);
      }
      engine.run(learn, 'forward', between, set);
      engine.run(learn, 'commit', between, set);
      const losses = engine.output(learn, 'losses');
      const best = engine.output(learn, 'best');
      for (let b = 0; b < batch; b++) {
        for (let t = 0; t < contextLength; t++) {
          const target = b * part + from + t + 1;
          if (from + t < 0 || from + t >= part || target >= text.length || !marked[target]) continue;
          nats += losses[b * contextLength + t];
          all[target] = losses[b * contextLength + t];
          tokens++;
          if (best[b * contextLength + t] === text[target]) exact++;
        }
      }
    }
  });
  return { nats, tokens, bytes, exact, text, marked, losses: all.filter((_, i) => marked[i] === 1) };
}

/** The colour in which exams are written. */
const NEUTRAL = 0.5;

/**
 * Examines from empty memories, in a neutral colour and without dropout; then all is as it was, also where `work` is broken off.
 * @param learn any program with the inputs of `Brain.learn`
 */
export function undisturbed(engine: Engine, learn: Tape, work: () => void): void {
  const states = engine.statesOf('streams');
  const saved = states.map(({ data }) => data.slice());
  const [colour, ids, targets] = ['colour', 'ids', 'targets'].map((name) => engine.input(learn, name));
  const inputs = [colour, ids, targets].map((input) => ({ input, before: input.slice() }));
  for (const { data } of states) data.fill(0);
  colour.fill(NEUTRAL);
  // no dropout in an exam; training sets these rates before every step
  asInExams(engine);
  try {
    work();
  } finally {
    states.forEach(({ data }, i) => data.set(saved[i]));
    for (const { input, before } of inputs) input.set(before);
  }
}

/** end, first text, end, second text, … with a mark on every token of a text that counts. */
function inOneRow(passages: readonly Passage[], end: number): { text: Int32Array; marked: Uint8Array } {
  const length = passages.reduce((sum, { ids }) => sum + ids.length + 1, 0);
  const text = new Int32Array(length);
  const marked = new Uint8Array(length);
  let at = 0;
  for (const { ids, marked: counts } of passages) {
    text[at++] = end;
    for (let i = 0; i < ids.length; i++) {
      text[at] = ids[i];
      marked[at++] = counts ? counts[i] : 1;
    }
  }
  return { text, marked };
}
