/** How likely each token of a reply was. */
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Tokenizer } from '../../../library/tokenizer/index.ts';
import type { Likelihood, TokenLogprob } from '../../api/token-logprob.ts';

/** Collects the tokens of one reply, of weights and memory together, before temperature and filters. */
export class Logprobs {
  private readonly tokenizer: Tokenizer;
  private readonly most: number;
  private readonly all: TokenLogprob[] = [];

  /** @param most how many of the most likely tokens are told in each place */
  constructor(tokenizer: Tokenizer, most: number) {
    this.tokenizer = tokenizer;
    this.most = most;
  }

  /** @param scores logits, or their like; shape (V). @param id the token that was drawn */
  add(scores: ArrayLike<number>, id: number): void {
    let top = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < scores.length; i++) if (scores[i] > top) top = scores[i];
    let sum = 0;
    for (let i = 0; i < scores.length; i++) if (!Number.isNaN(scores[i])) sum += Math.exp(scores[i] - top);
    const of = (token: number): Likelihood => {
      const bytes = this.tokenizer.tokenBytes(token);
      const text = this.tokenizer.decode([token]);
      return { token: text, bytes: [...bytes], logprob: scores[token] - top - Math.log(sum) };
    };
    const best = this.most === 0 ? [] : Array.from(scores, (_, i) => i).sort((a, b) => scores[b] - scores[a]);
    this.all.push({ ...of(id), top: best.slice(0, this.most).map(of) });
  }

  /** Of the tokens that are in the text of the reply: not of one that ended it, nor of what was cut off. */
  of(text: string): { logprobs: TokenLogprob[] } {
    const spoken = new TextDecoder().decode(Uint8Array.from(this.all.flatMap(({ bytes }) => bytes)));
    const before = spoken.startsWith(text) ? 0 : utf8ToBytes(spoken).length - utf8ToBytes(spoken.trimStart()).length;
    const end = before + utf8ToBytes(text).length;
    let at = 0;
    return {
      logprobs: this.all.filter(({ bytes }) => {
        const begins = at;
        at += bytes.length;
        return bytes.length > 0 && begins < end;
      }),
    };
  }
}
