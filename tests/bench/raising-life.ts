// A whole life with everything switched on that raises a baby, by the built program in a process of its own: what of it came about.
// `node dist/tests/bench/raising-life.js [minutes] [text file] [json of config]`
import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Example } from '../../library/sources/examples.ts';
import type { Baby } from '../../school/api/contract.ts';
import { attach } from '../../school/api/rpc/client.ts';
import { asleepReport } from '../../school/daemon/library-report.ts';
import { findHome, type Home, makeHome } from '../../school/home/home.ts';
import { packageFolder, starterFolder } from '../../school/home/package-root.ts';
import { feed } from '../../school/ingest/feed.ts';
import { type Config, configure } from '../../school/settings/config.ts';
import { ConsentStore } from '../../school/twitch/consent/consent.ts';
import { twitchFiles } from '../../school/twitch/service-options.ts';
import { pause } from './daemon-load.ts';
import { memoryOf } from './processes.ts';
import { type Gathered, gather } from './raising-record.ts';

const launcher = join(packageFolder, 'dist', 'school', 'cli', 'launcher.js');
/** Milliseconds between two looks at its memory. */
const LOOK = 2000;

export interface RaisedLife extends Gathered {
  /** of the process; 0: it fell asleep by itself */
  readonly code: number | null;
  /** what each source gave */
  readonly sources: readonly { readonly name: string; readonly chunks: number; readonly tokens: number }[];
  readonly corrections: number;
  readonly rounds: number;
  /** resident bytes, and when: minutes after it woke */
  readonly memory: readonly { readonly minutes: number; readonly bytes: number }[];
  /** what it, or whoever visited it, had to complain of */
  readonly complaints: string;
}

/** Sooner and oftener than by default, so that each of it happens often enough in so many minutes. */
export function everythingOn(minutes: number): Partial<Config> {
  const often = Math.max(1, Math.round(minutes * 1.5));
  const { sources } = configure({}, '');
  return {
    name: 'mia',
    owner: 'ann',
    saveSeconds: Math.min(60, 4 * often),
    examSeconds: Math.min(60, 4 * often),
    babbleSeconds: 6,
    sources: { ...sources, random: 0.1, chat: 0.05 },
    reflection: { seconds: often },
    scribe: { chance: Math.min(0.5, 0.25 / minutes) },
    perfectionist: { tries: 3, lowest: 0.2, highest: 0.8 },
    difficulty: { run: Math.min(20, Math.ceil(minutes * 8)), least: 0.5 },
    milestones: { ...configure({}, '').milestones, seconds: 4 * often },
    twitch: { ...configure({}, '').twitch, learn: 'opt-in' },
  };
}

