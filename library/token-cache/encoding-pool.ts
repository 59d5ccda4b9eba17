/** Encoding of large texts on all cores, in the order of the text and in bounded memory. */
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { TextPart } from '../tokenizer/chat-template.ts';
import { serializeTokenizer, type Tokenizer } from '../tokenizer/index.ts';
import { encodeJob, type JobParts } from './encoding-job.ts';
import type { EncodedJob, EncodingJob } from './encoding-thread.ts';
import { cacheTexts } from './texts.ts';
import type { Tokens } from './token-file.ts';

/** Characters of a job: enough that handing it over costs little beside it. */
const JOB_CHARACTERS = 1 << 18;
/** Jobs that a thread has at once: enough that it never waits while the calling thread reads, encodes a job or has no core. */
const AT_ONCE = 4;
/** Jobs of a text that are begun and not yet taken, for each thread. They bound the memory where one thread is slow. */
const BEGUN = 8;

/** What a thread throws away again it throws away early: otherwise the heaps of many threads grow far beyond what they hold. */
const HEAP = { maxYoungGenerationSizeMb: 8 };

const encoder = new TextEncoder();

interface Pending {
  readonly resolve: (ids: Tokens) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Threads that encode, the calling one among them: it reads, cleans and writes, and encodes what the others cannot take at once.
 * The others keep the process alive until `close`.
 */
export class EncodingPool {
  private readonly tokenizer: Tokenizer;
  private readonly workers: readonly Worker[];
  /** How many jobs each thread has. Shape (threads - 1) */
  private readonly loads: number[];
  private readonly pending = new Map<number, Pending>();
  private jobs = 0;
  private failure: Error | undefined;

  /** @param threads at least 1, the calling one */
  constructor(tokenizer: Tokenizer, threads: number) {
    this.tokenizer = tokenizer;
    const workerData = { tokenizer: serializeTokenizer(tokenizer) };
    const script = new URL(`./encoding-thread${extname(import.meta.url)}`, import.meta.url);
    this.loads = new Array(threads - 1).fill(0);
    this.workers = Array.from(this.loads, (_, thread) => {
      const worker = new Worker(script, { workerData, resourceLimits: HEAP });
      worker.on('message', (done: EncodedJob) => this.take(thread, done));
      worker.on('error', (error) => this.fail(error as Error));
      return worker;
    });
  }

  /** Ids of all parts, in their order and in arrays of some length. @throws what `parts` throws, or an Error if a thread broke */
  async *encode(parts: AsyncIterable<TextPart>): AsyncGenerator<Tokens> {
    const begun: (Promise<Tokens> | Tokens)[] = [];
    const most = BEGUN * (1 + this.workers.length);
    let job: (Uint8Array | number)[] = [];
    let characters = 0;
    const begin = (): void => {
      begun.push(this.run(job));
      job = [];
      characters = 0;
    };
    try {
      for await (const part of parts) {
        job.push(typeof part === 'number' ? part : encoder.encode(part));
        characters += typeof part === 'string' ? part.length : 1;
        if (characters < JOB_CHARACTERS) continue;
        begin();
        if (begun.length >= most) yield await begun.shift()!;
      }
      if (job.length > 0) begin();
      while (begun.length > 0) yield await begun.shift()!;
    } finally {
      // a text that broke off leaves no job that nobody awaits
      await Promise.allSettled(begun);
    }
  }

  async close(): Promise<void> {
    this.failure ??= new Error(cacheTexts.threadsEnded);
    await Promise.all(this.workers.map((worker) => worker.terminate()));
    this.fail(this.failure);
  }

  /** @throws Error if the threads have ended, or the tokenizer cannot encode it; threads reject with the same */
  private run(parts: JobParts): Promise<Tokens> | Tokens {
    if (this.failure) throw this.failure;
    const least = Math.min(...this.loads);
    // without other threads the least of all loads is infinite
    if (least >= AT_ONCE) return encodeJob(this.tokenizer, parts);
    return this.hand(this.loads.indexOf(least), parts);
  }

  private hand(thread: number, parts: JobParts): Promise<Tokens> {
    const job = this.jobs++;
    this.loads[thread]!++;
    const done = new Promise<Tokens>((resolve, reject) => {
      this.pending.set(job, { resolve, reject });
    });
    // it is awaited later, in its turn
    done.catch(() => undefined);
    const buffers = parts.flatMap((part) => (typeof part === 'number' ? [] : [part.buffer as ArrayBuffer]));
    this.workers[thread]!.postMessage({ job, parts } satisfies EncodingJob, buffers);
    return done;
  }

  private take(thread: number, { job, ids, error }: EncodedJob): void {
    this.loads[thread]!--;
    const pending = this.pending.get(job);
    this.pending.delete(job);
    if (ids) pending?.resolve(ids);
    else pending?.reject(new Error(error));
  }

  private fail(error: Error): void {
    this.failure = error;
    for (const { reject } of this.pending.values()) reject(error);
    this.pending.clear();
  }
}

/** Lends a pool of one thread a core, the calling one among them, to some work. It begins when it is first used and ends with the work. */
export async function withEncodingPool<T>(
  tokenizer: Tokenizer,
  work: (pool: () => EncodingPool) => Promise<T>,
): Promise<T> {
  let pool: EncodingPool | undefined;
  try {
    return await work(() => {
      pool ??= new EncodingPool(tokenizer, availableParallelism());
      return pool;
    });
  } finally {
    await pool?.close();
  }
}
