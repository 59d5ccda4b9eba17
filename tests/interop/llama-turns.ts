/**
 * llama.cpp in a process of its own that says tokens when it is asked to: a line of stdin has a number of threads and a number of tokens,
 * a line of stdout what they cost. `node llama-turns.ts <model> <threads,…> [a file beside the packages]`.
 */
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

/** What some tokens cost: milliseconds by the clock, and of the processor over all threads. */
export interface Cost {
  readonly wall: number;
  readonly processor: number;
}

export function costOf(before: { at: number; usage: NodeJS.CpuUsage }): Cost {
  const { user, system } = process.cpuUsage(before.usage);
  return { wall: performance.now() - before.at, processor: (user + system) / 1000 };
}

async function main(): Promise<void> {
  const { resolve } = createRequire(process.argv[4] ?? import.meta.url);
  // biome-ignore lint/suspicious/noExplicitAny: the packages of this folder are not there for the compiler
  const load = (name: string): Promise<any> => import(pathToFileURL(resolve(name)).href);
  const modelPath = process.argv[2]!;
  const threads = process.argv[3]!.split(',').map(Number);
  const { getLlama } = await load('node-llama-cpp');
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    logLevel: 'error',
    maxThreads: Math.max(...threads),
  });
  const model = await llama.loadModel({ modelPath });
  const begin = async (threads: number) => {
    const context = await model.createContext({
      contextSize: 256,
      threads,
      flashAttention: false,
      experimentalKvCacheKeyType: 'F32',
      experimentalKvCacheValueType: 'F32',
    });
    return context.getSequence();
  };
  const sequences = new Map<number, Awaited<ReturnType<typeof begin>>>();
  for (const one of threads) sequences.set(one, await begin(one));
  process.stdout.write('ready\n');
  for await (const line of createInterface({ input: process.stdin })) {
    const [by, count] = line.split(' ').map(Number) as [number, number];
    const sequence = sequences.get(by);
    const before = { at: performance.now(), usage: process.cpuUsage() };
    const first = 5;
    let said = 0;
    for await (const _ of sequence.evaluate([first], { temperature: 0, yieldEogToken: true })) {
      if (++said >= count) break;
    }
    process.stdout.write(`${JSON.stringify(costOf(before))}\n`);
    // each round begins with nothing to look back on
    await sequence.clearHistory();
  }
  await llama.dispose();
}

if (process.argv[1] === import.meta.filename) await main();
