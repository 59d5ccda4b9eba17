// Everything the compiled kernels offer, one line a file.
export { matmulNN, matmulNT, matmulScratchBytes, matmulTN } from './matmul';
export { microkernelPeak } from './matmulTile';
