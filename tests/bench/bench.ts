// Every figure the README claims, measured on this machine: `npm run bench -- [names…] [--shakespeare <file>] [--pepys <file>] [--minutes 10]`
// Names: matmul seed recipe threads first-token reply memory tokenizer pepys starter. Without names: all that have what they need.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageFolder, starterFolder } from '../../school/package-root.ts';
import { learningLost, quantile, raise, realWords, timeToFirstToken } from './living.ts';
import { benchMatmul } from './matmul.ts';
import { profileStep } from './profile.ts';
import { characterRecipe } from './recipe.ts';
import { benchTokenizer } from './tokenizer.ts';

interface Row {
  readonly what: string;
  readonly measured: string;
  readonly bar: string;
  readonly how: string;
}

interface Texts {
  readonly shakespeare: string | undefined;
  readonly pepys: string | undefined;
  readonly minutes: number;
}

const median = (values: readonly number[]): number => quantile(values, 0.5);
const round = (x: number, digits = 0): string =>
  x.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits });

/** A brain of about 100 million parameters. */
const HUNDRED_MILLION = { channels: 1024, neurons: 4000, lobes: 8, streams: 4, time: 64 };
/** Fewer parameters than a million, by characters. */
const RECIPE_SIZES = { channels: 144, neurons: 300, lobes: 4 };

const BENCHES: Record<string, (texts: Texts) => Promise<Row[]>> = {
  async matmul() {
    const rows = await benchMatmul();
    return rows
      .filter(({ m, n, k }) => m === 256 && n === 1024 && k === 1024)
      .map((row) => ({
        what: `matmul ${row.kind} 256×1024×1024, embedded kernels, one thread`,
        measured: `${round(row.gflops, 1)} GFLOP/s (${round(100 * row.ratio)} % of the bare micro-kernel, ${round(row.peak, 1)})`,
        bar: '≥ 45 GFLOP/s where the bare micro-kernel gives 55',
        how: 'median of several, beside the bare micro-kernel in the same run',
      }));
  },

  async seed() {
    const runs: number[] = [];
    for (let i = 0; i < 3; i++)
      runs.push(
        (
          await profileStep(
            'seed',
            { channels: 256, neurons: 2048, vocabulary: 2000, time: 64, history: 64 },
            { steps: 15 },
          )
        ).tokensPerSecond,
      );
    return [
      {
        what: 'seed brain, C=256 N=2048 V=2000, 64 predictions a step, training',
        measured: `${round(median(runs))} tokens/s`,
        bar: '≥ 550',
        how: 'median step of 15 after 3, median of 3 runs; forward, backward, AdamW; 2 threads',
      },
    ];
  },

  async recipe({ shakespeare }) {
    if (!shakespeare) return [missing('baby brain on the character recipe', '--shakespeare <file>')];
    const result = await characterRecipe(readFileSync(shakespeare, 'utf8'), { sizes: RECIPE_SIZES, peak: 4e-3 });
    return [
      {
        what: `baby brain on the character recipe, ${round(result.parameters)} parameters, 2,000 steps`,
        measured: `${round(result.heldOut, 3)} nats/char in ${round(result.seconds)} s`,
        bar: '≤ 1.75 in < 90 s',
        how: '12×64 characters a step, last 10 % held out: 200 batches of fixed random blocks with empty memories; seconds of learning only',
      },
    ];
  },

  async threads() {
    const one: number[] = [];
    const two: number[] = [];
    for (let i = 0; i < 3; i++) {
      one.push((await profileStep('baby', {}, { threads: 1, steps: 10 })).millisecondsPerStep);
      two.push((await profileStep('baby', {}, { threads: 2, steps: 10 })).millisecondsPerStep);
    }
    return [
      {
        what: "two threads against one, default baby's step",
        measured: `${round(median(one.map((ms, i) => ms / two[i])), 2)}× (${round(median(one), 1)} → ${round(median(two), 1)} ms)`,
        bar: '≥ 1.7×',
        how: 'median step of 10, in turn, median of 3 pairs',
      },
    ];
  },

  async 'first-token'() {
    const small = await timeToFirstToken({}, 100);
    const large = await timeToFirstToken(HUNDRED_MILLION, 30);
    const row = (name: string, bar: string, { milliseconds, parameters }: typeof small): Row => ({
      what: `time to the first token while training, ${name} (${round(parameters)} parameters)`,
      measured: `p50 ${round(median(milliseconds), 1)} ms, p99 ${round(quantile(milliseconds, 0.99), 1)} ms`,
      bar,
      how: `${milliseconds.length} questions of 14 tokens at odd moments, from asking to the first piece of text in the asking thread`,
    });
    return [row('default', 'p99 ≤ 100 ms', small), row('large', 'p99 ≤ 500 ms', large)];
  },

  async reply() {
    const { quiet, talking, replyTokens } = await learningLost({}, 4);
    const lost = quiet.map((speed, i) => 1 - talking[i] / speed);
    return [
      {
        what: 'learning lost to one 30-token reply every 10 s',
        measured: `${round(100 * median(lost), 1)} % (${round(median(quiet))} → ${round(median(talking))} tokens/s, ${round(replyTokens)} tokens a reply)`,
        bar: '≤ 5 %',
        how: '4 pairs of 10 s windows in turn, median of the pairs; asked again where a turn ends early',
      },
    ];
  },

  async memory() {
    return [
      {
        what: 'memory of the small preset while training',
        measured: `${round((await mostMemory(40)) / 1e6)} MB`,
        bar: '≤ 400 MB',
        how: 'the built program on the starter texts without a terminal, high-water mark of its resident memory after 40 s',
      },
    ];
  },

  async tokenizer({ pepys }) {
    const f = benchTokenizer(pepys);
    return [
      {
        what: 'tokenizer: training 4,200 tokens / encoding',
        measured: `${round(f.trainingSeconds, 2)} s / ${round(f.encodingFirst)} MB/s`,
        bar: '≤ 5 s / ≥ 5 MB/s',
        how: pepys ? 'pepys.txt' : 'a text made up by the bench',
      },
    ];
  },

  async pepys({ pepys, minutes }) {
    if (!pepys) return [missing('default baby on pepys.txt', '--pepys <file>')];
    const { exam, curve, tokens, parameters } = await raise(pepys, minutes);
    const line = curve.map((point) => `${round(point.minutes, 1)} min ${round(point.bitsPerByte, 3)}`).join(', ');
    return [
      {
        what: `default baby (${round(parameters)} parameters) on pepys.txt, ${minutes} minutes awake`,
        measured: `${round(exam.bitsPerByte, 3)} bits per byte (${round(tokens)} tokens learnt; ${line})`,
        bar: '≤ 1.75',
        how: `a newborn home, baby wake --minutes ${minutes}; the last 5 % held out, ${round(exam.bytes)} bytes, all of it examined afterwards`,
      },
    ];
  },

  async starter({ minutes }) {
    const files = readdirSync(starterFolder).map((file) => join(starterFolder, file));
    const { babble, exam } = await raise(undefined, minutes);
    const near = (seconds: number) =>
      babble.reduce((best, b) => (Math.abs(b.seconds - seconds) < Math.abs(best.seconds - seconds) ? b : best));
    return [10, 60, minutes * 60].map((seconds) => {
      const { text, seconds: at } = near(seconds);
      return {
        what: `what it says after ${seconds} s on the starter texts`,
        measured: `${JSON.stringify(text)} (${round(100 * realWords(text, files))} % real words)`,
        bar: seconds === 60 ? 'mostly real words' : '',
        how: `at ${round(at)} s; held out at the end ${round(exam.bitsPerByte, 2)} bits per byte`,
      };
    });
  },
};

