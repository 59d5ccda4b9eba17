// Rows of a baby that lives: how soon it answers while it learns, what others cost it, and what it becomes.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { packageFolder, starterFolder } from '../../school/home/package-root.ts';
import { dashboardCost, firstTokenOverLine, underViews } from './awake.ts';
import { missing, type Topic } from './context.ts';
import { learningLost, raise, realWords, timeToFirstToken } from './daemon-load.ts';
import { episodesRow } from './episodes.ts';
import { family } from './family.ts';
import { median, noiseOf, quantile } from './measure.ts';
import { memoryOf } from './processes.ts';
import { type Figure, number, type Row } from './rows.ts';
import { benchTokenizer } from './tokenizer.ts';

/** A brain of about 100 million parameters. */
export const HUNDRED_MILLION = { contextLength: 64, batch: 4, shape: { channels: 1024, neurons: 4000, lobes: 8 } };
/** Brains that are one baby. */
const SIBLINGS = 4;
/** Minutes awake, unless it is wished otherwise. */
const MINUTES = 10;
const LINUX_ONLY = 'needs Linux, whose /proc tells it';

/** The slowest of a hundred, and the one in the middle; how each wanders comes from the quarters of all questions. */
export function waits(milliseconds: readonly number[], bar: number): Pick<Row, keyof Figure | 'also'> {
  const figure = (label: string, q: number): Figure => {
    const quarters = Array.from({ length: 4 }, (_, i) =>
      quantile(
        milliseconds.filter((_, j) => j % 4 === i),
        q,
      ),
    );
    const value = quantile(milliseconds, q);
    return { label, value, unit: 'ms', digits: 1, better: 'lower', noise: noiseOf(quarters) };
  };
  return { ...figure('p99', 0.99), bar, also: [figure('p50', 0.5)] };
}

export const firstTokenTopic: Topic = {
  about: 'time to the first token while training: default, four siblings, and large',
  takes: '90 seconds',
  async *measure() {
    const small = await timeToFirstToken({}, 100);
    const large = await timeToFirstToken(HUNDRED_MILLION, 30);
    const row = (name: string, called: string, bar: number, { milliseconds, parameters }: typeof small): Row => ({
      name,
      what: `time to the first token while training, ${called} (${number(parameters, 0)} parameters)`,
      ...waits(milliseconds, bar),
      how: `${milliseconds.length} questions of 14 tokens at odd moments, from asking to the first piece of text in the asking thread`,
    });
    yield row('first-token', 'default', 100, small);
    const together = await timeToFirstToken({}, 100, family(SIBLINGS));
    yield row('first-token-siblings', `${SIBLINGS} siblings who speak as one`, 60, together);
    yield row('first-token-large', 'large', 500, large);
  },
};

export const replyTopic: Topic = {
  about: 'what replies cost its learning',
  takes: '90 seconds',
  async *measure() {
    const { quiet, talking, replyTokens } = await learningLost({}, 4);
    yield {
      name: 'reply',
      what: 'learning lost to one 30-token reply every 10 s',
      ...lost(quiet, talking),
      bar: 5,
      note: `${number(median(quiet), 0)} → ${number(median(talking), 0)} tokens/s, ${number(replyTokens, 0)} tokens a reply`,
      how: '4 pairs of 10 s windows in turn, median of the pairs; asked again where a turn ends early',
    };
  },
};

/** What is lost of a speed, in percent; half of how far pairs lie apart, in points. */
export function lost(before: readonly number[], after: readonly number[]): Figure {
  const shares = before.map((speed, i) => 100 * (1 - after[i] / speed));
  const value = median(shares);
  const apart = (Math.max(...shares) - Math.min(...shares)) / 2;
  return { value, unit: '%', digits: 1, better: 'lower', noise: apart, points: true };
}

export const lineTopic: Topic = {
  about: 'time to the first token over the socket of a process of its own (needs the built program)',
  takes: '1 minute',
  async *measure() {
    const milliseconds = await firstTokenOverLine(200);
    yield {
      name: 'line',
      what: 'time to the first token while training, over the socket of a process of its own',
      ...waits(milliseconds, 150),
      how: `${milliseconds.length} questions of 14 tokens at odd moments, default preset`,
    };
  },
};

export const viewsTopic: Topic = {
  about: 'what views that come and go cost its learning (needs the built program)',
  takes: '2 minutes',
  async *measure() {
    const { alone, watched } = await underViews(5, 12, 200);
    yield {
      name: 'views',
      what: 'learning lost to 200 views a minute that attach, watch, say garbage and vanish',
      ...lost(alone, watched),
      bar: 3,
      note: `${number(median(alone), 0)} → ${number(median(watched), 0)} tokens/s`,
      how: '5 pairs of 12 s windows in turn, median of the pairs',
    };
  },
};

export const dashboardTopic: Topic = {
  about: 'what the dashboard costs (Linux; needs the built program)',
  takes: '80 seconds',
  async *measure() {
    const what = 'the dashboard, watching a baby that learns (page Now, 120×40)';
    if (!existsSync('/proc/self/stat')) return yield missing('dashboard', what, LINUX_ONLY);
    const { core, before, after, bytesPerSecond } = await dashboardCost(60);
    yield {
      name: 'dashboard',
      what,
      value: 100 * core,
      unit: '% of a core',
      digits: 1,
      better: 'lower',
      bar: 2,
      noise: 0.1,
      assumed: true,
      also: [
        {
          value: after / 1e6,
          unit: 'MB',
          digits: 0,
          better: 'lower',
          bar: 150,
          label: 'and',
          noise: 0.05,
          assumed: true,
        },
      ],
      note: `${number(before / 1e6, 0)} MB a minute before, ${number(bytesPerSecond / 1000, 1)} kB/s to the terminal`,
      how: 'the built program in a pseudo terminal, 60 s after it was drawn, from /proc',
    };
  },
};

