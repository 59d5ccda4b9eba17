import { ACCUMULATE } from '../../../brain/engine/differentiate.ts';
import { Engine } from '../../../brain/engine/engine.ts';
import { zeros } from '../../../brain/engine/parameters.ts';
import type { Tensor } from '../../../brain/engine/tensor.ts';
import * as attention from '../../../brain/ops/attention.ts';
import * as crossEntropies from '../../../brain/ops/cross-entropy.ts';
import * as dropout from '../../../brain/ops/dropout.ts';
import * as gatedMemories from '../../../brain/ops/gated-memory.ts';
import * as gates from '../../../brain/ops/gates.ts';
import * as headNorms from '../../../brain/ops/head-norm.ts';
import * as linearAttentions from '../../../brain/ops/linear-attention.ts';
import { lowRank } from '../../../brain/ops/low-rank.ts';
import * as matmul from '../../../brain/ops/matmul.ts';
import * as memory from '../../../brain/ops/memory.ts';
import * as norm from '../../../brain/ops/norm.ts';
import * as pointwise from '../../../brain/ops/pointwise.ts';
import * as rmsNorms from '../../../brain/ops/rms-norm.ts';
import * as ropes from '../../../brain/ops/rope.ts';
import * as softmax from '../../../brain/ops/softmax.ts';
import * as errors from '../../../brain/ops/squared-error.ts';
import * as standardAttentions from '../../../brain/ops/standard-attention.ts';
import * as streams from '../../../brain/ops/streams.ts';
import * as swiglus from '../../../brain/ops/swiglu.ts';
import * as windowShapes from '../../../brain/ops/window-shapes.ts';
import * as windows from '../../../brain/ops/windows.ts';
import { copies, type Golden, type Goldens, type Hand, read } from './compare.ts';

export interface OpGolden {
  readonly ops: readonly string[];
  readonly largest: number;
  readonly most: number;
  readonly heads: number;
  readonly kvHeads?: number;
  readonly epsilon: number;
  readonly length: number;
  readonly smoothing: number;
  readonly rate: number;
  readonly scale: number;
  readonly calls: number;
  /** variables of the engine to be set before it runs */
  readonly variables?: Readonly<Record<string, number>>;
  readonly parameters: Goldens;
  readonly inputs: Goldens;
  readonly outputs: Goldens;
  /** missing where nothing is learnt */
  readonly upstream?: Golden;
  readonly gradients?: Goldens;
}

export const opGoldens: Record<string, OpGolden> = {
  ...read('ops.json').cases,
  ...read('attention.json').cases,
  ...read('dropout.json').cases,
  ...read('parts.json').cases,
};

/** Every op that brain/ops exports. */
export const exported = [
  attention,
  crossEntropies,
  { dropout: dropout.dropout },
  errors,
  gatedMemories,
  gates,
  headNorms,
  linearAttentions,
  { lowRank },
  matmul,
  memory,
  norm,
  pointwise,
  rmsNorms,
  ropes,
  softmax,
  standardAttentions,
  streams,
  swiglus,
  windowShapes,
  windows,
].flatMap((family) => Object.entries(family).flatMap(([name, value]) => (typeof value === 'function' ? [name] : [])));

/** How each golden's tensors, found by name, meet our op. `y` is the output that was differentiated. */
export type Make = (t: (name: string) => Tensor, golden: OpGolden) => Record<string, Tensor>;
const realWindows: Make = (t, { largest }) => ({
  y: windows.windows(t('x'), t('history'), windowShapes.realWindows(t('logSize'), largest), t('mix')),
});
const crossEntropy: Make = (t) => {
  const { losses, objective, best } = crossEntropies.crossEntropy(t('logits'), t('targets'));
  return { y: objective, losses, best };
};
const smoothedCrossEntropy: Make = (t, { smoothing }) => {
  const { losses, objective, best } = crossEntropies.crossEntropy(t('logits'), t('targets'), smoothing);
  return { y: objective, losses, best };
};
const softCrossEntropy: Make = (t) => {
  const logits = t('logits');
  // any targets: only the logsumexp of the rows is wanted
  const { logsumexp } = crossEntropies.crossEntropy(
    logits,
    logits.recording.fixedInput('any', new Float32Array(5), [5]),
  );
  return { y: crossEntropies.softCrossEntropy(logits, t('soft'), logsumexp) };
};
const squaredError: Make = (t) => ({ y: errors.squaredError(t('y'), t('target')) });
const linear: Make = (t) => ({ y: matmul.linear(t('input'), t('weight'), t('bias')) });
const gateSoftmax: Make = (t) => ({ y: gates.gateSoftmax(t('x')) });
const threeGates = (t: (name: string) => Tensor, shares: Tensor) =>
  gates.gatedSum(shares, [
    [0, t('a')],
    [1, t('shared')],
    [3, t('c')],
  ]);
