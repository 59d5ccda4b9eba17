// Everything the compiled kernels offer, one line a file.
export { attention } from './attention';
export { attentionBackward, attentionScratchBytes } from './attention-backward';
export { appendToCache, attentionCached } from './attention-cached';
export { crossEntropy, crossEntropyBackward, softCrossEntropy, softCrossEntropyBackward } from './cross-entropy';
export { dropout } from './dropout';
export { gatedMemory, gatedMemoryBackward } from './gated-memory';
export { gated, gatedBackward, gateSoftmax, gateSoftmaxBackward } from './gates';
export { headNorm, headNormBackward, headNormBackwardAffine } from './head-norm';
export { relaxed } from './lanes';
export { adamw, clipUnits, momentum, movingMean, nesterov, projectRows, sgd } from './learning';
export { linearAttention } from './linear-attention';
export { linearAttentionBackward } from './linear-attention-backward';
export { linearAttentionScratchBytes } from './linear-attention-parts';
export { matmulNN, matmulNT, matmulScratchBytes, matmulTN } from './matmul';
export { matmulEachNT } from './matmul-each';
export { microkernelPeak } from './matmul-tile';
export { scan, scanBackward } from './memory';
export { layerNorm, layerNormBackward, layerNormBackwardAffine } from './norm';
export {
  add,
  affine,
  clamp,
  clampBackward,
  fill,
  gelu,
  geluTanh,
  geluTanhWithSlope,
  geluWithSlope,
  multiplyInto,
  relu,
  reluBackward,
  scaleByInto,
  scaleInto,
  sigmoid,
  sigmoidBackward,
  wrap,
} from './pointwise';
export { clipFactor, dot, sumRows, sumSquares } from './reductions';
export { rmsNorm, rmsNormBackward, rmsNormBackwardAffine } from './rms-norm';
export { rope } from './rope';
export { shares, sharesBackward, softmax, softmaxBackward } from './softmax';
export {
  standardAttention,
  standardAttentionBackward,
  standardAttentionScratchBytes,
} from './standard-attention';
export { storeRows } from './storage';
export { shorten, widen } from './storage-halves';
export { matmulStored, matmulStoredNN } from './storage-product';
export { gatherStored, readStored } from './storage-reading';
export { addPerStream, gather, scatterAdd, shiftHistory, sumPerStream } from './streams';
export { swiglu, swigluBackward } from './swiglu';
export { seedWindowShape, seedWindowShapeBackward, windowShape, windowShapeBackward } from './window-shapes';
export { windows, windowsBackward } from './windows';
export { windowsBackwardMix } from './windows-mix';