export const memoryTopic: Topic = {
  about: 'memory of the small preset while training (Linux; needs the built program), and of what it remembers',
  takes: '50 seconds',
  async *measure({ wishes: { pepys } }) {
    yield await episodesRow(pepys);
    const what = 'memory of the small preset while training';
    if (!existsSync('/proc/self/status')) return yield missing('memory', what, LINUX_ONLY);
    yield {
      name: 'memory',
      what,
      value: (await mostMemory(40)) / 1e6,
      unit: 'MB',
      digits: 0,
      better: 'lower',
      bar: 400,
      noise: 0.05,
      assumed: true,
      how: 'the built program on the starter texts without a terminal, high-water mark of its resident memory after 40 s',
    };
  },
};

/** The high-water mark of the built program's memory, in bytes (Linux). */
async function mostMemory(seconds: number): Promise<number> {
  const launcher = join(packageFolder, 'dist', 'school', 'cli', 'launcher.js');
  const home = mkdtempSync(join(tmpdir(), 'baby-bench-'));
  const child = spawn(process.execPath, [launcher, 'wake', '--foreground', '--home', home], { stdio: 'ignore' });
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const bytes = memoryOf(child.pid as number, 'VmHWM');
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('exit', resolve));
  rmSync(home, { recursive: true, force: true });
  return bytes;
}

export const tokenizerTopic: Topic = {
  about: 'training a tokenizer, and encoding',
  takes: '10 seconds',
  async *measure({ wishes: { pepys } }) {
    const runs = Array.from({ length: 3 }, () => benchTokenizer(pepys));
    const training = runs.map(({ trainingSeconds }) => trainingSeconds);
    const encoding = runs.map(({ encodingFirst }) => encodingFirst);
    yield {
      name: 'tokenizer',
      what: 'tokenizer: training 4,200 tokens / encoding',
      value: median(training),
      unit: 's',
      better: 'lower',
      bar: 5,
      noise: noiseOf(training),
      also: [
        {
          value: median(encoding),
          unit: 'MB/s',
          digits: 0,
          better: 'higher',
          bar: 5,
          label: 'and',
          noise: noiseOf(encoding),
        },
      ],
      how: `${pepys ? basename(pepys) : 'a text made up by the bench'}, median of 3`,
    };
  },
};

/** What another order of sums, or a moment more or less of life, changes of a loss: an allowance. */
const LIFE_NOISE = 0.01;

const pepysTopicOf = (name: string, embedded: boolean): Topic => ({
  about: `the default baby on pepys.txt${embedded ? ', embedded kernels' : ''}, so many minutes awake (needs --pepys)`,
  takes: 'as long as it is awake',
  async *measure({ wishes: { pepys, minutes = MINUTES }, library, embedded: kernels }) {
    const what = 'default baby on pepys.txt';
    if (!pepys) return yield missing(name, what, 'needs its text: --pepys <file>');
    if (embedded && !library) return yield missing(name, what, 'the same as pepys: there is no system BLAS');
    const { exam, curve, tokens, parameters } = await raise(pepys, minutes, embedded ? { kernels } : {});
    const line = curve.map((point) => `${number(point.minutes, 1)} min ${number(point.bitsPerByte, 3)}`).join(', ');
    const calculated = embedded || !library ? kernels : library;
    yield {
      name,
      what: `${what} (${number(parameters, 0)} parameters), ${minutes} minutes awake, ${calculated}`,
      value: exam.bitsPerByte,
      unit: 'bits per byte',
      digits: 3,
      better: 'lower',
      bar: embedded || !library ? 1.68 : 1.6,
      noise: LIFE_NOISE,
      assumed: true,
      note: `${number(tokens, 0)} tokens learnt; ${line}`,
      how: `a newborn home, baby wake --minutes ${minutes}; the last 5 % held out, ${number(exam.bytes, 0)} bytes, all of it examined afterwards`,
    };
  },
});

export const pepysTopic = pepysTopicOf('pepys', false);
export const pepysEmbeddedTopic = pepysTopicOf('pepys-embedded', true);

export const starterTopic: Topic = {
  about: 'what it says on the starter texts, so many minutes awake',
  takes: 'as long as it is awake',
  async *measure({ wishes: { minutes = MINUTES } }) {
    const files = readdirSync(starterFolder).map((file) => join(starterFolder, file));
    const { babble, exam } = await raise(undefined, minutes);
    const near = (seconds: number) =>
      babble.reduce((best, b) => (Math.abs(b.seconds - seconds) < Math.abs(best.seconds - seconds) ? b : best));
    for (const seconds of new Set([10, 60, minutes * 60])) {
      const { text, seconds: at } = near(seconds);
      yield {
        name: `starter-${seconds}`,
        what: `what it says after ${seconds} s on the starter texts`,
        value: 100 * realWords(text, files),
        unit: '% real words',
        digits: 0,
        better: 'higher',
        ...(seconds === 60 ? { bar: 50 } : {}),
        noise: 0.1,
        assumed: true,
        note: JSON.stringify(text),
        how: `at ${number(at, 0)} s; held out at the end ${number(exam.bitsPerByte, 2)} bits per byte`,
      };
    }
  },
};