const gatedMemory: Make = (t) => ({
  y: gatedMemories.gatedMemory(t('heard'), t('short'), t('long'), t('alpha'), t('beta'), t('open')),
});
const attended: Make = (t, { heads, kvHeads }) => ({ y: attention.attention(t('qkv'), heads, kvHeads) });
const onward: Make = (t, { heads, kvHeads }) => ({
  y: attention.attentionCached(t('qkv'), heads, t('past'), t('position'), kvHeads),
});
const withMatrix: Make = (t, { heads, kvHeads }) => ({
  y: standardAttentions.standardAttention(t('qkv'), heads, kvHeads),
});
const linearly: Make = (t, { heads, kvHeads }) => ({
  ...linearAttentions.linearAttention(t('qkv'), heads, kvHeads ?? heads, t('decays'), t('before')),
});
/** The mean of as many calls as the golden says. */
const dropped: Make = (t, { rate, calls }) => {
  const each = Array.from({ length: calls }, () => dropout.dropout(t('x'), rate));
  return { y: pointwise.affine(each.reduce(pointwise.add), 1 / calls, 0) };
};
const shiftHistory: Make = (t) => ({ y: streams.shiftHistory(t('history'), t('x')) });

const rmsNorm: Make = (t, { epsilon }) => ({ y: rmsNorms.rmsNorm(t('x'), t('gamma'), epsilon) });
const headNorm: Make = (t, { heads, kvHeads }) => ({
  y: headNorms.headNorm(t('qkv'), t('queries'), t('keys'), heads, kvHeads as number),
});
const adapted: Make = (t, { scale }) => ({
  y: matmul.linear(t('x'), lowRank(t('w'), pointwise.affine(t('b'), scale, 0), t('a'))),
});
const rope: Make = (t, { heads, inputs }) => {
  const position = inputs.position && t('position');
  return { y: ropes.rope(t('qkv'), t('table'), { heads, depth: inputs.table.shape[1] }, position) };
};