/** Wakes a newborn for some minutes, raises it all the while, and tells what came of it. */
export async function raiseWithEverything(
  minutes: number,
  text?: string,
  overrides: Partial<Config> = {},
): Promise<RaisedLife> {
  const folder = mkdtempSync(join(tmpdir(), 'baby-everything-'));
  try {
    const home = makeHome(join(folder, 'home'));
    const config = configure({ ...everythingOn(minutes), ...overrides }, 'the bench');
    writeFileSync(home.config, JSON.stringify({ ...everythingOn(minutes), ...overrides }));
    await furnish(home, folder, text);
    const began = performance.now();
    const args = ['wake', '--foreground', '--minutes', String(minutes), '--home', home.folder];
    const child = spawn(process.execPath, [launcher, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    let complaints = '';
    child.stderr.setEncoding('utf8').on('data', (said: string) => (complaints += said));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const memory: RaisedLife['memory'][number][] = [];
    const looking = setInterval(() => {
      const bytes = memoryOf(child.pid as number);
      if (!Number.isNaN(bytes)) memory.push({ minutes: (performance.now() - began) / 60_000, bytes });
    }, LOOK);
    try {
      const visit = await raise(home, folder, minutes, child);
      const code = await ended;
      const report = await asleepReport(home, config);
      const sources = report.sources.map(({ name, given }) => ({ name, ...given }));
      return { ...gather(home, minutes), ...visit, code, sources, memory, complaints };
    } finally {
      clearInterval(looking);
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const LETTERS = [
  'dear you, the garden is full of rain, and i write to you from the kitchen table as i always do.',
  'dear you, the lamp by the window was lit all night, since nobody wanted to be the one who puts it out.',
  'dear you, i found the blue cup again behind the flour, and thought of the summer when we lost it.',
];

const QUESTIONS: readonly [string, string][] = [
  ['what is your name?', 'i am mia.'],
  ['good night', 'sleep well, until tomorrow.'],
  ['who made you?', 'you did, with your words.'],
];

/** What somebody has who raises a baby: texts, letters, a chat that was exported, questions with their answers. */
async function furnish(home: Home, folder: string, text: string | undefined): Promise<void> {
  for (const file of ['stories-sea.txt', 'talk-home.txt'])
    copyFileSync(join(starterFolder, file), join(home.library, file));
  if (text) copyFileSync(text, join(home.library, basename(text)));
  mkdirSync(join(home.library, 'letters'));
  LETTERS.forEach((letter, i) =>
    writeFileSync(
      join(home.library, 'letters', `${i}.txt`),
      `${Array.from({ length: 12 }, (_, n) => `${letter} (${n})`).join('\n')}\n`,
    ),
  );
  const dataset = join(folder, 'dataset.json');
  writeFileSync(dataset, JSON.stringify(QUESTIONS.map(([input, output]) => ({ inputs: [input], outputs: [output] }))));
  const chat = join(folder, 'WhatsApp Chat with Bob.txt');
  const lines = Array.from({ length: 60 }, (_, i) => {
    const at = `2025-03-${String(1 + (i % 28)).padStart(2, '0')}, 10:${String(i).padStart(2, '0')}`;
    return `${at} - ${i % 2 ? 'Bob' : 'Ann'}: ${i % 2 ? 'and what then' : 'we walked down to the harbour'} (${i})`;
  });
  writeFileSync(chat, `${lines.join('\n')}\n`);
  const refused: string[] = [];
  await feed(home, [dataset, chat], {
    me: ['Ann'],
    onFed: (fed) => {
      if (fed.outcome === 'refused') refused.push(fed.message);
    },
  });
  if (refused.length > 0) throw new Error(refused.join('\n'));
  mkdirSync(home.twitch, { mode: 0o700 });
  const consent = new ConsentStore(twitchFiles(home.twitch).consent, { retention: 86_400_000 });
  consent.optIn('1', 'quietbird', Date.now());
  for (const { id, turns } of SAID_IN_PUBLIC)
    consent.keep({ id, userId: '1', channel: 'loop', at: Date.now() }, turns[0].text);
  consent.flush();
  consent.close();
}

/** Of somebody who opted in; its study hands them on where there is a network. */
const SAID_IN_PUBLIC: readonly Example[] = ['the stream is calm today', 'what a lovely bear', 'good night all'].map(
  (text, i) => ({ id: `m${i}`, turns: [{ speaker: 'chatter', text, learn: true }] }),
);

/** What happens in turn while it is awake. */
async function raise(
  home: Home,
  folder: string,
  minutes: number,
  child: ChildProcess,
): Promise<{ corrections: number; rounds: number }> {
  const life = await lineTo(home, child);
  life.over.catch(() => {});
  const ends = performance.now() + minutes * 60_000;
  const left = () => ends - performance.now();
  const every = Math.min(20_000, (minutes * 60_000) / 12);
  const visit = { corrections: 0, rounds: 0 };
  const acts: (() => Promise<unknown>)[] = [
    () => life.teach('twitch', SAID_IN_PUBLIC),
    async () => {
      for (const text of ['good morning!', 'what did you read?', 'it rains here, and i have made tea'])
        await life.say(text, { maxTokens: 30 });
      await life.correct('owner', 'then drink it while it is warm.');
      visit.corrections++;
    },
    () => life.journal('we read of the sea today'),
    async () => {
      visit.rounds += await play(home);
    },
    async () => {
      const file = join(folder, 'notes.md');
      writeFileSync(
        file,
        '# notes\n\nThe ferry was late, and nobody minded, since the sun came out at last.\n'.repeat(9),
      );
      await feed(home, [file], { onFed: () => {} });
    },
    async () => {
      // a perfectionist decides alone: the second half of its life belongs to the difficulty that adapts
      if (left() < minutes * 30_000) await life.set('perfectionist.tries', 0);
    },
  ];
  for (let i = 0; left() > every && child.exitCode === null; i++) {
    await acts[i % acts.length]();
    await pause(Math.min(every / 2, Math.max(0, left() - every)));
  }
  await life.over.catch(() => {}); // how it ended, its exit code and its log tell
  life.close();
  return visit;
}

async function lineTo(home: Home, child: ChildProcess): Promise<Baby & { close(): void }> {
  for (let tries = 0; tries < 600 && child.exitCode === null; tries++) {
    const life = await attach(findHome(home.folder).socket).catch(() => undefined);
    if (life) return life;
    await pause(100);
  }
  throw new Error('it did not wake');
}

/** Two rounds of `baby game`, with an answer from a pipe. @returns how many were answered */
async function play(home: Home): Promise<number> {
  const child = spawn(process.execPath, [launcher, 'game', '--rounds', '2', '--home', home.folder], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (said: string) => (out += said));
  child.stdin.on('error', () => {}); // it may be over before it has read all
  child.stdin.end('the sea is wide today, i think\n\n');
  await new Promise((resolve) => child.once('close', resolve));
  return Number(out.match(/(\d+) answered by you/)?.[1] ?? 0);
}

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].split('/').pop() as string)) {
  const [, , minutes = '2', text, overrides = '{}'] = process.argv;
  const { memory, ...result } = await raiseWithEverything(Number(minutes), text || undefined, JSON.parse(overrides));
  const every = Math.max(1, Math.floor(memory.length / 20));
  const megabytes = memory.filter((_, i) => i % every === 0).map(({ bytes }) => Math.round(bytes / 1e6));
  process.stdout.write(`${JSON.stringify({ ...result, megabytes }, undefined, 2)}\n`);
}