const missing = (what: string, flag: string): Row => ({
  what,
  measured: 'not measured',
  bar: '',
  how: `needs its text: ${flag}`,
});

/** The high-water mark of the built program's memory, in bytes (Linux). */
async function mostMemory(seconds: number): Promise<number> {
  const launcher = join(packageFolder, 'dist', 'school', 'cli', 'launcher.js');
  const home = mkdtempSync(join(tmpdir(), 'baby-bench-'));
  const child = spawn(process.execPath, [launcher, 'wake', '--home', home], { stdio: 'ignore' });
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('exit', resolve));
  rmSync(home, { recursive: true, force: true });
  return Number(status.match(/VmHWM:\s+(\d+) kB/)?.[1]) * 1024;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { shakespeare: { type: 'string' }, pepys: { type: 'string' }, minutes: { type: 'string', default: '10' } },
});
for (const file of [values.shakespeare, values.pepys])
  if (file && !existsSync(file)) throw new Error(`there is no file ${file}`);
const unknown = positionals.filter((name) => !(name in BENCHES));
if (unknown.length > 0)
  throw new Error(`there is no bench ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}`);

process.stdout.write(
  `${cpus()[0]?.model}, ${cpus().length} cores, ${round(totalmem() / 1e9)} GB, Node ${process.version}\n\n| what | measured | bar | how |\n|---|---|---|---|\n`,
);
for (const name of positionals.length > 0 ? positionals : Object.keys(BENCHES)) {
  const rows = await BENCHES[name]({
    shakespeare: values.shakespeare,
    pepys: values.pepys,
    minutes: Number(values.minutes),
  });
  for (const row of rows) process.stdout.write(`| ${row.what} | ${row.measured} | ${row.bar} | ${row.how} |\n`);
}
