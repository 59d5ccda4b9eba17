/** Texts as ids. Conversations have one form, whether they are read in a file or spoken. */
import type { Tokenizer, TokenizerKind } from './tokenizer.ts';

/** What is needed of a tokenizer here. */
export type Encoder = Pick<Tokenizer, 'encode' | 'special' | 'asDocument' | 'kind'>;

/** Most characters of the name in `[name]: text`. */
export const LONGEST_NAME = 32;

/** A turn: a line whose name has 1–32 characters, none of them `]`, and whose text is not empty. */
const TURN = /(?<=^|\n)(\[[^\]\n]{1,32}\]:)( [^\n]*\S[^\n]*)(?:\n|$)/gu;

/** Ordinary text is encoded in stretches of about this many characters. */
const STRETCH = 1 << 16;

/** A line that is longer is no turn, and is cut wherever it must be. */
const LONGEST_LINE = 1 << 20;

/**
 * Ids that begin a turn: what the voice is given so that it speaks as `name`. Shape (ids).
 * What comes next begins with a space and ends with `special.done`.
 */
export function openTurn(tokenizer: Encoder, name: string): Int32Array {
  return join([Int32Array.of(tokenizer.special.turn), tokenizer.encode(`[${turnName(name)}]:`)]);
}

/**
 * Ids of a whole turn: `turn [name]: text done`. Shape (ids). Newlines in the text become spaces, since a turn is one line;
 * what a name cannot have is left out of it.
 */
export function renderTurn(tokenizer: Encoder, name: string, text: string): Int32Array {
  const words = text.replace(/\s*[\r\n\u0085\u2028\u2029]+\s*/g, ' ').trim();
  return join([openTurn(tokenizer, name), tokenizer.encode(` ${words}`), Int32Array.of(tokenizer.special.done)]);
}

