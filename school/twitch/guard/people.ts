/** The stored messages of people, in memory, so that the words of one person are not said to another. */
import type { Tokens } from './memorised.ts';
import { asReplied, eachSpan } from './spans.ts';
import { Roller, WINDOW_CHARACTERS, WINDOW_TOKENS, wordCodes } from './windows.ts';

/** A separator that is no token: windows across it match nothing. */
const BETWEEN = -1;

interface Kept {
  readonly userId: string;
  readonly tokens: Int32Array;
  readonly characters: Int32Array;
}

/**
 * Stored messages of people who opted in. Unlike the library's guard it has no false positives, and deletes at once. A window that two texts
 * share covers at least one whole block of half its size, wherever it begins; so blocks find the few messages worth comparing.
 */
export class PeopleWords {
  private readonly tokenizer: Tokens;
  private readonly kept = new Map<string, Kept>();
  private readonly tokenBlocks = new Blocks(WINDOW_TOKENS / 2);
  private readonly characterBlocks = new Blocks(WINDOW_CHARACTERS / 2);

  constructor(tokenizer: Tokens) {
    this.tokenizer = tokenizer;
  }

  get size(): number {
    return this.kept.size;
  }

  has(id: string): boolean {
    return this.kept.has(id);
  }

  put(id: string, userId: string, text: string): void {
    this.drop([id]);
    const replied = asReplied(text);
    // as it would stand inside a reply, and at the beginning of one
    const forms = [...this.tokenizer.encode(` ${replied}`), BETWEEN, ...this.tokenizer.encode(replied)];
    const said = { userId, tokens: Int32Array.from(forms), characters: wordCodes(text) };
    this.kept.set(id, said);
    this.tokenBlocks.put(id, said.tokens);
    this.characterBlocks.put(id, said.characters);
  }

  drop(ids: Iterable<string>): void {
    for (const id of ids) {
      const said = this.kept.get(id);
      if (said === undefined) continue;
      this.kept.delete(id);
      this.tokenBlocks.drop(id, said.tokens);
      this.characterBlocks.drop(id, said.characters);
    }
  }

  /** Whether 8 tokens or 40 characters in a row are stored words of a person other than the one who is answered. */
  finds(text: string, toUserId: string | null): boolean {
    const characters = wordCodes(text);
    const others = (id: string): boolean => this.kept.get(id)?.userId !== toUserId;
    const shares = (mine: Int32Array, size: number, blocks: Blocks, theirs: 'tokens' | 'characters'): boolean =>
      blocks.near(mine).some((id) => others(id) && share(mine, this.kept.get(id)![theirs], size));
    let found = shares(characters, WINDOW_CHARACTERS, this.characterBlocks, 'characters');
    eachSpan(
      text,
      (form) => this.tokenizer.encode(form),
      (ids) => (found ||= shares(ids, WINDOW_TOKENS, this.tokenBlocks, 'tokens')),
    );
    return found;
  }
}

/** Which messages hold which block: every `size` codes, from the first on. */
class Blocks {
  private readonly size: number;
  private readonly holders = new Map<number, Set<string>>();

  constructor(size: number) {
    this.size = size;
  }

  put(id: string, codes: Int32Array): void {
    for (const block of this.aligned(codes)) {
      const holders = this.holders.get(block);
      if (holders === undefined) this.holders.set(block, new Set([id]));
      else holders.add(id);
    }
  }

  drop(id: string, codes: Int32Array): void {
    for (const block of this.aligned(codes)) {
      const holders = this.holders.get(block);
      holders?.delete(id);
      if (holders?.size === 0) this.holders.delete(block);
    }
  }

  /** Messages that hold a block which stands anywhere in the codes. */
  near(codes: Int32Array): string[] {
    const found = new Set<string>();
    const roller = new Roller(this.size);
    for (const code of codes) {
      roller.push(code, (high, low) => {
        for (const id of this.holders.get(joined(high, low)) ?? []) found.add(id);
      });
    }
    return [...found];
  }

  private aligned(codes: Int32Array): number[] {
    const blocks: number[] = [];
    for (let at = 0; at + this.size <= codes.length; at += this.size) {
      const roller = new Roller(this.size);
      for (let i = at; i < at + this.size; i++) roller.push(codes[i]!, (high, low) => blocks.push(joined(high, low)));
    }
    return blocks;
  }
}

/** Whether two texts have `size` codes in a row in common. */
function share(a: Int32Array, b: Int32Array, size: number): boolean {
  const windows = new Set<number>();
  const mine = new Roller(size);
  for (const code of a) mine.push(code, (high, low) => windows.add(joined(high, low)));
  let found = false;
  const theirs = new Roller(size);
  for (const code of b) theirs.push(code, (high, low) => (found ||= windows.has(joined(high, low))));
  return found;
}

/** 53 bits of both hashes as one number. */
const joined = (high: number, low: number): number => (high & 0x1fffff) * 4294967296 + low;
