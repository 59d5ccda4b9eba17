// How long until ten greetings, fed as questions and answers, are all answered word for word by the likeliest reply, with memory and by the weights
// alone, and which other questions get one of the answers.
// `node tests/bench/answers.ts [seconds of life before they are fed] [text file] [json of config] [greetings|cleanai]`
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MemoryScope } from '../../school/api/messages.ts';
import { findHome } from '../../school/home/home.ts';
import { feed } from '../../school/ingest/feed.ts';
import type { Config } from '../../school/settings/config.ts';
import { isCorrection } from './corrections/cases.ts';
import { UNSEEN } from './corrections/questions-unseen.ts';
import { likeliest } from './corrections.ts';
import { newborn, pause, QUIET } from './daemon-load.ts';

/** How soon answers were all exact, and stayed so. */
export interface Exactly {
  /** NaN: not within the limit */
  readonly seconds: number;
  readonly steps: number;
  /** how many were exact at the end */
  readonly exact: number;
  readonly said: readonly string[];
}

export interface Answering {
  readonly withMemory: Exactly;
  readonly byWeights: Exactly;
  /** in all the time */
  readonly stepsInAll: number;
  /** other questions that get one of the answers at the end, and did not before they were fed */
  readonly wrong: { readonly withMemory: readonly string[]; readonly byWeights: readonly string[] };
  readonly exams: readonly number[];
}

export type Pairs = readonly (readonly [question: string, answer: string])[];

export const GREETINGS: Pairs = [
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

/** The greetings of Cleanai's dataset, as it repeats them. */
export const CLEANAI_GREETINGS: Pairs = [
  '',
  ' there',
  ' man',
  ' friend',
  ' stranger',
  '',
  ' there',
  '',
  ' you',
  '',
].map((whom) => [`Hey${whom}!`, `Hey${whom}, how are you?`]);

/** Twenty other questions: ten near greetings, and ten of anything else. */
export const OTHERS: readonly string[] = [
  'good evening',
  'how is the weather?',
  'how are the apples?',
  'what is his name?',
  'what is she doing?',
  'who made the soup?',
  'thank the baker',
  'hey, where is the cat?',
  'hello again, is it raining?',
  'what are birds?',
  ...UNSEEN.far,
];

/** When all were exact: told after each round of asking. */
class Watched {
  private readonly began = performance.now();
  private readonly first: number;
  private since: Pick<Exactly, 'seconds' | 'steps'> | undefined;
  private said: readonly string[] = [];
  private exact = 0;

  constructor(step: number) {
    this.first = step;
  }

  take(said: readonly string[], pairs: Pairs, step: number): void {
    this.said = said;
    this.exact = said.filter((reply, i) => reply === pairs[i]?.[1]).length;
    if (this.exact < pairs.length) this.since = undefined;
    else this.since ??= { seconds: (performance.now() - this.began) / 1000, steps: step - this.first };
  }

  get result(): Exactly {
    return { ...(this.since ?? { seconds: Number.NaN, steps: Number.NaN }), exact: this.exact, said: this.said };
  }
}

export async function answering(
  before: number,
  text?: string,
  overrides: Partial<Config> = {},
  { limit = 60, pairs = GREETINGS }: { readonly limit?: number; readonly pairs?: Pairs } = {},
): Promise<Answering> {
  const baby = await newborn({ ...QUIET, ...overrides }, text);
  const { life } = baby;
  const folder = mkdtempSync(join(tmpdir(), 'baby-greetings-'));
  const answers = pairs.map(([, answer]) => answer);
  let chats = 0;
  /** Which of the other questions get one of the answers. */
  const astray = async (memory: MemoryScope): Promise<string[]> => {
    const found: string[] = [];
    for (const [seed, question] of OTHERS.entries()) {
      const { text: reply } = await life.say(question, { conversation: `other ${++chats}`, seed, memory });
      if (isCorrection(reply, answers)) found.push(question);
    }
    return found;
  };
  try {
    await pause(before * 1000);
    const exams = [(await life.exam()).bitsPerByte];
    const already = { withMemory: await astray('all'), byWeights: await astray('none') };
    const path = join(folder, 'dataset.json');
    writeFileSync(path, JSON.stringify(pairs.map(([input, output]) => ({ inputs: [input], outputs: [output] }))));
    const { step } = baby.stats();
    const began = performance.now();
    const [remembered, learnt] = [new Watched(step), new Watched(step)];
    await feed(findHome(baby.home), [path], { onFed: () => {} });
    while (performance.now() - began < limit * 1000) {
      const ask = async (memory: MemoryScope) => {
        const said: string[] = [];
        for (const [question] of pairs) said.push(await likeliest(life, question, `${++chats}`, memory));
        return said;
      };
      remembered.take(await ask('all'), pairs, baby.stats().step);
      learnt.take(await ask('none'), pairs, baby.stats().step);
      await pause(250);
    }
    const wrong = {
      withMemory: (await astray('all')).filter((question) => !already.withMemory.includes(question)),
      byWeights: (await astray('none')).filter((question) => !already.byWeights.includes(question)),
    };
    exams.push((await life.exam()).bitsPerByte);
    const stepsInAll = baby.stats().step - step;
    return { withMemory: remembered.result, byWeights: learnt.result, stepsInAll, wrong, exams };
  } finally {
    await baby.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].split('/').pop() as string)) {
  const [, , before = '20', text, overrides = '{}', which = 'greetings'] = process.argv;
  const pairs = which === 'cleanai' ? CLEANAI_GREETINGS : GREETINGS;
  const result = await answering(Number(before), text || undefined, JSON.parse(overrides), { pairs });
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
