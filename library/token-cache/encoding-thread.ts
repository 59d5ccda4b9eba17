/** A thread that encodes parts of texts for the pool. */
import { parentPort, workerData } from 'node:worker_threads';
import { encodePart, type TextPart } from '../tokenizer/chat-template.ts';
import { parseTokenizer } from '../tokenizer/index.ts';

/** Parts to encode, and which of all jobs this is. */
export interface EncodingJob {
  readonly job: number;
  readonly parts: readonly TextPart[];
}

/** The ids of a job, one part after the other; or why there are none. */
export interface EncodedJob {
  readonly job: number;
  readonly ids?: Int32Array;
  readonly error?: string;
}

const tokenizer = parseTokenizer((workerData as { tokenizer: string }).tokenizer);

parentPort?.on('message', ({ job, parts }: EncodingJob) => {
  try {
    const encoded = parts.map((part) => encodePart(tokenizer, part));
    const ids = new Int32Array(encoded.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const some of encoded) {
      ids.set(some, at);
      at += some.length;
    }
    const done: EncodedJob = { job, ids };
    parentPort?.postMessage(done, [ids.buffer]);
  } catch (error) {
    parentPort?.postMessage({ job, error: String((error as Error).message) } satisfies EncodedJob);
  }
});
