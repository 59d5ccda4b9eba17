/** Which encoding a file is in, told from its bytes alone. */
import { legacyEncodingOf } from './legacy-encoding.ts';

/** The standard name of an encoding, as `charsetOf` gives it: `utf-8`, `windows-1251`, `shift_jis`. */
export type Encoding = string;

/** What tells an encoding: a byte order mark, the form of all bytes, their letters, what the file itself says, or its owner. */
export type EncodingProof = 'mark' | 'form' | 'letters' | 'declared' | 'named';

export interface Verdict {
  /** undefined: the bytes are no text. */
  encoding: Encoding | undefined;
  /** Bytes of the byte order mark at the beginning, which are no text. */
  markBytes: number;
  /** Sequences that are not UTF-8 although the file is; each will be U+FFFD. */
  invalid: number;
  by: EncodingProof;
}

/** No text has more of its bytes as controls (other than tab, line ends, form feed, backspace and escape). */
const MOST_CONTROLS = 0.02;

/** 1 for control characters that texts do not have. */
const IS_ODD = new Uint8Array(256);
for (let byte = 0; byte < 32; byte++) if (![8, 9, 10, 12, 13, 27].includes(byte)) IS_ODD[byte] = 1;
const ESCAPE = 27;
IS_ODD[ESCAPE] = 2;

/** Bytes of lines beyond ASCII from which legacy encodings are told, and of one line of them. */
const SAMPLE = 1 << 13;
const LONGEST_LINE = 1 << 12;

/**
 * Looks at all bytes of a file, piece by piece, and then says what they are. A byte order mark decides. Without one: many
 * zeros on one side of all pairs are UTF-16; many controls are no text; then UTF-8 if more multi-byte sequences are right
 * than wrong, else what the letters look like. A character cut off at the very end is not counted as wrong: the file may still be growing.
 */
export class EncodingDetector {
  private readonly head: number[] = [];
  private total = 0;
  private controls = 0;
  private readonly zeros: [even: number, odd: number] = [0, 0];
  private right = 0;
  private wrong = 0;
  /** Continuation bytes still expected, and the range that the next must be in. */
  private expected = 0;
  private low = 0x80;
  private high = 0xbf;
  /** Beginnings of Japanese in ISO-2022-JP. */
  private shifts = 0;
  private readonly sample = new Uint8Array(SAMPLE);
  private sampled = 0;
  /** The beginning of a line that the next piece ends. */
  private line = new Uint8Array(0);

  push(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!;
      if (byte < 0x80) {
        if (IS_ODD[byte] !== 0) {
          if (byte === ESCAPE) {
            if (bytes[i + 1] === 0x24) this.shifts++;
            continue;
          }
          this.controls++;
          if (byte === 0) this.zeros[(this.total + i) & 1]!++;
        }
        if (this.expected > 0) this.fail();
      } else this.multibyte(byte);
    }
    for (let i = 0; this.head.length < 4 && i < bytes.length; i++) this.head.push(bytes[i]!);
    this.total += bytes.length;
    if (this.sampled < SAMPLE) this.gather(bytes);
  }

  verdict(): Verdict {
    const { head, total, zeros, controls } = this;
    if (head[0] === 0xff && head[1] === 0xfe && !(head[2] === 0 && head[3] === 0)) return found('utf-16le', 'mark', 2);
    if (head[0] === 0xfe && head[1] === 0xff) return found('utf-16be', 'mark', 2);
    const others = controls - zeros[0] - zeros[1];
    if (others <= total * MOST_CONTROLS && zeros[0] + zeros[1] > total / 8) {
      // English in UTF-16 has nearly every other byte zero, always on the same side.
      if (zeros[0] * 50 < zeros[1]) return found('utf-16le', 'form');
      if (zeros[1] * 50 < zeros[0]) return found('utf-16be', 'form');
    }
    if (controls > total * MOST_CONTROLS) return found(undefined, 'form');
    const marked = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
    if (marked) return found('utf-8', 'mark', 3, this.wrong);
    if (this.right + this.wrong === 0 && this.shifts > 0) return found('iso-2022-jp', 'form');
    if (this.wrong === 0 || this.right > this.wrong) return found('utf-8', 'form', 0, this.wrong);
    const sample = Buffer.concat([this.sample.subarray(0, this.sampled), this.line]);
    return found(legacyEncodingOf(sample), 'letters');
  }

  /** Keeps lines beyond ASCII: letters of two bytes are whole in them. */
  private gather(bytes: Uint8Array): void {
    const text = this.line.length === 0 ? bytes : Buffer.concat([this.line, bytes]);
    let from = 0;
    for (let end = text.indexOf(0x0a); end !== -1; end = text.indexOf(0x0a, from)) {
      this.keep(text.subarray(from, end + 1));
      from = end + 1;
    }
    for (; text.length - from > LONGEST_LINE; from += LONGEST_LINE) {
      this.keep(text.subarray(from, from + LONGEST_LINE));
    }
    // A copy: the piece itself may be used again.
    this.line = Uint8Array.from(text.subarray(from));
  }

  private keep(line: Uint8Array): void {
    const room = SAMPLE - this.sampled;
    if (room === 0 || !line.some((byte) => byte >= 0x80)) return;
    const kept = line.subarray(0, room);
    this.sample.set(kept, this.sampled);
    this.sampled += kept.length;
  }

  /** One byte of 0x80 or more; the table of well-formed sequences is the Unicode Standard's 3-7. */
  private multibyte(byte: number): void {
    if (this.expected > 0) {
      if (byte >= this.low && byte <= this.high) {
        this.low = 0x80;
        this.high = 0xbf;
        if (--this.expected === 0) this.right++;
        return;
      }
      this.fail();
    }
    if (byte >= 0xc2 && byte <= 0xdf) this.expected = 1;
    else if (byte >= 0xe0 && byte <= 0xef) {
      this.expected = 2;
      if (byte === 0xe0) this.low = 0xa0;
      if (byte === 0xed) this.high = 0x9f;
    } else if (byte >= 0xf0 && byte <= 0xf4) {
      this.expected = 3;
      if (byte === 0xf0) this.low = 0x90;
      if (byte === 0xf4) this.high = 0x8f;
    } else this.wrong++;
  }

  private fail(): void {
    this.wrong++;
    this.expected = 0;
    this.low = 0x80;
    this.high = 0xbf;
  }
}

function found(encoding: Encoding | undefined, by: EncodingProof, markBytes = 0, invalid = 0): Verdict {
  return { encoding, by, markBytes, invalid };
}
