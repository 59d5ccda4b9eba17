/** The eighteen cases: two babies, after 1, 3 and 10 corrections, 10 seconds, a minute and five minutes later. */
import { newborn, pause, QUIET } from '../daemon-load.ts';
import { askAll, type CaseResult, correctAll, repliesBefore, teachPairs } from './cases.ts';
import { TUNED, TUNED_PAIRS } from './questions-tuned.ts';
import { UNSEEN, UNSEEN_PAIRS } from './questions-unseen.ts';

export const COUNTS = [1, 3, 10] as const;
export const WAITS = [10, 60, 300] as const;

/** Seconds of life before anything is corrected. */
const YOUNG = 30;

export interface Case extends CaseResult {
  readonly set: 'tuned' | 'unseen';
  readonly count: number;
  /** seconds after the corrections */
  readonly wait: number;
}

/** All cases of one baby: on a text, or on the starter texts. */
export async function* casesOf(
  text: string | undefined,
  waits: readonly number[] = WAITS,
  counts: readonly number[] = COUNTS,
): AsyncGenerator<Case> {
  for (const count of counts) {
    for (const [name, set] of [['tuned', TUNED] as const, ['unseen', UNSEEN] as const]) {
      const baby = await newborn({ ...QUIET }, text);
      try {
        await pause(YOUNG * 1000);
        const before = await repliesBefore(baby.life, set);
        await correctAll(baby.life, set.corrected.slice(0, count));
        const began = performance.now();
        for (const wait of waits) {
          await pause(Math.max(0, began + wait * 1000 - performance.now()));
          yield { set: name, count, wait, ...(await askAll(baby.life, set, count, before)) };
        }
      } finally {
        await baby.close();
      }
    }
  }
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
