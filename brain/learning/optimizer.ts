import type { Engine, Tape } from '../engine/engine.ts';
import { hashOf } from '../engine/random.ts';
import { once, overRows, type Recording } from '../engine/recording.ts';
import type { Tensor } from '../engine/tensor.ts';
import { SQUARES_BLOCK } from './muon.ts';
import { NOISES, overChunks, type WideRoom, widened } from './short-blocks.ts';
import { OPTIMIZERS, type OptimizerName, UPDATE_RULES } from './update-rules.ts';

/** How gradients that are too long are shortened: all of them together by their norm, or each unit beside its weights. */
export const CLIPPINGS = ['norm', 'agc'] as const;
export type Clipping = (typeof CLIPPINGS)[number];

export interface OptimizerSettings {
  /** left out: AdamW */
  readonly optimizer?: OptimizerName;
  readonly beta1: number;
  readonly beta2: number;
  readonly weightDecay: number;
  /** gradients longer than this are shortened to it (global norm); 0 = never */
  readonly clip: number;
  /** left out: by norm */
  readonly clipBy?: Clipping;
  /** how long the gradient of a unit may be beside its weights, where `clipBy` is `agc` */
  readonly agcRatio?: number;
  /** micro-steps whose gradients add up to one step */
  readonly accumulation: number;
}

/** The smallest ratio of the paper's sweep that cost nothing at small batches (Brock et al. 2021, figure 2). */
const AGC_RATIO = 0.02;

/**
 * One of several optimizers over all learnt parameters at once, with the gradient's norm first: `measure` it, look whether it is a
 * number, then `apply`. Weight decay falls on the `decayed` group only, and is decoupled in all of them.
 */
export class Optimizer {
  private readonly engine: Engine;
  private readonly measuring: Tape;
  private readonly clipping: Tape;
  private readonly rules: Readonly<Record<OptimizerName, Tape>>;
  /** may be changed at any time, and counts from the next step on; of another optimizer see `reset` */
  settings: OptimizerSettings;
  /** what the loss was multiplied with, so that no gradient was too small to be stored: gradients are divided by it */
  lossScale = 1;

  /** Records its tapes; call it after every other tape was recorded, since it lays the parameters out. */
  constructor(engine: Engine, settings: OptimizerSettings) {
    this.engine = engine;
    this.settings = settings;
    this.measuring = engine.record('optimizer', 'optimizer', (r) => {
      const blocksOf = (size: number) => Math.ceil(size / SQUARES_BLOCK);
      const [decayed, plain] = (['decayed', 'plain'] as const).map((group) => r.block('weights', group).size);
      // one partial sum per block of squares, the groups' one after the other
      const total = blocksOf(decayed) + blocksOf(plain);
      const partials = r.activation([total], false, 'partials');
      const sum = (gradients: Tensor, size: number, at: number) => {
        const split = { work: blocksOf(size), grain: 1, cost: size };
        r.call('sumSquares', split, [gradients, r.part(partials, at, split.work), size, SQUARES_BLOCK]);
      };
      const room: WideRoom = {};
      overChunks(r, 0, decayed, (first, size) =>
        sum(widened(r, 'gradients', first, size, room).tensor, size, blocksOf(first)),
      );
      if (plain > 0) sum(r.block('gradients', 'plain'), plain, blocksOf(decayed));
      const factor = factorOf(r);
      r.call('clipFactor', once, [partials, total, r.variable('clip'), r.variable('gradientScale'), factor]);
      return { outputs: { factor } };
    });
    this.clipping = engine.record('clipUnits', 'optimizer', (r) => {
      engine.parameters.layOut();
      const room: WideRoom = {};
      for (const { name, shape, size, group, isEdge, offset } of engine.parameters.all.values()) {
        if (group === 'frozen' || isEdge) continue;
        // a unit is a row of a matrix, or all of a vector
        const cols = shape.length > 1 ? size / shape[0] : size;
        const limits = [r.variable('agcRatio'), r.variable('gradientScale')] as const;
        const clip = (weights: Tensor, gradients: Tensor) => {
          const rows = gradients.size / cols;
          r.call('clipUnits', overRows(rows, cols), [weights, gradients, cols, ...limits]);
        };
        const weights = r.make(name, shape, 'parameter', false);
        if (group === 'plain') {
          clip(weights, r.make(name, shape, 'gradient', false));
          continue;
        }
        const clipChunk = (first: number, size: number) => {
          const { tensor, keep } = widened(r, 'gradients', first, size, room);
          clip(r.part(weights, first - offset, size), tensor);
          keep();
        };
        // two rows of halves are whole elements
        overChunks(r, offset, size, clipChunk, 2 * cols);
      }
      return { outputs: {} };
    });
    this.rules = Object.fromEntries(
      OPTIMIZERS.map((name) => [
        name,
        engine.record(name, 'optimizer', (r) => {
          UPDATE_RULES[name].record(r, engine.parameters, factorOf(r));
          return { outputs: {} };
        }),
      ]),
    ) as Record<OptimizerName, Tape>;
  }

