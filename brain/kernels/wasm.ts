import type { Backend, KernelName, Kernels } from './contract.ts';

/** Packing room that every thread of the compiled kernels may use, in numbers; checked against the module when it is loaded. */
export const SCRATCH_FLOATS = 640 * 1024;

/** A total table: a kernel of the contract that is missing here is a compile error. */
const NAMES = Object.keys({
  matmulNN: true,
  matmulNT: true,
  matmulTN: true,
  matmulEachNT: true,
  storeRows: true,
  gatherStored: true,
  readStored: true,
  matmulStored: true,
  matmulStoredNN: true,
  shorten: true,
  widen: true,
  fill: true,
  scaleInto: true,
  add: true,
  affine: true,
  multiplyInto: true,
  scaleByInto: true,
  clamp: true,
  clampBackward: true,
  sigmoid: true,
  sigmoidBackward: true,
  gelu: true,
  geluWithSlope: true,
  geluTanh: true,
  geluTanhWithSlope: true,
  relu: true,
  reluBackward: true,
  swiglu: true,
  swigluBackward: true,
  wrap: true,
  dropout: true,
  dot: true,
  sumRows: true,
  sumSquares: true,
  clipFactor: true,
  layerNorm: true,
  layerNormBackward: true,
  layerNormBackwardAffine: true,
  rmsNorm: true,
  rmsNormBackward: true,
  rmsNormBackwardAffine: true,
  softmax: true,
  softmaxBackward: true,
  shares: true,
  sharesBackward: true,
  crossEntropy: true,
  crossEntropyBackward: true,
  softCrossEntropy: true,
  softCrossEntropyBackward: true,
  projectRows: true,
  gather: true,
  scatterAdd: true,
  addPerStream: true,
  sumPerStream: true,
  shiftHistory: true,
  windows: true,
  windowsBackward: true,
  windowsBackwardMix: true,
  windowShape: true,
  windowShapeBackward: true,
  seedWindowShape: true,
  seedWindowShapeBackward: true,
  scan: true,
  scanBackward: true,
  gateSoftmax: true,
  gateSoftmaxBackward: true,
  gated: true,
  gatedBackward: true,
  gatedMemory: true,
  gatedMemoryBackward: true,
  attention: true,
  attentionBackward: true,
  attentionCached: true,
  appendToCache: true,
  headNorm: true,
  headNormBackward: true,
  headNormBackwardAffine: true,
  rope: true,
  standardAttention: true,
  standardAttentionBackward: true,
  linearAttention: true,
  linearAttentionBackward: true,
  adamw: true,
  sgd: true,
  momentum: true,
  nesterov: true,
  clipUnits: true,
  movingMean: true,
} satisfies Record<KernelName, true>) as KernelName[];

/** Exports of the compiled module that are no kernels. */
interface Extras {
  relaxed(): number;
  matmulScratchBytes(): number;
}

/**
 * The compiled SIMD kernels on one shared memory; every thread makes its own instance of the same module and memory.
 * Addresses are bytes, multiples of 4. Throws where the module lacks a kernel of the contract.
 */
export function wasmBackend(module: WebAssembly.Module, memory: WebAssembly.Memory): Backend {
  const abort = () => {
    throw new Error('The compiled kernels stopped, which none of them should do: build them again (npm run build).');
  };
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort } });
  const missing = [...NAMES, 'relaxed', 'matmulScratchBytes'].filter((name) => typeof exports[name] !== 'function');
  if (missing.length > 0) {
    throw new Error(
      `The compiled kernels should offer all of the contract, but lack ${missing.join(', ')}: build them again (npm run build).`,
    );
  }
  const extras = exports as unknown as Extras;
  return {
    name: extras.relaxed() ? 'simd-relaxed' : 'simd',
    kernels: Object.fromEntries(NAMES.map((name) => [name, exports[name]])) as unknown as Kernels,
    unit: 4,
    scratch: extras.matmulScratchBytes() / 4,
  };
}
