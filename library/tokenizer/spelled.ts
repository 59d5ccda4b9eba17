/** What all tokenizers share: each id spells some bytes, so ids become text by joining their bytes. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { characterLength } from './scanner.ts';
import { tokenizerTexts } from './texts/tokenizer-texts.ts';
import type { SpecialIds, Tokenizer, TokenizerKind } from './tokenizer.ts';

const encoder = new TextEncoder();
// ignoreBOM: a byte order mark is text like any other, and must come back.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The bytes of all tokens one after another: token `id` is bytes[offsets[id], offsets[id + 1]). Shapes (bytes), (vocabularySize + 1). */
export interface Spellings {
  readonly bytes: Uint8Array;
  readonly offsets: Int32Array;
}

/** Spellings from a list. @param tokens the bytes of each id; none for ids that spell nothing */
export function spellingsOf(tokens: readonly (Uint8Array | undefined)[]): Spellings {
  const offsets = new Int32Array(tokens.length + 1);
  tokens.forEach((token, id) => {
    offsets[id + 1] = offsets[id]! + (token?.length ?? 0);
  });
  const bytes = new Uint8Array(offsets[tokens.length]!);
  tokens.forEach((token, id) => {
    if (token) bytes.set(token, offsets[id]);
  });
  return { bytes, offsets };
}

/** 16 hexadecimal digits that differ for data that differ. */
export const hashOf = (data: unknown): string => bytesToHex(sha256(encoder.encode(JSON.stringify(data)))).slice(0, 16);

/** Decoding by spellings. A kind of tokenizer adds how texts become ids. */
export abstract class SpelledTokenizer implements Tokenizer {
  abstract readonly kind: TokenizerKind;
  abstract readonly special: SpecialIds;
  abstract readonly control: ReadonlySet<number>;
  abstract readonly hash: string;
  readonly folds: boolean = false;
  readonly vocabularySize: number;
  private readonly spellings: Spellings;

  constructor(spellings: Spellings) {
    this.spellings = spellings;
    this.vocabularySize = spellings.offsets.length - 1;
  }

  abstract encode(text: string): Int32Array;
  /** The data that `parseTokenizer` makes an equal tokenizer of. */
  abstract stored(): object;

  asDocument(text: string): string {
    return text;
  }

  /** Well-formed stretches go through `encode`; any other byte becomes what `strayByte` says. */
  encodeBytes(bytes: Uint8Array): Int32Array {
    const ids: number[] = [];
    let from = 0;
    const flush = (to: number): void => {
      if (to > from) for (const id of this.encode(decoder.decode(bytes.subarray(from, to)))) ids.push(id);
    };
    for (let at = 0; at < bytes.length; ) {
      const length = characterLength(bytes, at, bytes.length);
      if (length === 0) {
        flush(at);
        const stray = this.strayByte(bytes[at]!);
        if (stray === undefined) for (const id of this.encode('\ufffd')) ids.push(id);
        else ids.push(stray);
        from = at + 1;
      }
      at += length || 1;
    }
    flush(bytes.length);
    return Int32Array.from(ids);
  }

  /** The id of a byte that belongs to no character; undefined: a replacement character stands for it. */
  protected strayByte(_byte: number): number | undefined {
    return undefined;
  }

  decode(ids: ArrayLike<number>): string {
    return decoder.decode(this.decodeBytes(ids));
  }

  decodeBytes(ids: ArrayLike<number>): Uint8Array {
    const { bytes: tokens, offsets } = this.spellings;
    let length = 0;
    for (let i = 0; i < ids.length; i++) {
      const id = this.known(ids[i]!);
      length += offsets[id + 1]! - offsets[id]!;
    }
    const bytes = new Uint8Array(length);
    let at = 0;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i]!;
      const to = offsets[id + 1]!;
      for (let from = offsets[id]!; from < to; from++) bytes[at++] = tokens[from]!;
    }
    return bytes;
  }

  tokenBytes(id: number): Uint8Array {
    const { bytes, offsets } = this.spellings;
    return bytes.slice(offsets[this.known(id)]!, offsets[id + 1]!);
  }

  private known(id: number): number {
    if (Number.isInteger(id) && id >= 0 && id < this.vocabularySize) return id;
    throw new RangeError(tokenizerTexts.ids.badId(this.vocabularySize - 1, id));
  }
}
