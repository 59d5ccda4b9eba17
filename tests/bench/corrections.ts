// How long until a correction, made three times in different chats, is what it says, and what that costs elsewhere.
// `node tests/bench/corrections.ts [seconds of life before] [text file] [json of config] [how often it is corrected: 3, or 0 to compare with]`
import { rmSync } from 'node:fs';
import type { Config } from '../../school/config.ts';
import type { Life } from '../../school/messages.ts';
import { newborn, pause, QUIET } from './living.ts';

export interface Correcting {
  /** until the corrected answer was the likeliest of all, in a chat that had just begun; NaN: not within two minutes */
  readonly seconds: number;
  readonly steps: number;
  /** held-out bits per byte: two minutes before, just before, two minutes after the corrections */
  readonly exams: readonly number[];
  /** how much worse the held-out text was foreseen two minutes after, as a share */
  readonly worse: number;
  /** … and how much it had changed over the two minutes before */
  readonly drift: number;
  readonly said: string;
  readonly reads: number;
}

const QUESTION = 'what is your favourite colour?';
const ANSWER = 'green, like moss on the old wall.';
const LIMIT = 120;

/** The likeliest answer of all, in a conversation of its own. */
export async function likeliest(life: Life, question: string, conversation: string): Promise<string> {
  const { text } = await life.say(question, { conversation, temperature: 0, repetitionPenalty: 1, maxTokens: 60 });
  return text;
}

export async function correcting(
  before: number,
  text?: string,
  overrides: Partial<Config> = {},
  times = 3,
): Promise<Correcting> {
  const [question, answer] = [QUESTION, ANSWER];
  const baby = await newborn({ ...QUIET, ...overrides }, text);
  const { life } = baby;
  try {
    await pause(before * 1000);
    const exams = [(await life.exam()).bitsPerByte];
    await pause(LIMIT * 1000);
    exams.push((await life.exam()).bitsPerByte);
    for (let i = 0; i < times; i++) {
      await likeliest(life, question, `chat ${i}`);
      await life.correct(`chat ${i}`, answer);
    }
    const began = performance.now();
    const { step } = baby.stats();
    let [seconds, steps, said] = [Number.NaN, Number.NaN, ''];
    for (let i = 0; performance.now() - began < LIMIT * 1000; i++) {
      said = await likeliest(life, question, `later ${i}`);
      if (said === answer && Number.isNaN(seconds))
        [seconds, steps] = [(performance.now() - began) / 1000, baby.stats().step - step];
      if (said !== answer) [seconds, steps] = [Number.NaN, Number.NaN];
      await pause(500);
    }
    exams.push((await life.exam()).bitsPerByte);
    const reads = (await life.corrections()).reduce((sum, one) => sum + (one.reads ?? 0), 0);
    return { seconds, steps, exams, worse: exams[2] / exams[1] - 1, drift: exams[1] / exams[0] - 1, said, reads };
  } finally {
    await baby.close();
    rmSync(baby.home, { recursive: true, force: true });
  }
}

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].split('/').pop() as string)) {
  const [, , before = '60', text, overrides = '{}', times = '3'] = process.argv;
  const result = await correcting(Number(before), text || undefined, JSON.parse(overrides), Number(times));
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