  /** Which optimizer takes the steps. */
  get name(): OptimizerName {
    return this.settings.optimizer ?? 'adamw';
  }

  /** Another brain learns, or another optimizer: its moments begin at 0. */
  reset(): void {
    for (const name of this.engine.parameters.all.keys()) this.forget(name);
  }

  /** What no gradient of a tape reaches keeps no momentum either: it stays as it is to the last bit. */
  rest(tape: Tape): void {
    const reached = new Set(tape.recording.tensors.filter(({ role }) => role === 'gradient').map(({ name }) => name));
    for (const name of this.engine.parameters.all.keys()) if (!reached.has(name)) this.forget(name);
  }

  private forget(name: string): void {
    if (this.engine.parameters.get(name).group === 'frozen') return;
    const zeros = new Float32Array(this.engine.parameters.get(name).size);
    for (const moments of ['firstMoments', 'secondMoments'] as const) this.engine.writeParameter(name, zeros, moments);
  }

  /** The length of the whole gradient, before clipping; not finite when something went wrong. */
  measure(): number {
    this.run();
    return this.engine.output(this.measuring, 'factor')[0];
  }

  /** The same in two parts, for executors whose results are waited for: has it measured … */
  run(): void {
    const { clip, clipBy = 'norm', accumulation } = this.settings;
    this.engine.variables.set('clip', clipBy === 'norm' ? clip : 0);
    this.engine.variables.set('gradientScale', 1 / (accumulation * this.lossScale));
    this.engine.run(this.measuring, 'forward');
  }

  /** … and reads it. */
  async read(): Promise<number> {
    return (await this.engine.read(this.measuring, 'factor'))[0];
  }

  /** Takes step number `step` (from 1, of these moments) with the gradient just measured. */
  apply(step: number, rate: number): void {
    const { variables } = this.engine;
    const { beta1, beta2, weightDecay, clipBy = 'norm', agcRatio = AGC_RATIO } = this.settings;
    const values = {
      rate,
      beta1,
      beta2,
      // so that weights are pulled as hard under each optimizer, whatever rates it needs
      weightDecay: weightDecay / UPDATE_RULES[this.name].rateFactor,
      correction1: 1 - beta1 ** step,
      correction2: 1 - beta2 ** step,
      agcRatio,
      // another chance at every step, and for each kind of moments; never 0, which means none
      [NOISES.firstMoments]: hashOf(step, 1, 0) | 1,
      [NOISES.secondMoments]: hashOf(step, 2, 0) | 1,
    };
    for (const [name, value] of Object.entries(values)) variables.set(name, value);
    if (clipBy === 'agc') this.engine.run(this.clipping, 'forward');
    this.engine.run(this.rules[this.name], 'forward');
    this.engine.applyConstraints();
    this.engine.shorter.outdateCopies();
  }
}

/** [norm, what gradients are multiplied with]: measured by one tape, read by the others. */
const factorOf = (r: Recording): Tensor => r.state('factor', [2]);
