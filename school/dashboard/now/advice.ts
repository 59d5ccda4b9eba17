/** What would help it at this moment, in one sentence. Pure. */
import { short } from '../../../statistics/format/numbers.ts';
import { trainingTexts } from '../../training/texts/training-texts.ts';
import type { Snapshot } from '../state/snapshot.ts';
import { nowPageTexts } from '../texts/now-page.ts';

/** Tokens of a library that is known by heart within the hour. */
const LITTLE = 100_000;
/** Steps after which the first exam has long been taken, where there is anything to ask. */
const EXAMINED = 500;
/** Bits per byte by which an exam may be above the best one by chance. */
const WORSE = 0.05;

/** The most helpful first; '' where nothing is missing. */
export function adviceOf({ contact, stats, introduction, chat }: Snapshot): string {
  if (contact === 'asleep') return nowPageTexts.advice.wakeIt;
  if (contact !== 'awake' || !stats) return '';
  const { doing, exam, bestExam, step } = stats;
  if (doing === 'dreaming') return nowPageTexts.advice.dreams;
  if (doing === trainingTexts.doing.knowsAllThis) return nowPageTexts.advice.knowsAll;
  if (exam === null && step >= EXAMINED) return nowPageTexts.advice.tooLittleForExams;
  if (exam !== null && bestExam !== null && exam > bestExam + WORSE) return nowPageTexts.advice.learnsByHeart;
  const tokens = introduction?.libraryTokens ?? LITTLE;
  if (tokens < LITTLE) return nowPageTexts.advice.smallLibrary(short(tokens));
  if (chat.length === 0) return nowPageTexts.advice.talkToIt;
  if (!chat.some(({ kind }) => kind === 'corrected')) return nowPageTexts.advice.correctIt;
  return '';
}
