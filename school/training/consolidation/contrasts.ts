import type { Random } from '../../../brain/engine/random.ts';
import type { TokenExample } from '../../../library/sources/example-pool.ts';
import type { Tokenizer } from '../../../library/tokenizer/index.ts';
import type { KnownAnswer } from '../memory/known-answers.ts';
import { NearQuestions, questionsOf } from '../memory/other-questions.ts';
import { answered } from '../memory/question-pairs.ts';
import type { Contrast } from './material.ts';

/** Questions of the dialogues that stand for all others, and the share of contrasts that are near a corrected question. */
const OTHERS = 256;
const NEAR = 0.7;

export interface ContrastsOf {
  readonly tokenizer: Tokenizer;
  readonly corrections: readonly KnownAnswer[];
  readonly dialogues: string;
  /** what the owner and the baby are called */
  readonly owner: string;
  readonly name: string;
}

/** Answers of corrections behind questions like theirs, with one content word in the place of another, and behind others altogether. */
export function contrastsOf({ tokenizer, corrections, dialogues, owner, name }: ContrastsOf): Contrast {
  const near = new NearQuestions(dialogues);
  const others = questionsOf(dialogues, OTHERS, 1);
  const byId = new Map(corrections.map((one) => [one.id, one]));
  return ({ id }: TokenExample, random: Random) => {
    const correction = byId.get(id);
    if (!correction) return undefined;
    const like = random.uniform() < NEAR ? near.anyOf(correction.question, () => random.uniform()) : undefined;
    const question = like ?? others[random.below(Math.max(1, others.length))];
    if (question === undefined) return undefined;
    return { id: `${id} elsewhere`, ...answered(tokenizer, { owner, name }, question, correction.answer) };
  };
}
