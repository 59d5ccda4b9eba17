/** The talk-to-yourself game: a line of the library, the baby's guess of the next, and its owner's own. */
import { similarity } from './similarity.ts';
import { raisingTexts } from './texts/raising.ts';

/** How the conversations of its rounds begin. */
export const GAME_CONVERSATION = 'game ';

/** A line of the library with the one that follows it. */
export interface Pair {
  /** who said it, where it is a turn */
  readonly speaker: string | undefined;
  readonly line: string;
  readonly next: string;
}

export interface GameParts {
  /** undefined: there is none */
  readonly pair: () => Promise<Pair | undefined>;
  /** what the baby would say to a line, in a conversation of its own */
  readonly guess: (pair: Pair, conversation: string) => Promise<string>;
  /** The owner's answer; undefined when the time ran out; 'leave' to end the game. */
  readonly answer: (seconds: number) => Promise<string | 'leave' | undefined>;
  /** puts the owner's answer in the place of the guess, to be learnt; resolves to why it is not, if so */
  readonly learn: (conversation: string, answer: string) => Promise<string | null>;
  readonly show: (told: GameNews) => void;
}

export type GameNews =
  | { readonly kind: 'line'; readonly round: number; readonly pair: Pair }
  | { readonly kind: 'guess'; readonly text: string }
  | {
      readonly kind: 'compared';
      readonly answer: string;
      /** whose answer it was */
      readonly by: 'owner' | 'library';
      /** how like the baby's guess was to it, and to the library's own line, 0 … 1 */
      readonly toAnswer: number;
      readonly toLibrary: number;
      readonly next: string;
      /** whether the answer is learnt; if not, why, where there is a reason */
      readonly learnt: boolean;
      readonly note: string | null;
    };

/** How the game went. */
export interface GameSum {
  readonly rounds: number;
  readonly answered: number;
  /** mean similarity of the baby's guesses to what counted, 0 … 1 */
  readonly similarity: number;
}

/** The shortest time to answer, in seconds: silence halves it down to here. */
const LEAST = 2;

/** Plays at most `rounds` rounds, until the owner leaves or stays silent. @throws Error one sentence if there is no line to play with */
export async function play(
  parts: GameParts,
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<GameSum> {
  let patience = seconds;
  let answered = 0;
  let sum = 0;
  let round = 0;
  while (round < rounds) {
    const pair = await parts.pair();
    if (!pair) {
      throw new Error(raisingTexts.noLinesToPlayWith);
    }
    parts.show({ kind: 'line', round: round + 1, pair });
    // each round in a conversation of its own, so that the guess is about this line alone
    const conversation = `${GAME_CONVERSATION}${round + 1}`;
    const guess = await parts.guess(pair, conversation);
    parts.show({ kind: 'guess', text: guess });
    const given = await parts.answer(patience);
    if (given === 'leave') break;
    round++;
    patience = given === undefined ? Math.max(LEAST, patience / 2) : seconds;
    if (given !== undefined) answered++;
    const note = given === undefined ? null : await parts.learn(conversation, given);
    const answer = given ?? pair.next;
    const toAnswer = similarity(guess, answer);
    sum += toAnswer;
    parts.show({
      kind: 'compared',
      answer,
      by: given === undefined ? 'library' : 'owner',
      toAnswer,
      toLibrary: similarity(guess, pair.next),
      next: pair.next,
      learnt: given !== undefined && note === null,
      note,
    });
  }
  return { rounds: round, answered, similarity: round > 0 ? sum / round : 0 };
}
