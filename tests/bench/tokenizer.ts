/** How fast the tokenizer is. `node tests/bench/tokenizer.ts [text file]`; without a file, on a made-up text of 4 MB. */
import { readFileSync } from 'node:fs';
import { argv, stdout } from 'node:process';
import { pathToFileURL } from 'node:url';
import { trainTokenizer } from '../../library/tokenizer/index.ts';

export interface TokenizerFigures {
  /** Size of the text, in bytes. */
  bytes: number;
  vocabularySize: number;
  /** Seconds to learn the vocabulary. */
  trainingSeconds: number;
  bytesPerToken: number;
  /** Megabytes (10⁶ bytes) a second of the text: a fresh tokenizer's first time, and the median of later times. */
  encodingFirst: number;
  encoding: number;
  decoding: number;
  /** The same for texts that help least: one endless letter, random letters, random Chinese, random bytes. */
  oneLetter: number;
  randomLetters: number;
  randomChinese: number;
  randomBytes: number;
}

const VOCABULARY = 4200;
const HARD_BYTES = 5_000_000;

/** A small generator of its own (mulberry32), so that every run measures the same texts. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Words of made-up syllables, the frequent ones far more frequent than the rest, as in a language. */
function madeUpText(bytes: number): Uint8Array {
  const random = generator(1);
  const syllables = ['ba', 'lo', 'men', 'tir', 'an', 'se', 'ku', 'the', 'ro', 'ing', 'al', 'pre'];
  const words = Array.from({ length: 20_000 }, () =>
    Array.from({ length: 1 + Math.floor(random() * 4) }, () => syllables[Math.floor(random() * syllables.length)]).join(
      '',
    ),
  );
  let text = '';
  while (text.length < bytes) {
    const word = words[Math.floor(words.length ** random()) - 1];
    text += random() < 0.1 ? `${word}.\n` : `${word} `;
  }
  return new TextEncoder().encode(text);
}

function seconds(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

function median(times: number, work: () => void): number {
  const all = Array.from({ length: times }, () => seconds(work)).sort((a, b) => a - b);
  return all[times >> 1]!;
}

/** Measures training, encoding and decoding on one thread. @param path a text file; without it a made-up text. */
export function benchTokenizer(path?: string): TokenizerFigures {
  const bytes = path === undefined ? madeUpText(4_000_000) : new Uint8Array(readFileSync(path));
  const text = new TextDecoder().decode(bytes);
  let tokenizer = trainTokenizer([], { vocabularySize: 260 });
  const trainingSeconds = seconds(() => {
    tokenizer = trainTokenizer([bytes], { vocabularySize: VOCABULARY });
  });
  const rate = (size: number, time: number): number => size / time / 1e6;
  let ids: Int32Array = new Int32Array(0);
  const encode = (): void => {
    ids = tokenizer.encode(text);
  };
  const encodingFirst = rate(bytes.length, seconds(encode));
  const encoding = rate(bytes.length, median(5, encode));
  const decoding = rate(
    bytes.length,
    median(5, () => tokenizer.decode(ids)),
  );
  const random = generator(2);
  const hard = (fill: (index: number) => number): number => {
    const hardBytes = Uint8Array.from({ length: HARD_BYTES }, (_, i) => fill(i));
    return rate(
      HARD_BYTES,
      median(3, () => tokenizer.encodeBytes(hardBytes)),
    );
  };
  return {
    bytes: bytes.length,
    vocabularySize: tokenizer.vocabularySize,
    trainingSeconds,
    bytesPerToken: bytes.length / ids.length,
    encodingFirst,
    encoding,
    decoding,
    oneLetter: hard(() => 0x61),
    randomLetters: hard(() => 0x61 + Math.floor(random() * 26)),
    // three bytes a character: U+4E00 to U+8FFF
    randomChinese: hard((i) => (i % 3 === 0 ? 0xe5 + Math.floor(random() * 4) : 0x80 + Math.floor(random() * 64))),
    randomBytes: hard(() => Math.floor(random() * 256)),
  };
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) {
  for (const [name, figure] of Object.entries(benchTokenizer(argv[2]))) {
    stdout.write(`${name.padEnd(16)} ${Number.isInteger(figure) ? figure : figure.toFixed(2)}\n`);
  }
}
