/** How likely a token was, before anything was done to the distribution that it was drawn from. */

/** A token and the natural logarithm of its probability. Its text may be part of a character; its bytes are whole. */
export interface Likelihood {
  readonly token: string;
  readonly bytes: readonly number[];
  readonly logprob: number;
}

/** The token that was drawn, and the most likely ones in its place. */
export interface TokenLogprob extends Likelihood {
  readonly top: readonly Likelihood[];
}
