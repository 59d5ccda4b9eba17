// How fast a large text becomes tokens, cleaned and written to a file, by this thread alone and by a thread on every core beside it.
// `node dist/tests/bench/large-text.js [megabytes] [text to make it of]`

import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { Random } from '../../brain/engine/random.ts';
import { inspect, readText } from '../../library/texts/reading.ts';
import { EncodingPool } from '../../library/token-cache/encoding-pool.ts';
import { idBytes, writeTokens } from '../../library/token-cache/token-file.ts';
import { encodePieces, partsOf } from '../../library/tokenizer/chat-template.ts';
import { trainTokenizer } from '../../library/tokenizer/index.ts';

export interface LargeText {
  readonly megabytes: number;
  /** Of each round and number of threads: seconds by the clock, and megabytes for each second of a core that encodes or reads. */
  readonly rounds: readonly { readonly threads: number; readonly seconds: number; readonly perCoreSecond: number }[];
  /** Seconds with one thread for one with all: the best of each. */
  readonly ratio: number;
  /** of the whole process, in megabytes */
  readonly peakMemory: number;
}

/** @param source a text whose lines are shuffled and varied until they are as much as is asked for */
export async function largeText(megabytes: number, source: string, repeats = 2): Promise<LargeText> {
  const folder = mkdtempSync(join(tmpdir(), 'baby-large-'));
  try {
    const path = join(folder, 'large.txt');
    await write(path, megabytes * 1e6, source);
    const { size, mtimeMs, ctimeMs } = statSync(path);
    const file = { name: 'large.txt', path, size, mtimeMs, ctimeMs };
    const inspection = await inspect(file);
    const tokenizer = trainTokenizer([Buffer.from(source.slice(0, 2e6))], { vocabularySize: 4200 });
    const all = availableParallelism();
    const rounds: { threads: number; seconds: number; perCoreSecond: number }[] = [];
    for (let i = 0; i < 2 * repeats; i++) {
      const threads = i % 2 === 0 ? 1 : all;
      const pool = threads > 1 ? new EncodingPool(tokenizer, threads) : undefined;
      const [began, used] = [performance.now(), process.cpuUsage()];
      const text = readText(file, inspection);
      const ids = pool ? pool.encode(partsOf(tokenizer, text)) : encodePieces(tokenizer, text);
      await writeTokens(join(folder, 'tokens'), idBytes(4200), ids);
      const { user, system } = process.cpuUsage(used);
      rounds.push({
        threads,
        seconds: (performance.now() - began) / 1000,
        perCoreSecond: megabytes / ((user + system) / 1e6),
      });
      await pool?.close();
    }
    const best = (threads: number): number =>
      Math.min(...rounds.filter((round) => round.threads === threads).map(({ seconds }) => seconds));
    return { megabytes, rounds, ratio: best(1) / best(all), peakMemory: process.resourceUsage().maxRSS / 1000 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Lines of the source in a random order, some of their words with a number behind, so that no passage comes twice. */
async function write(path: string, bytes: number, source: string): Promise<void> {
  const random = new Random(1);
  const lines = source.split('\n');
  const out = createWriteStream(path);
  for (let written = 0; written < bytes; ) {
    let block = '';
    while (block.length < 1 << 18) {
      const line = lines[Math.floor(random.uniform() * lines.length)]!;
      block += `${line.replace(/[a-z](?= )/g, (letter) => (random.uniform() < 0.02 ? letter + Math.floor(random.uniform() * 9999) : letter))}\n`;
    }
    written += Buffer.byteLength(block);
    if (!out.write(block)) await once(out, 'drain');
  }
  out.end();
  await finished(out);
}

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].split('/').pop() as string)) {
  const [, , megabytes = '200', source] = process.argv;
  if (source === undefined) throw new Error('the second argument should be the path of a text');
  process.stdout.write(
    `${JSON.stringify(await largeText(Number(megabytes), readFileSync(source, 'utf8')), null, 1)}\n`,
  );
}
