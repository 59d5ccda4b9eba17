/** What would help it at this moment, in one sentence. Pure. */
import { short } from '../../../statistics/format/numbers.ts';
import type { Snapshot } from '../state/snapshot.ts';

/** Tokens of a library that is known by heart within the hour. */
const LITTLE = 100_000;
/** Steps after which the first exam has long been taken, where there is anything to ask. */
const EXAMINED = 500;
/** Bits per byte by which an exam may be above the best one by chance. */
const WORSE = 0.05;

/** The most helpful first; '' where nothing is missing. */
export function adviceOf({ contact, stats, introduction, chat }: Snapshot): string {
  if (contact === 'asleep') return 'It learns only while it is awake: W wakes it.';
  if (contact !== 'awake' || !stats) return '';
  const { doing, exam, bestExam, step } = stats;
  if (doing === 'dreaming')
    return 'It knows its whole library, and dreams of it: feed it more of your texts (4, then f).';
  if (doing === 'knows all this') return 'It knows its whole library: feed it more of your texts (4, then f).';
  if (exam === null && step >= EXAMINED) return 'Too little text for exams: feed it more of your texts (4, then f).';
  if (exam !== null && bestExam !== null && exam > bestExam + WORSE)
    return 'It begins to learn by heart: new texts help more than time (4, then f).';
  const tokens = introduction?.libraryTokens ?? LITTLE;
  if (tokens < LITTLE) return `A small library (${short(tokens)} tokens): more texts teach it most (4, then f).`;
  if (chat.length === 0) return 'Talk to it (3): it remembers what you say, and answers while it learns.';
  if (!chat.some(({ kind }) => kind === 'corrected'))
    return 'Correct a reply (3, Esc, then e): it learns the better one within moments.';
  return '';
}
