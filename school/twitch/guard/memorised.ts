/** The guard of private texts: what stands in the owner's library must not leave word for word. */
import type { TokenText } from '../../../library/batches/token-text.ts';
import type { Tokenizer } from '../../../library/tokenizer/index.ts';
import { eachSpan, RepliedLines } from './spans.ts';
import { CharacterWindows, type OnWindow, tokenWindows } from './windows.ts';

/** The part of a tokenizer that the guard uses. */
export type Tokens = Pick<Tokenizer, 'encode' | 'decodeBytes' | 'special'>;

export interface PrivateText {
  readonly name: string;
  readonly tokens: TokenText;
}

export interface GuardOptions {
  /** memory of the guard in bytes, approximately */
  readonly bytes: number;
  /** awaited between two chunks, so that other work can run */
  readonly pause?: () => Promise<void>;
  /** aborts the building */
  readonly signal?: AbortSignal;
}

/** Tokens per chunk. */
const STRETCH = 1 << 12;
/** Tokens of each text by which the number of windows is estimated. */
const SAMPLE = 2000;
/** Windows of each kind that a reply of 40 tokens has (measured on the starter texts: 55 to 83 of tokens). */
const LOOKED_AT = { tokens: 75, characters: 120 };
/** Bits per window: about one window in 100,000 is a false positive. */
const BITS = 32;
const PROBES = 10;

/**
 * A set of hashes with false positives and no false negatives (a Bloom filter whose bits for one hash lie
 * in one line of 64 bytes; Putze, Sanders and Singler, 2007).
 */
export class HashSet {
  private readonly words: Uint32Array;
  private readonly lines: number;

  /** @param bytes rounded up to whole lines */
  constructor(bytes: number) {
    this.lines = Math.max(1, Math.ceil(bytes / 64));
    this.words = new Uint32Array(this.lines * 16);
  }

  get bytes(): number {
    return this.words.byteLength;
  }

  /** The share of bits that are set. */
  get fullness(): number {
    let set = 0;
    for (let word of this.words) for (; word !== 0; word &= word - 1) set++;
    return set / (this.words.length * 32);
  }

  add(high: number, low: number): void {
    const line = this.lineOf(high);
    for (let i = 0, bits = low; i < PROBES; i++, bits = next(bits, high)) {
      const bit = bits >>> 23;
      this.words[line + (bit >>> 5)]! |= 1 << (bit & 31);
    }
  }

  has(high: number, low: number): boolean {
    const line = this.lineOf(high);
    for (let i = 0, bits = low; i < PROBES; i++, bits = next(bits, high)) {
      const bit = bits >>> 23;
      if ((this.words[line + (bit >>> 5)]! & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }

  private lineOf(high: number): number {
    return Math.floor((high / 4294967296) * this.lines) * 16;
  }
}

const next = (bits: number, high: number): number => (Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d) + (high | 1)) >>> 0;

/** The windows of private texts. Immutable: a changed library gets a new guard. */
export class LibraryGuard {
  private readonly tokenizer: Tokens;
  private readonly tokens: HashSet;
  private readonly characters: HashSet;

  private constructor(tokenizer: Tokens, tokens: HashSet, characters: HashSet) {
    this.tokenizer = tokenizer;
    this.tokens = tokens;
    this.characters = characters;
  }

  /**
   * Reads all private texts once. Time grows with their length; memory grows up to `bytes`, beyond which false positives grow.
   * @throws the reason of the signal, if it aborts the building
   */
  static async build(texts: readonly PrivateText[], tokenizer: Tokens, options: GuardOptions): Promise<LibraryGuard> {
    const { bytes, pause = async () => {}, signal } = options;
    const length = texts.reduce((sum, { tokens }) => sum + tokens.length, 0);
    const sampled = sampleOf(texts, tokenizer);
    const inAll = (windows: number): number => Math.ceil((length * 1.1 * windows) / Math.max(1, sampled.tokens));
    const tokenWindowsInAll = length + inAll(sampled.replied);
    const characters = Math.max(length, inAll(sampled.bytes));
    const most = bytes / Math.max(1, tokenWindowsInAll + characters);
    const room = (windows: number): HashSet => new HashSet(windows * Math.min(BITS / 8, most));
    const guard = new LibraryGuard(tokenizer, room(tokenWindowsInAll), room(characters));
    for (const { tokens } of texts) {
      const add: OnWindow = (high, low) => guard.tokens.add(high, low);
      const addCharacters: OnWindow = (high, low) => guard.characters.add(high, low);
      const rolling = new CharacterWindows();
      const lines = new RepliedLines((text) => tokenizer.encode(text));
      const decoder = new TextDecoder();
      for (let at = 0; at < tokens.length; at += STRETCH) {
        signal?.throwIfAborted();
        const stretch = tokens.subarray(at, at + STRETCH);
        // the windows that lie over the edge come with the next stretch
        tokenWindows(tokens.subarray(Math.max(0, at - 7), at + STRETCH), add);
        const piece = decoder.decode(tokenizer.decodeBytes(stretch), { stream: true });
        rolling.push(piece, addCharacters);
        lines.push(piece, add);
        await pause();
      }
      rolling.push(decoder.decode(), addCharacters);
      rolling.end(addCharacters);
      lines.end(add);
    }
    signal?.throwIfAborted();
    return guard;
  }

  get bytes(): number {
    return this.tokens.bytes + this.characters.bytes;
  }

  /** The probability that a reply of about 40 tokens is refused by a false positive. */
  get falseAlarm(): number {
    const one = (set: HashSet): number => set.fullness ** PROBES;
    return 1 - (1 - one(this.tokens)) ** LOOKED_AT.tokens * (1 - one(this.characters)) ** LOOKED_AT.characters;
  }

  /** Whether 8 tokens or 40 characters in a row stand in a private text. */
  finds(text: string): 'memory.tokens' | 'memory.characters' | undefined {
    let found = false;
    const look: OnWindow = (high, low) => (found ||= this.tokens.has(high, low));
    eachSpan(
      text,
      (form) => this.tokenizer.encode(form),
      (ids) => tokenWindows(ids, look),
    );
    if (found) return 'memory.tokens';
    const windows = new CharacterWindows();
    const lookCharacters: OnWindow = (high, low) => (found ||= this.characters.has(high, low));
    windows.push(text, lookCharacters);
    windows.end(lookCharacters);
    return found ? 'memory.characters' : undefined;
  }
}

/** The beginnings of the texts: their tokens, their bytes, and the windows that a reply's form adds. */
function sampleOf(texts: readonly PrivateText[], tokenizer: Tokens) {
  const sum = { tokens: 0, bytes: 0, replied: 0 };
  for (const { tokens } of texts) {
    const sample = tokens.subarray(0, SAMPLE);
    const bytes = tokenizer.decodeBytes(sample);
    sum.tokens += sample.length;
    sum.bytes += bytes.length;
    const lines = new RepliedLines((text) => tokenizer.encode(text));
    const count = (): void => void sum.replied++;
    lines.push(new TextDecoder().decode(bytes), count);
    lines.end(count);
  }
  return sum;
}
