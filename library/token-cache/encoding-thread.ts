/** A thread that encodes parts of texts for the pool. */
import { parentPort, workerData } from 'node:worker_threads';
import { parseTokenizer } from '../tokenizer/index.ts';
import { encodeJob, type JobParts } from './encoding-job.ts';
import type { Tokens } from './token-file.ts';

/** Parts to encode, and which of all jobs this is. */
export interface EncodingJob {
  readonly job: number;
  readonly parts: JobParts;
}

/** The ids of a job; or why there are none. */
export interface EncodedJob {
  readonly job: number;
  readonly ids?: Tokens;
  readonly error?: string;
}

const tokenizer = parseTokenizer((workerData as { tokenizer: string }).tokenizer);

parentPort?.on('message', ({ job, parts }: EncodingJob) => {
  try {
    const ids = encodeJob(tokenizer, parts);
    parentPort?.postMessage({ job, ids } satisfies EncodedJob, [ids.buffer as ArrayBuffer]);
  } catch (error) {
    parentPort?.postMessage({ job, error: String((error as Error).message) } satisfies EncodedJob);
  }
});
