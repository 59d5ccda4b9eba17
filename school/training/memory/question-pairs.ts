/** Questions with their answers, in what is taught and in files of answers. */
import { type LearnMarks, placeOfId, type TokenText } from '../../../library/batches/token-text.ts';
import type { Example } from '../../../library/sources/examples.ts';
import { openTurn, renderTurn } from '../../../library/tokenizer/chat-template.ts';
import type { Tokenizer } from '../../../library/tokenizer/index.ts';
import type { KnownAnswer } from './known-answers.ts';

/** Pairs of one file, at most: of a larger one the last. */
const MOST_PAIRS = 20_000;

/** The answer of a correction, and the question before it; undefined for an example that is none. */
export function pairOf(tokenizer: Tokenizer, { id, turns, public: isPublic }: Example): KnownAnswer | undefined {
  const at = turns.findIndex(({ learn }) => learn);
  const question = turns[at - 1];
  const answer = turns[at];
  if (!question || !answer || answer.text.trim() === '') return undefined;
  const ids = renderTurn(tokenizer, answer.speaker, answer.text);
  return {
    id,
    question: question.text,
    answer: ids.subarray(openTurn(tokenizer, answer.speaker).length),
    isPublic,
  };
}

/** What the owner and the baby are called. */
interface Names {
  readonly owner: string;
  readonly name: string;
}

/** A question as it is heard in a chat that has just begun, and the beginning of the turn that answers it. */
export const asked = (tokenizer: Tokenizer, { owner, name }: Names, question: string): number[] => [
  ...renderTurn(tokenizer, owner, question),
  ...openTurn(tokenizer, name),
];

/** A question as it is heard, and its answer, of which every token is learnt. Shape of both: (tokens). */
export function answered(
  tokenizer: Tokenizer,
  names: Names,
  question: string,
  answer: ArrayLike<number>,
): { readonly ids: Int32Array; readonly learn: Int32Array } {
  const before = asked(tokenizer, names, question);
  const ids = Int32Array.from([...before, ...Array.from(answer)]);
  return { ids, learn: ids.map((_, i) => (i < before.length ? 0 : 1)) };
}

/** A file of questions and answers, as tokens. */
export interface AnswersFile {
  readonly name: string;
  readonly tokens: TokenText;
  readonly learn?: LearnMarks | undefined;
}

/** Tokens of a conversation in which its first question is looked for with its answer. */
const LONGEST = 1 << 16;

/** The first question of each conversation, with its answer. What is asked later in one depends on what was said before. */
export function pairsOfFile(tokenizer: Tokenizer, { name, tokens, learn }: AnswersFile): KnownAnswer[] {
  const pairs: KnownAnswer[] = [];
  for (let start = 0; start <= tokens.length; ) {
    const end = placeOfId(tokens, tokenizer.special.end, start);
    const to = Math.min(end, start + LONGEST);
    const pair = firstPair(tokenizer, tokens.subarray(start, to), learn?.subarray(start, to));
    if (pair) pairs.push({ id: `${name}#${start}`, ...pair });
    if (pairs.length > 2 * MOST_PAIRS) pairs.splice(0, MOST_PAIRS);
    start = end + 1;
  }
  return pairs.slice(-MOST_PAIRS);
}

function firstPair(
  tokenizer: Tokenizer,
  tokens: ArrayLike<number>,
  learn: ArrayLike<number> | undefined,
): Omit<KnownAnswer, 'id'> | undefined {
  const to = tokens.length;
  const ids = (a: number, b: number): Int32Array => Int32Array.from({ length: b - a }, (_, i) => tokens[a + i]);
  let questionEnd = 0;
  while (questionEnd < to && tokens[questionEnd] !== tokenizer.special.done) questionEnd++;
  let answer = questionEnd + 1;
  while (answer < to && learn && !learn[answer]) answer++;
  let end = answer;
  while (end < to && tokens[end] !== tokenizer.special.done) end++;
  if (!learn || end >= to || tokens[0] !== tokenizer.special.turn || tokens[questionEnd + 1] !== tokenizer.special.turn)
    return undefined;
  const [, question = ''] = /^\[[^\]]*\]:(.*)$/s.exec(tokenizer.decode(ids(1, questionEnd))) ?? [];
  return question.trim() === '' ? undefined : { question, answer: ids(answer, end + 1) };
}
