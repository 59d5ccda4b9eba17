// How fast a large text becomes tokens, cleaned and written to a file, by one thread and by a thread on every core beside it, and in how
// much memory. `node dist/tests/bench/large-text.js [megabytes] [text to make it of]`

import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { promisify } from 'node:util';
import { Random } from '../../brain/engine/random.ts';
import { inspect, readText } from '../../library/texts/reading.ts';
import { EncodingPool } from '../../library/token-cache/encoding-pool.ts';
import { idBytes, writeTokens } from '../../library/token-cache/token-file.ts';
import { encodePieces, partsOf } from '../../library/tokenizer/chat-template.ts';
import { parseTokenizer, serializeTokenizer, trainTokenizer } from '../../library/tokenizer/index.ts';

interface Round {
  readonly threads: number;
  /** by the clock */
  readonly seconds: number;
  /** megabytes for each second of a core that reads, encodes or writes */
  readonly perCoreSecond: number;
  /** of the process that does nothing else, at its peak, in megabytes */
  readonly peakMemory: number;
  /** of the ids, the same for every number of threads */
  readonly tokens: number;
}

export interface LargeText {
  readonly megabytes: number;
  readonly rounds: readonly Round[];
  /** Seconds by the clock with one thread for one with all: the best of each. */
  readonly ratio: number;
  /** Seconds of cores with one thread for one with all, times the threads: what cores that do nothing else would give. */
  readonly ratioByCores: number;
}

const VOCABULARY = 4200;

/** Rounds of one thread and of all take turns, each in a process of its own. @param source a text whose lines are shuffled and varied */
export async function largeText(megabytes: number, source: string, repeats = 2): Promise<LargeText> {
  const folder = mkdtempSync(join(tmpdir(), 'baby-large-'));
  try {
    await write(join(folder, 'large.txt'), megabytes * 1e6, source);
    const tokenizer = trainTokenizer([Buffer.from(source.slice(0, 2e6))], { vocabularySize: VOCABULARY });
    writeFileSync(join(folder, 'tokenizer.json'), serializeTokenizer(tokenizer));
    const all = availableParallelism();
    const rounds: Round[] = [];
    for (let i = 0; i < 2 * repeats; i++) {
      const threads = i % 2 === 0 ? 1 : all;
      const { stdout } = await promisify(execFile)(process.execPath, [
        import.meta.filename,
        '--round',
        folder,
        `${threads}`,
      ]);
      rounds.push(JSON.parse(stdout) as Round);
    }
    const best = (threads: number, of: (round: Round) => number): number =>
      Math.max(...rounds.filter((round) => round.threads === threads).map(of));
    const gain = (of: (round: Round) => number): number => best(all, of) / best(1, of);
    return {
      megabytes,
      rounds,
      ratio: gain(({ seconds }) => 1 / seconds),
      ratioByCores: all * gain(({ perCoreSecond }) => perCoreSecond),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Makes tokens of the text of a folder. */
async function round(folder: string, threads: number): Promise<Round> {
  const path = join(folder, 'large.txt');
  const { size, mtimeMs, ctimeMs } = statSync(path);
  const file = { name: 'large.txt', path, size, mtimeMs, ctimeMs };
  const tokenizer = parseTokenizer(readFileSync(join(folder, 'tokenizer.json'), 'utf8'));
  const inspection = await inspect(file);
  const pool = threads > 1 ? new EncodingPool(tokenizer, threads) : undefined;
  const [began, used] = [performance.now(), process.cpuUsage()];
  const text = readText(file, inspection);
  const ids = pool ? pool.encode(partsOf(tokenizer, text)) : encodePieces(tokenizer, text);
  const tokens = await writeTokens(join(folder, 'tokens'), idBytes(tokenizer.vocabularySize), ids);
  const { user, system } = process.cpuUsage(used);
  const seconds = (performance.now() - began) / 1000;
  await pool?.close();
  return {
    threads,
    seconds,
    perCoreSecond: size / (user + system),
    peakMemory: process.resourceUsage().maxRSS / 1000,
    tokens,
  };
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

if (import.meta.main) {
  const [, , ...given] = process.argv;
  if (given[0] === '--round') {
    process.stdout.write(JSON.stringify(await round(given[1] as string, Number(given[2]))));
  } else {
    const [megabytes = '200', source] = given;
    if (source === undefined) throw new Error('the second argument should be the path of a text');
    const figures = await largeText(Number(megabytes), readFileSync(source, 'utf8'));
    process.stdout.write(`${JSON.stringify(figures, null, 1)}\n`);
  }
}
