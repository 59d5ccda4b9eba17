/** A whole remembered answer, followed as long as the reply repeats it. */
import type { Voter } from './mixture.ts';

/**
 * Foresees the tokens of one of several answers, one after another: at each place all that agree with what was said so far count alike.
 * As soon as something else is said, it foresees nothing any more.
 */
export class AnswerTrail {
  /** how far it is believed, 0…1 */
  readonly share: number;
  private answers: readonly ArrayLike<number>[];
  private place = 0;
  private readonly probabilities: Float64Array;

  /** @param answers each with the token that ends it */
  constructor(answers: readonly ArrayLike<number>[], share: number, vocabulary: number) {
    this.share = share;
    this.answers = answers.filter(({ length }) => length > 0);
    this.probabilities = new Float64Array(vocabulary);
  }

  /** Whether an answer goes on from here. */
  get goesOn(): boolean {
    return this.answers.length > 0;
  }

  /** The tokens that may come next. */
  get next(): readonly number[] {
    return [...new Set(this.answers.map((answer) => answer[this.place]))];
  }

  /** Its vote for the next token; valid until it is told which came. */
  vote(): Voter {
    this.probabilities.fill(0);
    for (const answer of this.answers) this.probabilities[answer[this.place]] += 1 / this.answers.length;
    return { share: this.goesOn ? this.share : 0, probabilities: this.probabilities };
  }

  /** Which token came. */
  take(token: number): void {
    this.answers = this.answers.filter((answer) => answer[this.place] === token && answer.length > this.place + 1);
    this.place++;
  }
}
