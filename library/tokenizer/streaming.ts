/** Decoding one id at a time, while a text is still being made. */
import type { Tokenizer } from './tokenizer.ts';

/**
 * Turns ids into text as they come, and holds back the bytes of a character that is not complete yet.
 * All that `push` and `flush` return, joined, equals `tokenizer.decode` of all the ids.
 */
export class StreamingDecoder {
  private readonly tokenizer: Pick<Tokenizer, 'tokenBytes'>;
  // ignoreBOM: a byte order mark is text like any other.
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  constructor(tokenizer: Pick<Tokenizer, 'tokenBytes'>) {
    this.tokenizer = tokenizer;
  }

  /** The text that this id completes; often empty in the middle of an emoji. @throws RangeError for an unknown id. */
  push(id: number): string {
    return this.decoder.decode(this.tokenizer.tokenBytes(id), { stream: true });
  }

  /** What is left at the end: U+FFFD if a character stayed incomplete. The decoder may then be used for another text. */
  flush(): string {
    return this.decoder.decode();
  }
}
