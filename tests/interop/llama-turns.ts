/** llama.cpp in a process of its own that says tokens when it is asked to: a line of stdin is a number of tokens, a line of stdout what they cost. */
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
  const [modelPath, threads] = [process.argv[2]!, Number(process.argv[3])];
  const { getLlama } = await load('node-llama-cpp');
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    logLevel: 'error',
    maxThreads: threads,
  });
  const model = await llama.loadModel({ modelPath });
  const context = await model.createContext({
    contextSize: 256,
    threads,
    flashAttention: false,
    experimentalKvCacheKeyType: 'F32',
    experimentalKvCacheValueType: 'F32',
  });
  const sequence = context.getSequence();
  let next = 5;
  process.stdout.write('ready\n');
  for await (const line of createInterface({ input: process.stdin })) {
    const before = { at: performance.now(), usage: process.cpuUsage() };
    let said = 0;
    for await (const id of sequence.evaluate([next], { temperature: 0, yieldEogToken: true })) {
      next = id;
      if (++said >= Number(line)) break;
    }
    process.stdout.write(`${JSON.stringify(costOf(before))}\n`);
    // each round begins with nothing to look back on
    await sequence.clearHistory();
  }
  await llama.dispose();
}

if (process.argv[1] === import.meta.filename) await main();
