/** Cleaning of texts before they are learnt: only what is no writing goes, everything else stays exactly. */

/** Line ends other than LF: CRLF, a lone CR, NEL, and Unicode's line and paragraph separators. */
const LINE_ENDS = /\r\n?|[\u0085\u2028\u2029]/g;

/** C0 and C1 controls but tab and newline, DEL, and zero-width or bidi control characters. */
const CONTROLS = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

/**
 * ZWNJ and ZWJ that are not between two characters beyond ASCII, where they do nothing. Between such characters they
 * spell: Persian and Hindi words and emoji families need them.
 */
const IDLE_JOINERS = /(?<![\u0080-\uffff])[\u200c\u200d]+|[\u200c\u200d]+(?![\u0080-\uffff])/g;

/** Any character that one of the rules above, or the one below, is about. */
const SPECIAL = /[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/;

/** Where a word may be broken; inside of it that makes another word of it. */
const SOFT_HYPHENS = /(?<=\p{L})\xad+/gu;

const MANY_BLANK_LINES = /\n(?:[ \t]*\n){3,}/g;

/** Characters whose fate depends on what follows. */
const UNDECIDED = ' \t\n\u200c\u200d';

/** Held back no further than this, so that a file of spaces costs no more than any other. */
const MOST_HELD = 1 << 16;

/**
 * Cleans a text that comes in pieces. All that `push` and `end` return, joined, is the cleaned text:
 * line ends are `\n`; no controls but `\n` and `\t`; no soft hyphens in words; no zero-width or bidi controls; at most two blank lines in a row.
 */
export class Cleaner {
  private carriageReturn = '';
  private held = '';
  /** The last character returned, which joiners look back at. It is never one of `UNDECIDED`, or it is ''. */
  private before = '';

  push(piece: string): string {
    const raw = this.carriageReturn + piece;
    // A CR at the end may be half of a CRLF.
    this.carriageReturn = raw.endsWith('\r') ? '\r' : '';
    return this.take(this.carriageReturn ? raw.slice(0, -1) : raw, false);
  }

  /** What was held back. The cleaner may then be used for another text. */
  end(): string {
    const rest = this.take(this.carriageReturn, true);
    this.carriageReturn = this.before = '';
    return rest;
  }

  private take(raw: string, last: boolean): string {
    // most of a text has none of these characters, and is looked through once instead of five times
    const isSpecial = SPECIAL.test(raw) || SPECIAL.test(this.held);
    const text = this.held + (isSpecial ? raw.replace(LINE_ENDS, '\n').replace(CONTROLS, '') : raw);
    let cut = text.length;
    while (!last && cut > 0 && UNDECIDED.includes(text[cut - 1]!)) cut--;
    this.held = text.slice(cut).replace(MANY_BLANK_LINES, '\n\n\n');
    let decided = text.slice(0, cut);
    if (this.held.length > MOST_HELD) {
      decided += this.held;
      this.held = '';
    }
    if (decided === '') return '';
    if (!isSpecial) {
      const end = decided.at(-1)!;
      this.before = UNDECIDED.includes(end) ? '' : end;
      return decided.replace(MANY_BLANK_LINES, '\n\n\n');
    }
    const whole = this.before + decided;
    const joined = /[\u200c\u200d]/.test(whole) ? whole.replace(IDLE_JOINERS, '') : whole;
    const words = joined.includes('\xad') ? joined.replace(SOFT_HYPHENS, '') : joined;
    const cleaned = words.replace(MANY_BLANK_LINES, '\n\n\n').slice(this.before.length);
    const end = (words || whole).at(-1)!;
    this.before = UNDECIDED.includes(end) ? '' : end;
    return cleaned;
  }
}

/**
 * Cleans a whole text at once.
 *
 * @example clean('a\r\nb\0') === 'a\nb'
 */
export function clean(text: string): string {
  const cleaner = new Cleaner();
  return cleaner.push(text) + cleaner.end();
}
