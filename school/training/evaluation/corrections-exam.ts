/** The exam of corrections: whether it answers corrected questions so, and no others. */
import type { Speaker } from '../../../brain/voice/speak.ts';
import type { TokenExample } from '../../../library/sources/example-pool.ts';
import { wordsOf } from '../../../library/sources/rarity.ts';
import type { Tokenizer } from '../../../library/tokenizer/index.ts';
import type { CorrectionsMark } from '../../api/corrections-mark.ts';
import type { KnownAnswer } from '../memory/known-answers.ts';
import type { Memory } from '../memory/memory.ts';
import { questionsOf } from '../memory/other-questions.ts';
import { answered } from '../memory/question-pairs.ts';
import { type Reciter, recite } from './recital.ts';
import { lossesTogether } from './together.ts';

/** The newest corrections that are examined, and those of them whose answers are looked for behind other questions. */
const MOST = 100;
const MOST_ASTRAY = 10;
/** Other questions, and tokens of an answer after which a reply is that answer. */
const OTHERS = 20;
const BEGINNING = 8;
/** A token that costs fewer nats is more likely than all others together: it is said, whatever the mood. */
const CERTAIN = Math.LN2;

/** The same question as people may type it the next time. */
const FORMS: readonly ((question: string) => string)[] = [
  (question) => question.toLowerCase().replace(/[?!.]+$/u, ''),
  (question) => `hey, ${question}`,
  (question) => `please tell me: ${question}`,
];

/** Whose corrections they are. */
export interface CorrectionsExamSetup {
  readonly tokenizer: Tokenizer;
  readonly memory: Memory;
  /** what the owner and the baby are called */
  readonly owner: string;
  readonly name: string;
  /** dialogues from which other questions are taken */
  readonly dialogues: string;
}

/** What an exam found: its marks, and which corrections the weights alone do not know. */
export interface CorrectionsExam {
  readonly marks: CorrectionsMark;
  readonly unknown: readonly string[];
}

/**
 * Asks the newest corrected questions, each in three other forms, and twenty questions that were not corrected, by the memory and by the
 * weights alone. Nothing is drawn by chance: the weights answer so where each token of the answer is more likely than all others together.
 * @returns undefined while nothing is corrected
 */
export function examineCorrections(
  { tokenizer, memory, owner, name, dialogues }: CorrectionsExamSetup,
  reciter: Reciter,
  speakers: readonly Speaker[],
  between?: () => void,
): CorrectionsExam | undefined {
  const corrections = memory.newestCorrections(MOST);
  if (corrections.length === 0) return undefined;
  const asked = (question: string, { answer }: KnownAnswer) => answered(tokenizer, { owner, name }, question, answer);
  const certain = (passages: readonly Pick<TokenExample, 'ids' | 'learn'>[], tokens: number): boolean[] => {
    const each = speakers.map(({ set }) => recite(reciter, tokenizer.special.end, passages, set, between));
    return passages.map((_, i) => {
      const nats = lossesTogether(each.map((all) => all[i]));
      return nats.slice(0, tokens).every((one) => one < CERTAIN);
    });
  };
  const answersSo = (question: string, { id }: KnownAnswer) => memory.correctionFor(question) === id;
  const corrected = new Set(corrections.map(({ question }) => wordsOf(question).join(' ')));
  const others = questionsOf(dialogues, OTHERS, 0).filter((question) => !corrected.has(wordsOf(question).join(' ')));

  const byWeights = certain(
    corrections.map((one) => asked(one.question, one)),
    Number.POSITIVE_INFINITY,
  );
  const astray = corrections.slice(0, MOST_ASTRAY);
  const pairs = others.flatMap((question) => astray.map((one) => asked(question, one)));
  const wrong = certain(pairs, BEGINNING);
  const forms = corrections.flatMap((one) => FORMS.map((form) => answersSo(form(one.question), one)));
  return {
    marks: {
      of: corrections.length,
      remembered: count(corrections.map((one) => answersSo(one.question, one))),
      forms: forms.length,
      formsRemembered: count(forms),
      byWeights: count(byWeights),
      others: others.length,
      othersRemembered: count(others.map((question) => memory.correctionFor(question) !== undefined)),
      othersByWeights: count(
        others.map((_, i) => wrong.slice(i * astray.length, (i + 1) * astray.length).includes(true)),
      ),
    },
    unknown: corrections.filter((_, i) => !byWeights[i]).map(({ id }) => id),
  };
}

const count = (all: readonly boolean[]): number => all.filter(Boolean).length;
