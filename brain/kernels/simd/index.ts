// Everything the compiled kernels offer, one line a file.
export { attention } from './attention';
export { attentionBackward, attentionScratchBytes } from './attentionBackward';
export { appendToCache, attentionCached } from './attentionCached';
export { crossEntropy, crossEntropyBackward } from './crossEntropy';
export { dropout } from './dropout';
export { gatedMemory, gatedMemoryBackward } from './gatedMemory';
export { gated, gatedBackward, gateSoftmax, gateSoftmaxBackward } from './gates';
export { relaxed } from './lanes';
export { layerNorm, layerNormBackward, layerNormBackwardAffine } from './layerNorm';
export { adamw, clipFactor, dot, movingMean, sumRows, sumSquares } from './learning';
export { matmulNN, matmulNT, matmulScratchBytes, matmulTN } from './matmul';
export { microkernelPeak } from './matmulTile';
export { scan, scanBackward } from './memory';
export {
  add,
  affine,
  clamp,
  clampBackward,
  fill,
  gelu,
  geluWithSlope,
  multiplyInto,
  scaleByInto,
  scaleInto,
  sigmoid,
  sigmoidBackward,
} from './pointwise';
export { projectRows, shares, sharesBackward, softmax, softmaxBackward } from './rows';
export { addPerStream, gather, scatterAdd, shiftHistory, sumPerStream } from './streams';
export { seedWindowShape, seedWindowShapeBackward, windowShape, windowShapeBackward } from './windowShapes';
export { windows, windowsBackward } from './windows';
export { windowsBackwardMix } from './windowsMix';