/** A name as it stands between the brackets: without brackets and line ends, at most 32 characters, never empty. */
export function turnName(name: string): string {
  const allowed = Array.from(name.replace(/[[\]\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').trim());
  return allowed.slice(0, LONGEST_NAME).join('').trim() || 'someone';
}

/**
 * Ids of a text: its turns in the form of `renderTurn`, each without the newline behind it, all else as it is. Shape (ids).
 * Decoding the ids, with a newline for each `special.done`, gives the text back (as `asDocument` has it, and with a newline after a last turn).
 */
export function encodeText(tokenizer: Encoder, text: string): Int32Array {
  const encoder = new TextEncoding(tokenizer);
  return join([...encoder.push(text), ...encoder.end()]);
}

/** As `encodeText`, with `special.end` behind: how a file stands on the shelf. Shape (ids). */
export function encodeDocument(tokenizer: Encoder, text: string): Int32Array {
  return join([encodeText(tokenizer, text), Int32Array.of(tokenizer.special.end)]);
}

/** The words of the turns of a text, without the speakers. */
export function wordsOfTurns(text: string): string[] {
  return Array.from(text.matchAll(TURN), ([, , words]) => words!.trim());
}

/** What a document is encoded from: ordinary text, each part for itself, and the ids of marks between. */
export type TextPart = string | number;

/** `encodeText` for a text that comes in pieces: all that `push` and `end` return, joined. */
export class TextEncoding {
  private readonly tokenizer: Encoder;
  private readonly parts: TextParts;

  constructor(tokenizer: Encoder) {
    this.tokenizer = tokenizer;
    this.parts = new TextParts(tokenizer);
  }

  push(piece: string): Int32Array[] {
    return this.parts.push(piece).map((part) => encodePart(this.tokenizer, part));
  }

  end(): Int32Array[] {
    return this.parts.end().map((part) => encodePart(this.tokenizer, part));
  }
}

/** Ids of one part. Shape (ids). */
export const encodePart = (tokenizer: Pick<Tokenizer, 'encode'>, part: TextPart): Int32Array =>
  typeof part === 'number' ? Int32Array.of(part) : tokenizer.encode(part);

/** Cuts a text that comes in pieces into parts, so that all its ids are those of its parts: threads may share the encoding. */
export class TextParts {
  private readonly tokenizer: Pick<Tokenizer, 'special' | 'asDocument' | 'kind'>;
  /** Ordinary text that waits for a good place to be cut. */
  private plain = '';
  /** A line that may go on. */
  private line = '';
  /** Whether the document begins with what comes next. */
  private begins = true;
  /** The beginning of the line is in `plain` already. */
  private insideLine = false;

  constructor(tokenizer: Pick<Tokenizer, 'special' | 'asDocument' | 'kind'>) {
    this.tokenizer = tokenizer;
  }

  push(piece: string): TextPart[] {
    const text = this.line + piece;
    const complete = text.lastIndexOf('\n') + 1;
    this.line = text.slice(complete);
    const parts = this.take(text.slice(0, complete));
    if (this.line.length > LONGEST_LINE) {
      this.plain += this.line;
      this.line = '';
      this.insideLine = true;
    }
    if (this.plain.length > STRETCH) this.cut(parts, safeCut(this.plain, CUT_AT_LINES.has(this.tokenizer.kind)));
    return parts;
  }

  end(): TextPart[] {
    const parts = this.take(this.line);
    this.cut(parts, this.plain.length);
    this.line = '';
    this.insideLine = false;
    return parts;
  }

  /** Takes lines: the turns among them are parts, other text waits in `plain`. */
  private take(complete: string): TextPart[] {
    const { special } = this.tokenizer;
    const parts: TextPart[] = [];
    let lines = complete;
    let at = 0;
    if (this.insideLine) {
      // The rest of a line that was too long to be a turn.
      const end = lines.indexOf('\n') + 1 || lines.length;
      this.plain += lines.slice(0, end);
      this.insideLine = !lines.includes('\n');
      lines = lines.slice(end);
    }
    // a search for turns looks at every character; most texts have none
    const turns = lines.includes(']: ') ? lines.matchAll(TURN) : [];
    for (const { index, 0: whole, 1: name, 2: words } of turns) {
      this.plain += lines.slice(at, index);
      this.cut(parts, this.plain.length);
      parts.push(special.turn, name!, words!, special.done);
      this.begins = false;
      at = index + whole.length;
    }
    this.plain += lines.slice(at);
    return parts;
  }

  private cut(parts: TextPart[], length: number): void {
    if (length > 0) {
      const text = this.plain.slice(0, length);
      parts.push(this.begins ? this.tokenizer.asDocument(text) : text);
      this.begins = false;
    }
    this.plain = this.plain.slice(length);
  }
}

/** The parts of a document that comes in pieces, with its end; a text of nothing gives nothing. */
export async function* partsOf(
  tokenizer: Pick<Tokenizer, 'special' | 'asDocument' | 'kind'>,
  pieces: AsyncIterable<string>,
): AsyncGenerator<TextPart> {
  const parts = new TextParts(tokenizer);
  let any = false;
  for await (const piece of pieces) {
    any ||= piece !== '';
    yield* parts.push(piece);
  }
  yield* parts.end();
  if (any) yield tokenizer.special.end;
}

/** `encodeDocument` for a text that comes in pieces; a text of nothing gives nothing. */
export async function* encodePieces(tokenizer: Encoder, pieces: AsyncIterable<string>): AsyncGenerator<Int32Array> {
  for await (const part of partsOf(tokenizer, pieces)) yield encodePart(tokenizer, part);
}

/** Kinds that never join a newline with what stands on either side of it. Others may, as their patterns say. */
const CUT_AT_LINES: ReadonlySet<TokenizerKind> = new Set(['bpe', 'char', 'ascii'] as const);

/**
 * Where text can be cut without any token being cut: before a line that does not begin with a space, else before a word.
 * Text without any such place is cut when it has become very long.
 */
function safeCut(text: string, atLines: boolean): number {
  for (let at = text.length - 1; atLines && at > 0; at--) {
    if (text[at - 1] === '\n' && !isSpace(text, at)) return at;
  }
  for (let at = text.length - 2; at > 0; at--) {
    if (text[at] === ' ' && !isSpace(text, at - 1) && !isSpace(text, at + 1)) return at;
  }
  if (text.length < LONGEST_LINE) return 0;
  const code = text.charCodeAt(text.length - 1);
  return code >= 0xd800 && code < 0xdc00 ? text.length - 1 : text.length;
}

function isSpace(text: string, at: number): boolean {
  return /\s/.test(text[at]!);
}

function join(parts: readonly Int32Array[]): Int32Array {
  const ids = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    ids.set(part, at);
    at += part.length;
  }
  return ids;
}
