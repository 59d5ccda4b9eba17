// How long until a correction, made three times in different chats, is what it says, and what that costs elsewhere.
// `node tests/bench/corrections.ts [seconds of life before] [text file] [json of config]`
import { copyFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Baby } from '../../school/api/contract.ts';
import type { MemoryScope, Stats } from '../../school/api/messages.ts';
import { wake } from '../../school/daemon/daemon.ts';
import { makeHome } from '../../school/home/home.ts';
import { type Config, DEFAULTS } from '../../school/settings/config.ts';
import { pause, QUIET } from './daemon-load.ts';

export interface Correcting {
  /** until the corrected answer was the likeliest of all in a chat that had just begun; NaN: not within two minutes */
  readonly seconds: number;
  readonly steps: number;
  /** the share of later chats in which it still was */
  readonly kept: number;
  /** steps in the two minutes */
  readonly stepsInAll: number;
  /** held-out bits per byte before, two minutes after the corrections, and of its twin that was not corrected, after as many steps */
  readonly before: number;
  readonly after: number;
  readonly twin: number;
  /** how much worse than its twin it foresees what is held out, as a share */
  readonly worse: number;
  readonly said: string;
}

const QUESTION = 'what is your favourite colour?';
const ANSWER = 'green, like moss on the old wall.';
const LIMIT = 120;

/** The likeliest answer of all, in a conversation of its own. */
export async function likeliest(
  life: Baby,
  question: string,
  conversation: string,
  memory: MemoryScope = 'all',
): Promise<string> {
  const options = { conversation, temperature: 0, repetitionPenalty: 1, maxTokens: 60, memory };
  return (await life.say(question, options)).text;
}

/** One baby is raised; then it lives on twice, corrected and not. */
export async function correcting(before: number, text?: string, overrides: Partial<Config> = {}): Promise<Correcting> {
  const config = { ...DEFAULTS, ...QUIET, ...overrides };
  const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'baby-bench-')));
  try {
    const [home, twin] = folders.map((folder) => makeHome(folder));
    if (text) copyFileSync(text, join(home.library, basename(text)));
    const young = await wake({ home, config });
    await pause(before * 1000);
    await young.sleep();
    cpSync(home.folder, twin.folder, { recursive: true });

    const life = await wake({ home, config });
    const corrected = await correct(life);
    await life.sleep();
    const other = await wake({ home: twin, config, steps: corrected.stepsInAll });
    await other.over;
    const { openOfflineModel: openAsleep } = await import('../../school/daemon/offline-model.ts');
    const asleep = await openAsleep(twin, config);
    const uncorrected = (await asleep.exam()).bitsPerByte;
    await asleep.close();
    return { ...corrected, twin: uncorrected, worse: corrected.after / uncorrected - 1 };
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}

async function correct(life: Baby): Promise<Omit<Correcting, 'twin' | 'worse'>> {
  let stats: Stats | undefined;
  life.watch((event) => {
    if (event.event === 'stats') stats = event.data;
  });
  const before = (await life.exam()).bitsPerByte;
  for (let i = 0; i < 3; i++) {
    await likeliest(life, QUESTION, `chat ${i}`);
    await life.correct(`chat ${i}`, ANSWER);
  }
  const first = life.introduction.step;
  const step = () => stats?.step ?? first;
  const [began, beganAt] = [performance.now(), step()];
  let [seconds, steps, said] = [Number.NaN, Number.NaN, ''];
  let [right, later] = [0, 0];
  for (let i = 0; performance.now() - began < LIMIT * 1000; i++) {
    said = await likeliest(life, QUESTION, `later ${i}`);
    if (Number.isNaN(seconds) && said === ANSWER)
      [seconds, steps] = [(performance.now() - began) / 1000, step() - beganAt];
    if (!Number.isNaN(seconds)) later++;
    if (said === ANSWER) right++;
    await pause(500);
  }
  const { bitsPerByte: after, step: last } = await life.exam();
  return { seconds, steps, kept: right / later, stepsInAll: last - first, before, after, said };
}

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].split('/').pop() as string)) {
  const [, , before = '60', text, overrides = '{}'] = process.argv;
  const result = await correcting(Number(before), text || undefined, JSON.parse(overrides));
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
