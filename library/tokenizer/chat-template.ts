/** Texts as ids. Conversations have one form, whether they are read in a file or spoken. */
import type { Tokenizer } from './tokenizer.ts';

/** What is needed of a tokenizer here. */
export type Encoder = Pick<Tokenizer, 'encode' | 'special' | 'asDocument'>;

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

/** `encodeText` for a text that comes in pieces: all that `push` and `end` return, joined. */
export class TextEncoding {
  private readonly tokenizer: Encoder;
  /** Ordinary text that waits for a good place to be cut. */
  private plain = '';
  /** A line that may go on. */
  private line = '';
  /** Whether the document begins with what comes next. */
  private begins = true;
  /** The beginning of the line is in `plain` already. */
  private insideLine = false;

  constructor(tokenizer: Encoder) {
    this.tokenizer = tokenizer;
  }

  push(piece: string): Int32Array[] {
    const text = this.line + piece;
    const complete = text.lastIndexOf('\n') + 1;
    this.line = text.slice(complete);
    const ids = this.take(text.slice(0, complete));
    if (this.line.length > LONGEST_LINE) {
      this.plain += this.line;
      this.line = '';
      this.insideLine = true;
    }
    if (this.plain.length > STRETCH) this.encode(ids, safeCut(this.plain));
    return ids;
  }

  end(): Int32Array[] {
    const ids = this.take(this.line);
    this.encode(ids, this.plain.length);
    this.line = '';
    this.insideLine = false;
    return ids;
  }

  /** Takes lines: the turns among them are encoded, other text waits in `plain`. */
  private take(complete: string): Int32Array[] {
    const { special } = this.tokenizer;
    const ids: Int32Array[] = [];
    let lines = complete;
    let at = 0;
    if (this.insideLine) {
      // The rest of a line that was too long to be a turn.
      const end = lines.indexOf('\n') + 1 || lines.length;
      this.plain += lines.slice(0, end);
      this.insideLine = !lines.includes('\n');
      lines = lines.slice(end);
    }
    for (const { index, 0: whole, 1: name, 2: words } of lines.matchAll(TURN)) {
      this.plain += lines.slice(at, index);
      this.encode(ids, this.plain.length);
      ids.push(Int32Array.of(special.turn), this.tokenizer.encode(name!), this.tokenizer.encode(words!));
      ids.push(Int32Array.of(special.done));
      this.begins = false;
      at = index + whole.length;
    }
    this.plain += lines.slice(at);
    return ids;
  }

  private encode(ids: Int32Array[], length: number): void {
    if (length > 0) {
      const text = this.plain.slice(0, length);
      ids.push(this.tokenizer.encode(this.begins ? this.tokenizer.asDocument(text) : text));
      this.begins = false;
    }
    this.plain = this.plain.slice(length);
  }
}

/** `encodeDocument` for a text that comes in pieces; a text of nothing gives nothing. */
export async function* encodePieces(tokenizer: Encoder, pieces: AsyncIterable<string>): AsyncGenerator<Int32Array> {
  const encoding = new TextEncoding(tokenizer);
  let any = false;
  for await (const piece of pieces) {
    any ||= piece !== '';
    yield* encoding.push(piece);
  }
  yield* encoding.end();
  if (any) yield Int32Array.of(tokenizer.special.end);
}

/**
 * Where text can be cut without any token being cut: before a line that does not begin with a space, else before a word.
 * Text without any such place is cut when it has become very long.
 */
function safeCut(text: string): number {
  for (let at = text.length - 1; at > 0; at--) {
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
