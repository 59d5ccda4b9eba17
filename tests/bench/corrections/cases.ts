/** The bars of corrections: what is asked of a baby after some replies were corrected, in chats that have just begun. */
import type { Baby } from '../../../school/api/contract.ts';
import type { MemoryScope } from '../../../school/api/messages.ts';
import type { CorrectedQuestion, QuestionSet } from './question-set.ts';

/** Words of a correction in a row that make a reply a correction, or all of them. */
const WORDS_IN_A_ROW = 8;

/** How replies to other questions are. */
export interface Variety {
  readonly distinct: number;
  /** mean length in characters */
  readonly length: number;
}

export interface CaseResult {
  /** corrected questions that were answered so, of all */
  readonly right: number;
  readonly corrected: number;
  /** paraphrases that were answered so, of all */
  readonly paraphrased: number;
  readonly paraphrases: number;
  /** of the twenty other questions those that were answered with a correction, with memory and by the weights alone */
  readonly wrong: number;
  readonly wrongByWeights: number;
  readonly others: number;
  /** replies to the other questions, with memory; and those of its twin, drawn with the same chance */
  readonly replies: Variety;
  readonly twin: Variety;
  /** replies that are word for word those of its twin */
  readonly same: number;
}

type Asked = Pick<Baby, 'say'>;
type Corrected = Pick<Baby, 'say' | 'correct'>;

let chats = 0;

/** A reply in a chat that has just begun. @param seed of its chance */
async function fresh(baby: Asked, question: string, seed: number, memory: MemoryScope = 'all'): Promise<string> {
  return (await baby.say(question, { conversation: `case ${++chats}`, seed, memory })).text;
}

/** Corrects the reply to each question, in a chat of its own. */
export async function correctAll(
  baby: Corrected,
  questions: readonly Pick<CorrectedQuestion, 'question' | 'answer'>[],
): Promise<void> {
  for (const { question, answer } of questions) {
    const conversation = `correcting ${++chats}`;
    await baby.say(question, { conversation, maxTokens: 8 });
    await baby.correct(conversation, answer);
  }
}

/** The other questions: those that are near to a correction, and those that are not. */
export const othersOf = ({ corrected, far }: QuestionSet): string[] => [...corrected.map(({ near }) => near), ...far];

/**
 * Asks everything, after the first `count` questions were corrected.
 *
 * @param twin the same baby at the same step, which was never corrected: what of a change of its replies is age, it changes by too
 */
export async function askAll(baby: Asked, twin: Asked, set: QuestionSet, count: number): Promise<CaseResult> {
  const corrected = set.corrected.slice(0, count);
  const answers = corrected.map(({ answer }) => answer);
  let right = 0;
  let paraphrased = 0;
  let seed = 0;
  for (const { question, answer, paraphrases } of corrected) {
    if ((await fresh(baby, question, ++seed)) === answer) right++;
    for (const other of paraphrases) if ((await fresh(baby, other, ++seed)) === answer) paraphrased++;
  }
  const [replies, ofTwin]: [string[], string[]] = [[], []];
  let wrongByWeights = 0;
  for (const question of othersOf(set)) {
    replies.push(await fresh(baby, question, ++seed));
    ofTwin.push(await fresh(twin, question, seed));
    if (isCorrection(await fresh(baby, question, seed, 'none'), answers)) wrongByWeights++;
  }
  return {
    right,
    corrected: corrected.length,
    paraphrased,
    paraphrases: corrected.reduce((sum, { paraphrases }) => sum + paraphrases.length, 0),
    wrong: replies.filter((reply) => isCorrection(reply, answers)).length,
    wrongByWeights,
    others: replies.length,
    replies: varietyOf(replies),
    twin: varietyOf(ofTwin),
    same: replies.filter((reply, i) => reply === ofTwin[i]).length,
  };
}

/** How many of so many different corrections are right in the next reply, and to a paraphrase. */
export async function teachPairs(
  baby: Corrected,
  pairs: readonly (readonly [question: string, answer: string, paraphrase: string])[],
): Promise<{ readonly right: number; readonly paraphrased: number; readonly missed: readonly string[] }> {
  let right = 0;
  let paraphrased = 0;
  const missed: string[] = [];
  for (const [question, answer, paraphrase] of pairs) {
    await correctAll(baby, [{ question, answer }]);
    const reply = await fresh(baby, question, chats);
    if (reply === answer) right++;
    else missed.push(`${question} → ${reply}`);
    if ((await fresh(baby, paraphrase, chats)) === answer) paraphrased++;
  }
  return { right, paraphrased, missed };
}

const wordsOf = (text: string): string[] => text.toLowerCase().split(/\s+/).filter(Boolean);

/** Whether a reply is one of these answers, or holds many of its words in a row. */
export function isCorrection(reply: string, answers: readonly string[]): boolean {
  const said = ` ${wordsOf(reply).join(' ')} `;
  return answers.some((answer) => {
    const words = wordsOf(answer);
    const length = Math.min(WORDS_IN_A_ROW, words.length);
    for (let i = 0; i + length <= words.length; i++)
      if (said.includes(` ${words.slice(i, i + length).join(' ')} `)) return true;
    return false;
  });
}

function varietyOf(replies: readonly string[]): Variety {
  const length = replies.reduce((sum, reply) => sum + reply.length, 0) / replies.length;
  return { distinct: new Set(replies).size, length };
}

/** By how much replies are less or more varied than those of the twin, in percent: the larger of both figures' changes. */
export function changeOfVariety({ replies, twin }: Pick<CaseResult, 'replies' | 'twin'>): number {
  const change = (of: keyof Variety) => 100 * Math.abs(replies[of] / Math.max(1, twin[of]) - 1);
  return Math.max(change('distinct'), change('length'));
}
