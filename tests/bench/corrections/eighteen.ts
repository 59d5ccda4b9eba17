/** The eighteen cases: two babies, after 1, 3 and 10 corrections, 10 seconds, a minute and five minutes later. */
import { wake } from '../../../school/daemon/daemon.ts';
import { type Config, DEFAULTS } from '../../../school/settings/config.ts';
import { newborn, pause, QUIET } from '../daemon-load.ts';
import { askAll, type CaseResult, correctAll, teachPairs } from './cases.ts';
import type { QuestionSet } from './question-set.ts';
import { TUNED, TUNED_PAIRS } from './questions-tuned.ts';
import { UNSEEN, UNSEEN_PAIRS } from './questions-unseen.ts';
import { openTwins, Young } from './twins.ts';

export const COUNTS = [1, 3, 10] as const;
export const WAITS = [10, 60, 300] as const;
const HALVES = [['tuned', TUNED] as const, ['unseen', UNSEEN] as const];

/** Seconds of life before anything is corrected. */
const YOUNG = 30;

export interface Case extends CaseResult {
  readonly set: 'tuned' | 'unseen';
  readonly count: number;
  /** seconds after the corrections, and the steps that were learnt in them */
  readonly wait: number;
  readonly steps: number;
}

export interface CaseOptions {
  readonly waits?: readonly number[];
  readonly counts?: readonly number[];
  /** beside the defaults */
  readonly config?: Partial<Config>;
}

/** All cases of one baby: on a text, or on the starter texts. It is raised once; both halves live on from there, side by side, on one thread each. */
export async function* casesOf(
  text: string | undefined,
  { waits = WAITS, counts = COUNTS, config: changes = {} }: CaseOptions = {},
): AsyncGenerator<Case> {
  const config = { ...DEFAULTS, ...QUIET, threads: 1, ...changes };
  const young = await Young.raise(config, { seconds: YOUNG }, text);
  try {
    for (const count of counts) {
      const halves = HALVES.map(([name, set]) => livesOn(young, set, count, waits, { set: name, count }));
      for (const cases of await Promise.all(halves)) yield* cases;
    }
  } finally {
    young.remove();
  }
}

/** Corrects a baby, and asks it after each wait, asleep as it is then: it learns nothing while it is asked. */
async function livesOn(
  young: Young,
  set: QuestionSet,
  count: number,
  waits: readonly number[],
  name: Pick<Case, 'set' | 'count'>,
): Promise<Case[]> {
  const { config } = young;
  const home = young.copy();
  const cases: Case[] = [];
  let seconds = 0;
  for (const wait of waits) {
    const life = await wake({ home, config });
    if (seconds === 0) await correctAll(life, set.corrected.slice(0, count));
    const began = performance.now();
    await pause(Math.max(0, wait - seconds) * 1000);
    await life.sleep();
    seconds += (performance.now() - began) / 1000;
    const { baby, twin, close } = await openTwins(young, home);
    try {
      cases.push({ ...name, wait, steps: baby.step - young.step, ...(await askAll(baby, twin, set, count)) });
    } finally {
      await close();
    }
  }
  return cases;
}

/** A hundred different corrections, one after another, on the starter texts. */
export async function hundredCorrections(): Promise<{ of: number; right: number; paraphrased: number }> {
  const baby = await newborn({ ...QUIET });
  try {
    await pause(YOUNG * 1000);
    const pairs = [
      ...TUNED_PAIRS,
      ...UNSEEN_PAIRS,
      ...[...TUNED.corrected, ...UNSEEN.corrected].map(
        ({ question, answer, paraphrases }) => [question, answer, paraphrases[0]] as const,
      ),
    ];
    const { right, paraphrased } = await teachPairs(baby.life, pairs);
    return { of: pairs.length, right, paraphrased };
  } finally {
    await baby.close();
  }
}