export const MAKE: Record<string, Make> = {
  add: (t) => ({ y: pointwise.add(t('input'), t('other')) }),
  'add, to itself': (t) => ({ y: pointwise.add(t('x'), t('x')) }),
  affine: (t) => ({ y: pointwise.affine(t('x'), -1.7, 0.3) }),
  multiply: (t) => ({ y: pointwise.multiply(t('input'), t('other')) }),
  'multiply, by itself': (t) => ({ y: pointwise.multiply(t('x'), t('x')) }),
  scaleBy: (t) => ({ y: pointwise.scaleBy(t('s'), t('x')) }),
  clamp: (t) => ({ y: pointwise.clamp(t('x'), -0.75, 0.5) }),
  sigmoid: (t) => ({ y: pointwise.sigmoid(t('x')) }),
  gelu: (t) => ({ y: pointwise.gelu(t('x')) }),
  geluTanh: (t) => ({ y: pointwise.geluTanh(t('x')) }),
  relu: (t) => ({ y: pointwise.relu(t('x')) }),
  wrap: (t, { length }) => ({ y: pointwise.wrap(t('x'), length) }),
  swiglu: (t) => ({ y: swiglus.swiglu(t('gate'), t('up')) }),
  rmsNorm,
  'rmsNorm of small numbers': rmsNorm,
  headNorm,
  'headNorm, keys shared': headNorm,
  rope,
  'rope of wide heads': rope,
  'rope behind other places': rope,
  lowRank: adapted,
  'lowRank of one rank': adapted,
  squaredError,
  'squaredError of two learnt': squaredError,
  linear,
  'linear, one row': linear,
  'linear, more rows than columns, without bias': (t) => ({ y: matmul.linear(t('input'), t('weight')) }),
  matmul: (t) => ({ y: matmul.matmul(t('x'), t('w')) }),
  addBias: (t) => ({ y: matmul.addBias(t('x'), t('b')) }),
  layerNorm: (t) => ({ y: norm.layerNorm(t('x'), t('gamma'), t('beta')) }),
  'layerNorm without beta, nearly equal numbers': (t) => ({ y: norm.layerNorm(t('x'), t('gamma')) }),
  softmax: (t) => ({ y: softmax.softmax(t('x')) }),
  shares: (t) => ({ y: softmax.shares(t('x')) }),
  crossEntropy,
  'crossEntropy of large logits': crossEntropy,
  'crossEntropy with smoothed labels': smoothedCrossEntropy,
  softCrossEntropy,
  gather: (t) => ({ y: streams.gather(t('which'), t('table')) }),
  addPerStream: (t) => ({ y: streams.addPerStream(t('x'), t('v')) }),
  takeRows: (t) => ({ y: streams.takeRows(t('x'), 2, 3) }),
  repeatRow: (t) => ({ y: streams.repeatRow(t('x'), 5) }),
  shiftHistory,
  'shiftHistory, all of it replaced': shiftHistory,
  'windows of real size': realWindows,
  'windows longer than all there is': realWindows,
  'windows of the seed': (t, { most }) => {
    const sizes = windowShapes.seedWindows(t('logSize'), t('fractionality'), most);
    return { y: windows.windows(t('x'), t('history'), sizes, t('mix')) };
  },
  scan: (t) => ({ ...memory.scan(t('x'), t('decay'), t('before')) }),
  gateSoftmax,
  'gateSoftmax, gentle': gateSoftmax,
  gatedSum: (t) => ({ y: threeGates(t, gates.gateSoftmax(t('x'))) }),
  'gatedSum, gates learnt directly': (t) => ({ y: threeGates(t, t('x')) }),
  gatedMemory,
  'gatedMemory, only its weights learnt': gatedMemory,
  dropout: dropped,
  'dropout of nearly everything, a seed and a step of 32 bits': dropped,
  'dropout of nothing': dropped,
  'dropout, three calls of one step': dropped,
  attention: attended,
  'attention, far apart': attended,
  'attention over many tokens': attended,
  attentionCached: onward,
  'attentionCached, from the beginning': onward,
  'grouped attention': attended,
  'grouped attention, one head for all': attended,
  'grouped attentionCached': onward,
  standardAttention: withMatrix,
  'standardAttention, in groups': withMatrix,
  linearAttention: linearly,
  'linearAttention over many tokens, faded, in groups': linearly,
  'linearAttention, the first tokens': linearly,
};

/** Runs one op: its outputs, its gradients, and its gradients once more with those of a second micro-step added. */
export function runOp(make: Make, golden: OpGolden, hand: Hand) {
  const engine = new Engine();
  const program = engine.record('op', 'op', (r) => {
    const tensor = (name: string) =>
      golden.parameters[name]
        ? r.parameter(name, golden.parameters[name].shape, zeros)
        : r.input(name, golden.inputs[name].shape);
    const outputs = make(tensor, golden);
    return golden.upstream
      ? { outputs, losses: [[outputs.y, r.input('upstream', golden.upstream.shape)]] }
      : { outputs };
  });
  const { numbers, backend } = hand.make(engine.layOut({ learning: true, scratch: hand.scratch, threads: 1 }));
  numbers.fill(Number.NaN); // whoever reads what nobody wrote is found out
  engine.attach(numbers, backend);
  for (const [name, value] of Object.entries(golden.variables ?? {})) engine.variables.set(name, value);
  for (const [name, { data }] of Object.entries(golden.parameters)) engine.ofParameter(name).set(data);
  for (const [name, { data }] of Object.entries(golden.inputs)) engine.input(program, name).set(data);
  engine.run(program, 'forward');
  const outputs = copies(Object.keys(program.outputs), (name) => engine.output(program, name));
  if (!golden.upstream) return { outputs, gradients: {}, twice: {} };
  engine.input(program, 'upstream').set(golden.upstream.data);
  const gradients = (accumulate: number) => {
    engine.variables.set(ACCUMULATE, accumulate);
    engine.run(program, 'forward'); // what backward reads of it may lie where backward wrote last time
    engine.run(program, 'backward');
    return copies(Object.keys(golden.parameters), (name) => engine.ofParameter(name, 'gradients'));
  };
  return { outputs, gradients: gradients(0), twice: gradients(1) };
}
