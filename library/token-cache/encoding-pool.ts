/** Encoding of large texts on all cores, in the order of the text and in bounded memory. */
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { TextPart } from '../tokenizer/chat-template.ts';
import { serializeTokenizer, type Tokenizer } from '../tokenizer/index.ts';
import type { EncodedJob, EncodingJob } from './encoding-thread.ts';
import { cacheTexts } from './texts.ts';
import type { Tokens } from './token-file.ts';

/** Characters of a job: enough that handing it over costs little beside it. */
const JOB_CHARACTERS = 1 << 18;
/** Jobs that wait at a thread beside the one that it does, so that it never waits itself. */
const WAITING = 1;

/** What a thread throws away again it throws away early: otherwise the heaps of many threads grow far beyond what they hold. */
const HEAP = { maxYoungGenerationSizeMb: 8 };

const encoder = new TextEncoder();

interface Pending {
  readonly resolve: (ids: Tokens) => void;
  readonly reject: (error: Error) => void;
}

/** Threads that encode. They keep the process alive until `close`. */
export class EncodingPool {
  private readonly workers: readonly Worker[];
  /** How many jobs each thread has. Shape (threads) */
  private readonly loads: number[];
  private readonly pending = new Map<number, Pending>();
  private jobs = 0;
  private failure: Error | undefined;

  /** @param threads at least 1 */
  constructor(tokenizer: Tokenizer, threads: number) {
    const workerData = { tokenizer: serializeTokenizer(tokenizer) };
    const script = new URL(`./encoding-thread${extname(import.meta.url)}`, import.meta.url);
    this.loads = new Array(threads).fill(0);
    this.workers = Array.from({ length: threads }, (_, thread) => {
      const worker = new Worker(script, { workerData, resourceLimits: HEAP });
      worker.on('message', (done: EncodedJob) => this.take(thread, done));
      worker.on('error', (error) => this.fail(error as Error));
      return worker;
    });
  }

  /** Ids of all parts, in their order and in arrays of some length. @throws what `parts` throws, or an Error if a thread broke */
  async *encode(parts: AsyncIterable<TextPart>): AsyncGenerator<Tokens> {
    const running: Promise<Tokens>[] = [];
    const most = this.workers.length * (1 + WAITING);
    let job: (Uint8Array | number)[] = [];
    let characters = 0;
    const begin = (): void => {
      running.push(this.run(job));
      job = [];
      characters = 0;
    };
    try {
      for await (const part of parts) {
        job.push(typeof part === 'number' ? part : encoder.encode(part));
        characters += typeof part === 'string' ? part.length : 1;
        if (characters < JOB_CHARACTERS) continue;
        begin();
        if (running.length >= most) yield await running.shift()!;
      }
      if (job.length > 0) begin();
      while (running.length > 0) yield await running.shift()!;
    } finally {
      // a text that broke off leaves no job that nobody awaits
      await Promise.allSettled(running);
    }
  }

  async close(): Promise<void> {
    this.failure ??= new Error(cacheTexts.threadsEnded);
    await Promise.all(this.workers.map((worker) => worker.terminate()));
    this.fail(this.failure);
  }

  private run(parts: EncodingJob['parts']): Promise<Tokens> {
    if (this.failure) return Promise.reject(this.failure);
    const job = this.jobs++;
    const thread = this.loads.indexOf(Math.min(...this.loads));
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

/** Lends a pool of one thread a core to some work, which begins when it is first asked for and ends with the work. */
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
