import type { Engine, Tape } from '../engine/engine.ts';
import type { Parameter } from '../engine/parameters.ts';
import type { Recording } from '../engine/recording.ts';
import type { Tensor } from '../engine/tensor.ts';
import { ADAPTED, type WeightSet } from '../engine/weight-sets.ts';
import { addLowRank, addToA, addToB } from '../ops/low-rank.ts';
import type { Adapter, LowRankChange } from './adapter.ts';
import { wideGradient } from './short-blocks.ts';

/** Ranks that the tapes take at once; an adapter of more of them is taken in pieces. */
const PIECE = 8;

/**
 * Adds adapters to a copy of a set of weights, and turns the gradient of the weights into that of an adapter: from W' = W + s·B·A follow
 * dB = s·dW'·Aᵀ and dA = s·Bᵀ·dW'. The tapes of a brain run by such a set as by any other, so every kind of brain can have adapters, a
 * token costs the same with and without them, and without them everything is the same bit for bit.
 */
export class AdapterTapes {
  private readonly engine: Engine;
  private readonly matrices: readonly Parameter[];
  private readonly adding: Tape;
  private readonly gradients: Tape;

  /** Records its tapes; call it after every other tape was recorded. Needs room (`Room.adapters`). */
  constructor(engine: Engine, matrices: readonly Parameter[]) {
    this.engine = engine;
    this.matrices = matrices;
    this.adding = engine.record('adapt', 'adapters', (r) => {
      for (const { name, shape } of matrices)
        addLowRank(r.make(name, shape, 'parameter', false), ...piecesOf(r, name, shape));
      return { outputs: {} };
    });
    this.gradients = engine.record('adapterGradients', 'adapters', (r) => {
      const outputs: Record<string, Tensor> = {};
      for (const matrix of matrices) {
        const { name, shape } = matrix;
        const [rows, cols] = shape;
        const dw = wideGradient(r, matrix);
        const [b, a] = piecesOf(r, name, shape);
        const db = (outputs[`${name}.b`] = r.activation([rows, PIECE], false, 'gradient of b'));
        const da = (outputs[`${name}.a`] = r.activation([PIECE, cols], false, 'gradient of a'));
        addToB(dw, a, db, 0);
        addToA(dw, b, da, 0);
      }
      return { outputs };
    });
  }

  /** Fills `target` with the weights of `base` and all that the adapters change of them. */
  compose(base: WeightSet, target: WeightSet, adapters: readonly Adapter[]): void {
    const { engine } = this;
    engine.weightsOf(target).set(engine.weightsOf(base));
    for (const adapter of adapters)
      for (const piece of piecesIn(adapter)) {
        this.write(this.adding, piece);
        // the tape writes the weights of the set that it is run with
        engine.run(this.adding, 'forward', undefined, target);
      }
    engine.outdate(target);
  }

  /** From the gradients of the weights, as the last way back left them, those of an adapter. */
  differentiate(adapter: Adapter, gradients: Adapter): void {
    const { engine } = this;
    const scale = adapter.alpha / adapter.rank;
    for (const piece of piecesIn(adapter)) {
      this.write(this.gradients, piece);
      engine.run(this.gradients, 'forward');
      for (const [name, { rows, cols, a, b }] of gradients.changes) {
        const da = engine.output(this.gradients, `${name}.a`);
        const db = engine.output(this.gradients, `${name}.b`);
        for (let r = 0; r < piece.ranks; r++) {
          a.set(da.subarray(r * cols, (r + 1) * cols) as Float32Array, (piece.from + r) * cols);
          for (let n = 0; n < rows; n++) b[n * adapter.rank + piece.from + r] = scale * db[n * PIECE + r];
        }
      }
    }
  }

  /** Writes some ranks of an adapter where a tape reads them: A, and B times the scale. */
  private write(tape: Tape, { adapter, from, ranks }: Piece): void {
    const scale = adapter.alpha / adapter.rank;
    for (const { name } of this.matrices) {
      const a = this.engine.input(tape, `${name}.a`).fill(0);
      const b = this.engine.input(tape, `${name}.b`).fill(0);
      const change: LowRankChange | undefined = adapter.changes.get(name);
      if (!change) continue;
      const { rows, cols } = change;
      a.set(change.a.subarray(from * cols, (from + ranks) * cols));
      for (let n = 0; n < rows; n++)
        for (let r = 0; r < ranks; r++) b[n * PIECE + r] = scale * change.b[n * adapter.rank + from + r];
    }
  }
}

/** Some ranks of an adapter, from `from` on. */
interface Piece {
  readonly adapter: Adapter;
  readonly from: number;
  readonly ranks: number;
}

const piecesIn = (adapter: Adapter): Piece[] =>
  Array.from({ length: Math.ceil(adapter.rank / PIECE) }, (_, i) => {
    const from = i * PIECE;
    return { adapter, from, ranks: Math.min(PIECE, adapter.rank - from) };
  });

/** Where the ranks of one matrix stand: B(N,R) and A(R,K). */
const piecesOf = (r: Recording, name: string, [rows, cols]: readonly number[]): [b: Tensor, a: Tensor] => [
  r.input(`${name}.b`, [rows, PIECE]),
  r.input(`${name}.a`, [PIECE, cols]),
];

/** Weights with the adapters that are on, made again only where they, or the weights, changed since. */
export class AdaptedWeights {
  private readonly engine: Engine;
  private readonly tapes: AdapterTapes;
  private on: readonly Adapter[] = [];
  private base: WeightSet = 0;
  private changes = 0;
  private made = '';

  constructor(engine: Engine, tapes: AdapterTapes) {
    this.engine = engine;
    this.tapes = tapes;
  }

  /** Which adapters are added to which weights. */
  choose(base: WeightSet, on: readonly Adapter[]): void {
    const isSame = on.length === this.on.length && on.every((adapter, i) => adapter === this.on[i]);
    if (!isSame) this.changes++;
    this.base = base;
    this.on = on;
  }

  /** The numbers of an adapter changed. */
  changed(): void {
    this.changes++;
  }

  /** Brings the set up to date; called before it is read. */
  update(): void {
    if (this.made === this.wanted) return;
    this.tapes.compose(this.base, ADAPTED, this.on);
    // reading the weights counts as a change of them
    this.made = this.wanted;
  }

  private get wanted(): string {
    return `${this.base} ${this.engine.revisions[this.base] ?? 0} ${this.changes}`;
  }
}
