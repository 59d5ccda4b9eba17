/** A thread that encodes parts of texts for the pool. */
import { parentPort, workerData } from 'node:worker_threads';
import { parseTokenizer } from '../tokenizer/index.ts';
import { idBytes, type Tokens } from './token-file.ts';

/** Parts to encode, and which of all jobs this is. */
export interface EncodingJob {
  readonly job: number;
  /** Texts in UTF-8, and ids of marks. */
  readonly parts: readonly (Uint8Array | number)[];
}

/** The ids of a job, one part after the other; or why there are none. */
export interface EncodedJob {
  readonly job: number;
  readonly ids?: Tokens;
  readonly error?: string;
}

const tokenizer = parseTokenizer((workerData as { tokenizer: string }).tokenizer);
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Byte pairs are made of bytes; other kinds look at characters. */
const encode = (bytes: Uint8Array): Int32Array =>
  tokenizer.kind === 'bpe' ? tokenizer.encodeBytes(bytes) : tokenizer.encode(decoder.decode(bytes));

function encodeAll(parts: EncodingJob['parts']): Tokens {
  const encoded = parts.map((part) => (typeof part === 'number' ? [part] : encode(part)));
  const length = encoded.reduce((sum, some) => sum + some.length, 0);
  const ids = idBytes(tokenizer.vocabularySize) === 2 ? new Uint16Array(length) : new Uint32Array(length);
  let at = 0;
  for (const some of encoded) {
    ids.set(some, at);
    at += some.length;
  }
  return ids;
}

parentPort?.on('message', ({ job, parts }: EncodingJob) => {
  try {
    const ids = encodeAll(parts);
    parentPort?.postMessage({ job, ids } satisfies EncodedJob, [ids.buffer as ArrayBuffer]);
  } catch (error) {
    parentPort?.postMessage({ job, error: String((error as Error).message) } satisfies EncodedJob);
  }
});
