/** Answers that are found by their whole question. */
import { AnswerTrail } from '../../../brain/episodes/trail.ts';
import { QuestionIndex } from '../../../library/sources/questions.ts';
import { type WordRarity, wordsOf } from '../../../library/sources/rarity.ts';

/** How far an answer is believed whose question is asked again, word for word and in other words. */
const AS_IT_WAS = 0.99;
const IN_OTHER_WORDS = 0.97;

/** An answer as tokens, with the one that ends it. */
export interface KnownAnswer {
  readonly id: string;
  readonly question: string;
  readonly answer: ArrayLike<number>;
  /** it may be given in public */
  readonly isPublic?: boolean | undefined;
}

/** Answers of one source. */
export class Answers {
  private readonly all = new Map<string, KnownAnswer>();
  private questions: QuestionIndex | undefined;
  private rarity: WordRarity | undefined;

  get size(): number {
    return this.all.size;
  }

  /** Tokens of all answers. */
  get tokens(): number {
    let tokens = 0;
    for (const { answer } of this.all.values()) tokens += answer.length;
    return tokens;
  }

  /** One of an id that is there takes its place, and is the newest. */
  put(answers: readonly KnownAnswer[]): void {
    for (const answer of answers) {
      this.all.delete(answer.id);
      this.all.set(answer.id, answer);
      this.questions?.put(answer.id, answer.question);
    }
  }

  remove(ids: Iterable<string>): void {
    for (const id of ids) {
      this.all.delete(id);
      this.questions?.remove(id);
    }
  }

  clear(): void {
    this.all.clear();
    this.questions = undefined;
  }

  /** The newest of them, the newest first; of several to the same question only the newest. */
  newest(most: number): KnownAnswer[] {
    const byQuestion = new Map<string, KnownAnswer>();
    for (const answer of [...this.all.values()].reverse()) {
      const words = wordsOf(answer.question).join(' ');
      if (!byQuestion.has(words)) byQuestion.set(words, answer);
      if (byQuestion.size >= most) break;
    }
    return [...byQuestion.values()];
  }

  /** Which of them answers a question: the newest of the likest; undefined where none does. */
  answerTo(question: string, rarity: WordRarity): string | undefined {
    return this.index(rarity).find(question)[0]?.id;
  }

  /**
   * The trail of the answer to a question; of several to the same question the newest, or any of them.
   * @param any whether each of several answers will do
   */
  trailOf(
    question: string,
    { rarity, isPublic, any, vocabulary }: { rarity: WordRarity; isPublic: boolean; any: boolean; vocabulary: number },
  ): AnswerTrail | undefined {
    const matches = this.index(rarity).find(question);
    const found = matches.filter(({ id }) => !isPublic || this.all.get(id)?.isPublic === true);
    if (found.length === 0) return undefined;
    const [{ likeness }] = found;
    const best = any ? found.filter((match) => match.likeness === likeness) : found.slice(0, 1);
    const answers = best.map(({ id }) => (this.all.get(id) as KnownAnswer).answer);
    return new AnswerTrail(answers, likeness === 1 ? AS_IT_WAS : IN_OTHER_WORDS, vocabulary);
  }

  /** Made when it is asked for, and when words are weighed otherwise than before. */
  private index(rarity: WordRarity): QuestionIndex {
    if (this.questions && this.rarity === rarity) return this.questions;
    this.rarity = rarity;
    this.questions = new QuestionIndex(rarity);
    for (const { id, question } of this.all.values()) this.questions.put(id, question);
    return this.questions;
  }
}
