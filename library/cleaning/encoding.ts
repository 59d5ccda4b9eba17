/** Which encoding a file is in, told from its bytes alone. */

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface Verdict {
  /** undefined: the bytes are no text. */
  encoding: Encoding | undefined;
  /** Bytes of the byte order mark at the beginning, which are no text. */
  markBytes: number;
  /** Sequences that are not UTF-8 although the file is; each will be U+FFFD. */
  invalid: number;
}

/** No text has more of its bytes as controls (other than tab, line ends, form feed, backspace and escape). */
const MOST_CONTROLS = 0.02;

/** 1 for control characters that texts do not have. */
const IS_ODD = new Uint8Array(256);
for (let byte = 0; byte < 32; byte++) if (![8, 9, 10, 12, 13, 27].includes(byte)) IS_ODD[byte] = 1;

/**
 * Looks at all bytes of a file, piece by piece, and then says what they are. A byte order mark decides. Without one: many
 * zeros on one side of all pairs are UTF-16; many controls are no text; then UTF-8 if more multi-byte sequences are right
 * than wrong, else Windows-1252. A character cut off at the very end is not counted as wrong: the file may still be growing.
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

  push(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!;
      if (byte < 0x80) {
        if (IS_ODD[byte] === 1) {
          this.controls++;
          if (byte === 0) this.zeros[(this.total + i) & 1]!++;
        }
        if (this.expected > 0) this.fail();
      } else this.multibyte(byte);
    }
    for (let i = 0; this.head.length < 4 && i < bytes.length; i++) this.head.push(bytes[i]!);
    this.total += bytes.length;
  }

  verdict(): Verdict {
    const { head, total, zeros, controls } = this;
    if (head[0] === 0xff && head[1] === 0xfe && !(head[2] === 0 && head[3] === 0)) return found('utf-16le', 2);
    if (head[0] === 0xfe && head[1] === 0xff) return found('utf-16be', 2);
    const others = controls - zeros[0] - zeros[1];
    if (others <= total * MOST_CONTROLS && zeros[0] + zeros[1] > total / 8) {
      // English in UTF-16 has nearly every other byte zero, always on the same side.
      if (zeros[0] * 50 < zeros[1]) return found('utf-16le', 0);
      if (zeros[1] * 50 < zeros[0]) return found('utf-16be', 0);
    }
    if (controls > total * MOST_CONTROLS) return found(undefined, 0);
    const marked = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
    if (marked || this.wrong === 0 || this.right > this.wrong) return found('utf-8', marked ? 3 : 0, this.wrong);
    return found('windows-1252', 0);
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

function found(encoding: Encoding | undefined, markBytes: number, invalid = 0): Verdict {
  return { encoding, markBytes, invalid };
}
