// Figures of a living baby: measured through wake(), as it lives, in a home of its own that is thrown away.
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Baby } from '../../school/api/contract.ts';
import type { ExamResult, Stats } from '../../school/api/messages.ts';
import { wake } from '../../school/daemon/daemon.ts';
import { makeHome } from '../../school/home/home.ts';
import { type Config, DEFAULTS } from '../../school/settings/config.ts';

const NEVER = 86_400;
/** Nothing but learning and answering. */
export const QUIET: Partial<Config> = { saveSeconds: NEVER, examSeconds: NEVER, babbleSeconds: NEVER };

export interface Living {
  readonly life: Baby;
  readonly home: string;
  stats(): Stats;
  close(): Promise<void>;
}

/** Wakes a newborn in a fresh home on the given text, or on the starter texts. */
export async function newborn(overrides: Partial<Config>, text?: string, minutes?: number): Promise<Living> {
  const folder = mkdtempSync(join(tmpdir(), 'baby-bench-'));
  const home = makeHome(folder);
  if (text) copyFileSync(text, join(home.library, basename(text)));
  return living(folder, overrides, minutes);
}

/** Wakes what lives in a folder, which is thrown away with it. */
export async function living(folder: string, overrides: Partial<Config>, minutes?: number): Promise<Living> {
  const home = makeHome(folder);
  const life = await wake({ home, config: { ...DEFAULTS, ...overrides }, ...(minutes ? { minutes } : {}) });
  let last: Stats | undefined;
  life.watch((event) => {
    if (event.event === 'stats') last = event.data;
  });
  while (!last) await pause(50);
  return {
    life,
    home: folder,
    stats: () => last as Stats,
    async close() {
      await life.sleep().catch(() => {});
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Milliseconds from asking to the first piece of the answer, while it learns; asked at odd moments of a step. */
export async function timeToFirstToken(
  overrides: Partial<Config>,
  asks: number,
  begin: (overrides: Partial<Config>) => Promise<Living> = newborn,
): Promise<{ parameters: number; milliseconds: number[] }> {
  const baby = await begin({ ...QUIET, ...overrides });
  await pause(2000);
  const milliseconds: number[] = [];
  for (let i = 0; i < asks; i++) {
    await pause(37 + ((i * 61) % 211));
    const began = performance.now();
    let first = Number.NaN;
    await baby.life.say('good morning, how are you today?', { maxTokens: 8, conversation: `c${i}` }, () => {
      if (Number.isNaN(first)) first = performance.now() - began;
    });
    milliseconds.push(Number.isNaN(first) ? performance.now() - began : first);
  }
  const { parameters } = baby.life.introduction;
  await baby.close();
  return { parameters, milliseconds };
}

/** Tokens learnt per second with one 30-token reply every `every` seconds against none: windows of `every` seconds, in turn. */
export async function learningLost(
  overrides: Partial<Config>,
  rounds: number,
  every = 10,
): Promise<{ quiet: number[]; talking: number[]; replyTokens: number }> {
  const baby = await newborn({ ...QUIET, ...overrides });
  await pause(3000);
  const speeds = { quiet: [] as number[], talking: [] as number[] };
  let replyTokens = 0;
  for (let round = 0; round < rounds; round++) {
    for (const kind of ['quiet', 'talking'] as const) {
      const [tokens, began] = [await learnt(baby), performance.now()];
      if (kind === 'talking') {
        await pause(every * 300);
        // a turn may end early: it is asked until thirty tokens were spoken
        for (let spoken = 0; spoken < 30; ) {
          const { tokens } = await baby.life.say('tell me a story', { maxTokens: 30 - spoken });
          spoken += tokens;
          replyTokens += tokens;
        }
      }
      await pause(every * 1000 - (performance.now() - began));
      speeds[kind].push(((await learnt(baby)) - tokens) / ((performance.now() - began) / 1000));
    }
  }
  await baby.close();
  return { ...speeds, replyTokens: replyTokens / rounds };
}

/** The newest count of tokens learnt: waits for a fresh report, so that the clock and the count belong together. */
async function learnt(baby: Living): Promise<number> {
  return new Promise((resolve) => {
    const stop = baby.life.watch((event) => {
      if (event.event !== 'stats') return;
      stop();
      resolve(event.data.tokens);
    });
  });
}

export interface Upbringing {
  readonly exam: ExamResult;
  readonly curve: { minutes: number; bitsPerByte: number }[];
  readonly babble: { seconds: number; text: string }[];
  readonly tokens: number;
  readonly steps: number;
  readonly parameters: number;
  readonly mostMemory: number;
}

/** Raises a newborn on a text for some minutes awake, the wake's end known; the last exam reads the whole held-out part. */
export async function raise(
  text: string | undefined,
  minutes: number,
  overrides: Partial<Config> = {},
): Promise<Upbringing> {
  const folder = mkdtempSync(join(tmpdir(), 'baby-bench-'));
  const home = makeHome(folder);
  if (text) copyFileSync(text, join(home.library, basename(text)));
  const config = { ...DEFAULTS, ...overrides };
  const curve: Upbringing['curve'] = [];
  const babble: Upbringing['babble'] = [];
  const began = performance.now();
  const life = await wake({ home, config, minutes });
  const seconds = () => (performance.now() - began) / 1000;
  let last: Stats | undefined;
  let mostMemory = 0;
  life.watch((event) => {
    if (event.event === 'stats') {
      last = event.data;
      mostMemory = Math.max(mostMemory, process.memoryUsage().rss);
    } else if (event.event === 'babble') babble.push({ seconds: seconds(), text: event.data.text });
    else if (event.event === 'examined') curve.push({ minutes: seconds() / 60, bitsPerByte: event.data.bitsPerByte });
  });
  await life.over;
  const { openOfflineModel: openAsleep } = await import('../../school/daemon/offline-model.ts');
  const asleep = await openAsleep(home, config);
  const exam = await asleep.exam();
  await asleep.close();
  rmSync(folder, { recursive: true, force: true });
  return {
    exam,
    curve,
    babble,
    tokens: last?.tokens ?? 0,
    steps: last?.step ?? 0,
    parameters: life.introduction.parameters,
    mostMemory,
  };
}

/** Words of a babble that stand in the texts it read: how much of it is real words. */
export function realWords(said: string, texts: readonly string[]): number {
  const wordsOf = (text: string) => text.toLowerCase().match(/[a-z']+/g) ?? [];
  const known = new Set(texts.flatMap((file) => wordsOf(readFileSync(file, 'utf8'))));
  const words = wordsOf(said);
  return words.filter((word) => known.has(word)).length / Math.max(1, words.length);
}

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].split('/').pop() as string)) {
  const [, , minutes = '1', text, overrides = '{}'] = process.argv;
  const result = await raise(text || undefined, Number(minutes), JSON.parse(overrides));
  for (const { seconds, text } of result.babble.filter((_, i) => i % 5 === 0))
    process.stdout.write(`${seconds.toFixed(0)} s: ${JSON.stringify(text)}\n`);
  const { babble: _, ...rest } = result;
  process.stdout.write(`${JSON.stringify(rest)}\n`);
}
