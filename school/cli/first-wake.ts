/** The questions before a baby's first wake, on a terminal: its name, your name, its first texts, the dashboard. All can be changed later. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { printable } from '../../library/notices/printable.ts';
import { copyStarterTexts } from '../../library/texts/starter.ts';
import { bytes } from '../../statistics/format/numbers.ts';
import type { Home } from '../home/home.ts';
import { starterFolder } from '../home/package-root.ts';
import { ConfigError, configure, loadConfig, saveConfig } from '../settings/config.ts';
import { pathIn } from '../terminal/typed-path.ts';
import { asShown } from '../text/display.ts';
import { babyTexts } from './texts/babies.ts';

/** Asks one question; tests answer themselves. Rejects with an AbortError on Ctrl-C. */
export type Ask = (question: string) => Promise<string>;

export interface FirstWake {
  readonly ask: Ask;
  readonly tell: (text: string) => void;
  /** feeds a path of the owner's */
  readonly feed: (path: string) => Promise<void>;
  /** where relative paths start */
  readonly folder?: string;
}

/** Whether nothing of a baby lies in the home: no settings, no soul, no texts. */
export function isFirstWake(home: Home): boolean {
  const isEmpty = (folder: string): boolean =>
    !existsSync(folder) || readdirSync(folder).every((entry) => entry.startsWith('.'));
  return !existsSync(home.config) && isEmpty(home.soul) && isEmpty(home.library);
}

const TEXTS = ['own', 'starter', 'both'] as const;
const THEMES = ['auto', 'dark', 'light'] as const;

/** Asks, writes baby.json and lays the first texts into the library. A wrong answer is asked once more, with one sentence. */
export async function askFirstWake(home: Home, { ask, tell, feed, folder = process.cwd() }: FirstWake): Promise<void> {
  const defaults = await loadConfig(home);
  tell(`${babyTexts.firstWake.greeting(printable(home.folder))}\n\n`);
  let config = defaults;
  const named = async (question: string, key: 'name' | 'owner'): Promise<void> => {
    config = await answered(`${question} [${defaults[key]}] `, ask, tell, (answer) =>
      configure(answer === '' ? {} : { [key]: answer }, question, config),
    );
  };
  await named(babyTexts.firstWake.itsName, 'name');
  await named(babyTexts.firstWake.yourName, 'owner');

  const starter = await sizeOf(starterFolder);
  tell(`\n${babyTexts.firstWake.firstTexts(bytes(starter))}\n`);
  const texts = await choice('Which? [3] ', TEXTS, 'both', ask, tell);
  const path = texts === 'starter' ? undefined : await pathOf(folder, ask, tell);

  const theme = await choice(`\n${babyTexts.firstWake.dashboard}`, THEMES, 'auto', ask, tell);
  await saveConfig(home, configure({ view: { theme } }, babyTexts.firstWake.theDashboard, config));
  if (texts !== 'own' || path === undefined) await copyStarterTexts(starterFolder, home.library);
  if (path !== undefined) await feed(path);
  tell(asShown(`\n${babyTexts.firstWake.change}\n`));
}

/** Asks until `take` does not refuse the answer. */
async function answered<T>(
  question: string,
  ask: Ask,
  tell: (text: string) => void,
  take: (answer: string) => T,
): Promise<T> {
  for (;;) {
    try {
      return take((await ask(question)).trim());
    } catch (error) {
      if (!(error instanceof ConfigError) && !(error instanceof WrongAnswer)) throw error;
      tell(`${printable(error.message)}\n`);
    }
  }
}

class WrongAnswer extends Error {}

const choice = <T extends string>(
  question: string,
  choices: readonly T[],
  usual: T,
  ask: Ask,
  tell: (text: string) => void,
): Promise<T> =>
  answered(question, ask, tell, (answer) => {
    if (answer === '') return usual;
    const found = choices[Number(answer) - 1] ?? choices.find((one) => one === answer.toLowerCase());
    if (found === undefined) throw new WrongAnswer(babyTexts.firstWake.noNumber(choices.length));
    return found;
  });

/** Less than this is soon known by heart. */
const LITTLE = 100_000;

/** A file or folder that is there; undefined where the owner has none at hand. */
async function pathOf(folder: string, ask: Ask, tell: (text: string) => void): Promise<string | undefined> {
  const path = await answered(babyTexts.firstWake.path, ask, tell, (answer) => {
    if (answer === '') return undefined;
    const found = resolve(folder, pathIn(answer));
    if (!existsSync(found)) throw new WrongAnswer(babyTexts.firstWake.notThere(found));
    return found;
  });
  if (path === undefined) return undefined;
  const size = await sizeOf(path);
  const advice = size < LITTLE ? babyTexts.firstWake.little : '';
  tell(`${printable(path)}: ${bytes(size)}${advice}.\n`);
  return path;
}

/** Bytes of a file, or of all files of a folder. */
async function sizeOf(path: string): Promise<number> {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.size;
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce(
      (sum, entry) => sum + (statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
}

/** The dialogue on the terminal of this process. @throws AbortError on Ctrl-C; then nothing was written */
export async function firstWakeOnTerminal(
  home: Home,
  feed: (path: string) => Promise<void>,
  { input, output }: { input: NodeJS.ReadableStream; output: NodeJS.WritableStream } = {
    input: process.stdin,
    output: process.stdout,
  },
): Promise<void> {
  const lines = createInterface({ input, output });
  const ended = new AbortController();
  const abort = (): void => ended.abort();
  lines.on('SIGINT', abort);
  lines.on('close', abort);
  // Only our own listener goes: by its own, readline lets go of the keys. Without that it would echo what is typed in the dashboard.
  const close = (): void => {
    lines.off('close', abort);
    lines.close();
  };
  try {
    await askFirstWake(home, {
      ask: (question) => lines.question(question, { signal: ended.signal }),
      tell: (text) => void output.write(text),
      async feed(path) {
        // feeding asks its own questions on the same terminal
        close();
        await feed(path);
      },
    });
  } finally {
    close();
  }
}
