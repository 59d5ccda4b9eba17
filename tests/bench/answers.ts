// How long until ten greetings, fed as questions and answers, are all answered word for word by the likeliest reply.
// `node tests/bench/answers.ts [seconds of life before they are fed] [text file] [json of config]`
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findHome } from '../../school/home/home.ts';
import { feed } from '../../school/ingest/feed.ts';
import type { Config } from '../../school/settings/config.ts';
import { likeliest } from './corrections.ts';
import { newborn, pause, QUIET } from './daemon-load.ts';

export interface Answering {
  /** until all ten were answered exactly; NaN: not within the limit */
  readonly seconds: number;
  readonly steps: number;
  /** in all the time */
  readonly stepsInAll: number;
  /** how many were, at the end */
  readonly exact: number;
  readonly said: readonly string[];
  readonly exams: readonly number[];
}

export const GREETINGS: readonly [string, string][] = [
  ['hi', 'hello! nice to see you.'],
  ['hello', 'hi there, how are you?'],
  ['good morning', 'good morning! did you sleep well?'],
  ['good night', 'sleep well, until tomorrow.'],
  ['how are you?', 'i am well, thank you.'],
  ['what is your name?', 'i am babyllm.'],
  ['bye', 'goodbye, come back soon!'],
  ['thank you', 'you are welcome.'],
  ['what are you doing?', 'i am reading and learning.'],
  ['who made you?', 'you did, with your words.'],
];

export async function answering(
  before: number,
  text?: string,
  overrides: Partial<Config> = {},
  limit = 60,
): Promise<Answering> {
  const baby = await newborn({ ...QUIET, ...overrides }, text);
  const { life } = baby;
  const folder = mkdtempSync(join(tmpdir(), 'baby-greetings-'));
  try {
    await pause(before * 1000);
    const exams = [(await life.exam()).bitsPerByte];
    const path = join(folder, 'dataset.json');
    writeFileSync(path, JSON.stringify(GREETINGS.map(([input, output]) => ({ inputs: [input], outputs: [output] }))));
    const [began, { step }] = [performance.now(), baby.stats()];
    await feed(findHome(baby.home), [path], { onFed: () => {} });
    let [seconds, steps, exact] = [Number.NaN, Number.NaN, 0];
    let said: string[] = [];
    for (let i = 0; performance.now() - began < limit * 1000; i++) {
      said = [];
      for (const [question] of GREETINGS) said.push(await likeliest(life, question, `${question} ${i}`));
      exact = said.filter((reply, n) => reply === GREETINGS[n][1]).length;
      if (exact === GREETINGS.length && Number.isNaN(seconds))
        [seconds, steps] = [(performance.now() - began) / 1000, baby.stats().step - step];
      if (exact < GREETINGS.length) [seconds, steps] = [Number.NaN, Number.NaN];
      await pause(250);
    }
    exams.push((await life.exam()).bitsPerByte);
    return { seconds, steps, stepsInAll: baby.stats().step - step, exact, said, exams };
  } finally {
    await baby.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].split('/').pop() as string)) {
  const [, , before = '20', text, overrides = '{}'] = process.argv;
  const result = await answering(Number(before), text || undefined, JSON.parse(overrides));
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
