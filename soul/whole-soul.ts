/** A checkpoint read whole into memory, as it was handed to the keeper. */
import { type SoulContent, tensorReader, verifyCheckpoint } from './checkpoint.ts';

/** @throws SoulError (`damaged`) where a byte of it is not as it was written */
export function readWhole(folder: string): SoulContent {
  const { manifest, state, texts } = verifyCheckpoint(folder);
  const { step, score, paper } = manifest;
  const summary = { step, ...(score !== null && { score }), ...(paper !== null && { paper }) };
  return { tensors: tensorReader(folder).allTensors(), texts, state, summary };
}
