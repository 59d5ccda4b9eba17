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

/** A byte order mark in the middle of a text is a character like any other. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Least and greatest second byte of a character, by its first one, where not every continuation may follow (Unicode standard, table 3-7). */
const SECOND: Readonly<Record<number, readonly [number, number]>> = {
  224: [0xa0, 0xbf],
  237: [0x80, 0x9f],
  240: [0x90, 0xbf],
  244: [0x80, 0x8f],
};

/**
 * Turns ids into text as they come, and leaves out what is no whole character: bytes that continue nothing, and a character that is
 * broken off. Unlike `StreamingDecoder` it gives a U+FFFD only where the ids spell one.
 */
export class WholeCharacterDecoder {
  private readonly tokenizer: Pick<Tokenizer, 'tokenBytes'>;
  /** the bytes of a character that is not complete yet, and how many it will have */
  private begun: number[] = [];
  private length = 0;

  constructor(tokenizer: Pick<Tokenizer, 'tokenBytes'>) {
    this.tokenizer = tokenizer;
  }

  /** The characters that this id completes. @throws RangeError for an unknown id */
  push(id: number): string {
    const whole: number[] = [];
    for (const byte of this.tokenizer.tokenBytes(id)) {
      if (this.continues(byte)) {
        this.begun.push(byte);
      } else {
        this.length = lengthOf(byte);
        this.begun = this.length > 0 ? [byte] : [];
      }
      if (this.begun.length === 0 || this.begun.length < this.length) continue;
      whole.push(...this.begun);
      this.begun = [];
    }
    return decoder.decode(Uint8Array.from(whole));
  }

  private continues(byte: number): boolean {
    const { begun } = this;
    if (begun.length === 0) return false;
    const [least, most] = (begun.length === 1 && SECOND[begun[0]!]) || [0x80, 0xbf];
    return byte >= least && byte <= most;
  }
}

/** Bytes of the character that a byte begins; 0 for a byte that begins none. */
function lengthOf(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}
