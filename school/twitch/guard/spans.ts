/** The spans of a reply that may be 8 tokens of another text, whatever stands before and behind them. */
import { compatible, visible } from '../moderation/fold.ts';
import { type OnWindow, tokenWindows, WINDOW_TOKENS } from './windows.ts';

/** Words, groups of digits, gaps, and runs of signs, of which no token holds more than one kind. */
const PARTS = /(\p{L}[\p{L}\p{M}]*)|\p{N}+|(\s+)|([^\s\p{L}\p{N}]+)/gu;

interface Part {
  /** indices into the text */
  readonly from: number;
  readonly to: number;
  readonly isGap: boolean;
  /** places between two signs of a run */
  readonly inside: readonly number[];
}

function partsOf(text: string): Part[] {
  return [...text.matchAll(PARTS)].map(({ 0: found, index: from, 2: gap, 3: signs }) => {
    const inside: number[] = [];
    let at = from;
    for (const sign of signs ?? '') inside.push((at += sign.length));
    return { from, to: from + found.length, isGap: gap !== undefined, inside: inside.slice(0, -1) };
  });
}

/**
 * Calls `look` with the tokens of spans of the text: from every word and every sign on, with a space before it and without one, to the end
 * of any run of signs. The first token of a word depends on whether a space stands before it, and signs without a gap between them share
 * tokens, so that a span is written with other tokens beside other signs. Every 8 tokens of another text that the text holds, and that
 * begin and end between words or signs, are a window of one of these.
 */
export function eachSpan(text: string, encode: (text: string) => Int32Array, look: (ids: Int32Array) => void): void {
  for (const whole of [text, ` ${text}`]) look(encode(whole));
  const parts = partsOf(text);
  parts.forEach((part, i) => {
    // a gap is the beginning of what follows it
    if (part.isGap) return;
    const ends: number[] = [];
    let last = part.to;
    for (let k = i, tokens = 0; k < parts.length && tokens < WINDOW_TOKENS; k++) {
      const { isGap, to, inside } = parts[k]!;
      if (isGap) continue;
      ends.push(...inside);
      last = to;
      // the end of a contraction is one token with its apostrophe
      if (!/['\u2019]/.test(text[parts[k]!.from - 1] ?? '')) tokens++;
    }
    ends.push(last);
    for (const from of [part.from, ...part.inside]) {
      for (const to of ends) {
        if (to <= from) continue;
        const span = text.slice(from, to);
        for (const form of [span, ` ${span}`]) {
          const ids = encode(form);
          if (ids.length >= WINDOW_TOKENS) look(ids);
        }
      }
    }
  });
}

/** A line as a reply may hold it: invisible characters removed, each character in its usual form, and each gap one space. */
export const asReplied = (line: string): string => compatible(visible(line));

/** Characters of a line without end after which it is cut, and those that the next part begins with: more than 8 tokens have. */
const LONGEST_LINE = 16_384;
const OVERLAP = 1056;
const LINE_END = /[\r\n]+/;
/** What no cleaning changes. */
const PLAIN = /^(?:[!-~]+ )*[!-~]*$/;

/** Windows of 8 tokens of the lines that a reply would hold in another form than a text does: `…`, double spaces, ligatures. */
export class RepliedLines {
  private readonly encode: (text: string) => Int32Array;
  private rest = '';

  constructor(encode: (text: string) => Int32Array) {
    this.encode = encode;
  }

  /** Takes the next piece of a text. */
  push(piece: string, onWindow: OnWindow): void {
    const lines = (this.rest + piece).split(LINE_END);
    this.rest = lines.pop() as string;
    for (const line of lines) this.take(line, onWindow);
    if (this.rest.length < LONGEST_LINE) return;
    this.take(this.rest, onWindow);
    this.rest = this.rest.slice(-OVERLAP);
  }

  end(onWindow: OnWindow): void {
    this.take(this.rest, onWindow);
    this.rest = '';
  }

  private take(line: string, onWindow: OnWindow): void {
    const trimmed = line.trim();
    if (PLAIN.test(trimmed)) return;
    const replied = asReplied(trimmed);
    if (replied !== trimmed) tokenWindows(this.encode(` ${replied}`), onWindow);
  }
}
