/** Questions for the bars of corrections: what is corrected, how else that may be asked, and what is something else. */

import type { Example } from '../../../library/sources/examples.ts';

export interface CorrectedQuestion {
  readonly question: string;
  readonly answer: string;
  /** other ways to ask the same */
  readonly paraphrases: readonly string[];
  /** the same form with one other content word: another question */
  readonly near: string;
}

export interface QuestionSet {
  /** ten */
  readonly corrected: readonly CorrectedQuestion[];
  /** ten that have nothing to do with them */
  readonly far: readonly string[];
}

/** A correction as it is taught. @param i its number */
export const exampleOf = ({ question, answer }: CorrectedQuestion, i: number): Example => ({
  id: `c${i}`,
  turns: [
    { speaker: 'owner', text: question, learn: false },
    { speaker: 'babyllm', text: answer, learn: true },
  ],
});
