// What the memory of episodes takes, of texts as large as a library of an owner's own writing may be.
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { trainTokenizer } from '../../library/tokenizer/index.ts';
import { DEFAULTS } from '../../school/settings/config.ts';
import { Memory } from '../../school/training/memory/memory.ts';
import { pause } from './daemon-load.ts';
import { starterTexts } from './parts.ts';
import { number, type Row } from './rows.ts';

/** Bytes of text that are remembered. */
const BYTES = 4e6;
/** Of the default baby. */
const VOCABULARY = 2048;

/** Bytes of arrays and objects that this process holds, garbage left out. */
async function held(): Promise<number> {
  setFlagsFromString('--expose-gc');
  // what is freed of arrays is counted a moment later
  for (let i = 0; i < 3; i++) {
    runInNewContext('gc')();
    await pause(50);
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** @param file a text; left out: the starter texts. What is too short is repeated. */
export async function episodesRow(file?: string): Promise<Row> {
  const text = file === undefined ? starterTexts() : readFileSync(file, 'utf8');
  const bytes = Buffer.from(text.repeat(Math.ceil(BYTES / Buffer.byteLength(text)))).subarray(0, BYTES);
  const tokenizer = trainTokenizer([bytes.subarray(0, 1e6)], { vocabularySize: VOCABULARY });
  const tokens = Uint16Array.from(tokenizer.encode(bytes.toString()));
  const before = await held();
  const began = process.cpuUsage();
  const memory = new Memory(tokenizer, DEFAULTS.memory);
  memory.readLibrary([{ name: 'text', tokens }]);
  const { user, system } = process.cpuUsage(began);
  const [library] = memory.report().sources;
  return {
    name: 'memory-episodes',
    what: 'what the memory of 4 MB of text takes',
    value: ((await held()) - before) / 1e6,
    unit: 'MB',
    digits: 0,
    better: 'lower',
    bar: 80,
    noise: 0.05,
    assumed: true,
    // it must still be there when that is counted
    note: `${number(memory.report().sources[0].remembered, 0)} of ${number(tokens.length, 0)} tokens remembered, their index ${number(library.bytes / 1e6, 1)} MB, built in ${number((user + system) / 1e6, 1)} s of a core`,
    how: 'growth of the heap and of all arrays, garbage left out; the tokens themselves lie on the shelf and are there anyway',
  };
}
