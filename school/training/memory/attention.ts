/** What is remembered while one reply is spoken. */
import type { Gate } from '../../../brain/episodes/gate.ts';
import { type Odds, responsibilities, type Voter } from '../../../brain/episodes/mixture.ts';
import type { Recall, Recollection } from '../../../brain/episodes/recall.ts';
import type { AnswerTrail } from '../../../brain/episodes/trail.ts';
import type { OriginShares, ReplyOrigin } from '../../api/messages.ts';

/** What a reply may be remembered from. */
export interface AttentionParts {
  readonly gate: Pick<Gate, 'share'>;
  /** texts that may speak here; left out: none */
  readonly recall: Recall | undefined;
  /** the source of each collection of the recall */
  readonly origins: readonly ReplyOrigin[];
  /** the answer that was found by its whole question, and its source */
  readonly trail: { readonly answer: AnswerTrail; readonly origin: ReplyOrigin } | undefined;
  readonly vocabulary: number;
}

/** The memory's part in one reply, token by token: `voters` before a token is drawn, then `take` with the token that was. */
export class Attention {
  readonly parts: AttentionParts;
  private readonly probabilities: Float64Array;
  /** tokens of the reply so far: no context reaches further back */
  private readonly said: number[] = [];
  private recollection: Recollection | undefined;
  private current: readonly Voter[] = [];

  constructor(parts: AttentionParts) {
    this.parts = parts;
    this.probabilities = new Float64Array(parts.recall ? parts.vocabulary : 0);
  }

  /** Who has a say in the next token, beside the weights. Valid until the next token is taken. */
  voters(): readonly Voter[] {
    const { recall, gate, trail } = this.parts;
    const voters: Voter[] = [];
    if (recall) {
      this.recollection = recall.at(this.said);
      recall.distribution(this.recollection, this.probabilities);
      voters.push({ share: gate.share(this.recollection), probabilities: this.probabilities });
    }
    if (trail) voters.push(trail.answer.vote());
    this.current = voters;
    return voters;
  }

  /** The next tokens of an answer that is followed: what it repeats is no word to grow tired of. */
  get followed(): readonly number[] {
    return this.parts.trail?.answer.next ?? [];
  }

  /** Whether it follows an answer that is not over. */
  get isFollowing(): boolean {
    return this.parts.trail?.answer.goesOn ?? false;
  }

  /** Which token was drawn. @param odds of the weights, by which it was @returns how much each source had to do with it, together 1 */
  take(token: number, odds: Odds): OriginShares {
    const { recall, origins, trail } = this.parts;
    const [weights, ...others] = responsibilities(odds, this.current, token);
    const shares: { [O in ReplyOrigin]?: number } = { weights };
    if (recall && this.recollection) {
      const remembered = others.shift() as number;
      recall.shares(this.recollection, token).forEach((share, i) => {
        shares[origins[i]] = (shares[origins[i]] ?? 0) + share * remembered;
      });
      // what no text says after this context is how often words stand anywhere: nobody's in particular
      const told = origins.reduce((sum, origin) => sum + (shares[origin] ?? 0), 0);
      shares.weights = weights + Math.max(0, remembered - told);
    }
    if (trail) {
      shares[trail.origin] = (shares[trail.origin] ?? 0) + (others.shift() as number);
      trail.answer.take(token);
    }
    this.said.push(token);
    return shares;
  }
}
