/**
 * Cutting texts into passages that can be recognised wherever they turn up again: lines, and sentences of long lines.
 * The joined passages are the text. Where a cut falls depends only on the characters since the cut before and a few that
 * follow, so that an edit in one place leaves the passages elsewhere as they are.
 */

/** Fewest normalised characters by which something is recognised: shorter lines are everybody's. */
export const RECOGNISABLE = 24;

/** From this length on a sentence is cut after words, then anywhere, then in any case. */
const LONG = 256;
const VERY_LONG = 1024;
const LONGEST = 4096;

/** A line longer than this many characters is cut before its end has come. */
const PATIENCE = 1 << 16;

/** Cuts a text that comes in pieces. */
export class SegmentCutter {
  private rest = '';

  push(piece: string): string[] {
    const text = this.rest + piece;
    const passages: string[] = [];
    let start = 0;
    for (let end = text.indexOf('\n', this.rest.length); end !== -1; end = text.indexOf('\n', start)) {
      cutLine(text.slice(start, end + 1), passages);
      start = end + 1;
    }
    this.rest = text.slice(start);
    if (this.rest.length > PATIENCE) {
      const cut: string[] = [];
      cutLine(this.rest, cut);
      // The last passage may go on.
      this.rest = cut.pop()!;
      for (const passage of cut) passages.push(passage);
    }
    return passages;
  }

  /** What is left. The cutter may then be used for another text. */
  end(): string[] {
    const passages: string[] = [];
    if (this.rest !== '') cutLine(this.rest, passages);
    this.rest = '';
    return passages;
  }
}

/** Cuts a whole text. */
export function cutSegments(text: string): string[] {
  const cutter = new SegmentCutter();
  return [...cutter.push(text), ...cutter.end()];
}

/** Passages of one line: each has at least `RECOGNISABLE` normalised characters, unless the whole line has fewer. */
function cutLine(line: string, passages: string[]): void {
  let start = 0;
  let size = 0;
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i);
    if (!isSpace(code) || (i > start && !isSpace(line.charCodeAt(i - 1)))) size++;
    if (size < RECOGNISABLE) continue;
    const cut = cutAfter(line, i, size);
    if (cut === 0 || !hasRecognisable(line, start, cut) || !hasRecognisable(line, cut, line.length)) continue;
    passages.push(line.slice(start, cut));
    start = cut;
    i = cut - 1;
    size = 0;
  }
  passages.push(line.slice(start));
}

/** Where a passage that has reached the character at `i` should end; 0: not here. */
function cutAfter(line: string, i: number, size: number): number {
  const code = line.charCodeAt(i);
  if (endsSentence(code)) {
    let end = i + 1;
    while (end < line.length && closes(line.charCodeAt(end))) end++;
    return code >= 0x3000 || isSpace(line.charCodeAt(end)) ? skipSpaces(line, end) : 0;
  }
  if (size < LONG) return 0;
  // Content decides, as in content-defined chunking: the same words cut the same way wherever they stand. The chances make
  // a passage about twice as long as it must be, so that after an edit the cuts fall into step again soon.
  const mixed = mix(line, i);
  if (isSpace(code) && (mixed & 31) === 0) return skipSpaces(line, i + 1);
  const splitsPair = code >= 0xd800 && code < 0xdc00;
  if (!splitsPair && ((size >= VERY_LONG && mixed === 0) || size >= LONGEST)) return i + 1;
  return 0;
}

/** Whether [start, end) has enough normalised characters to be recognised. */
function hasRecognisable(line: string, start: number, end: number): boolean {
  let size = 0;
  let spaces = 0;
  for (let i = start; i < end && size < RECOGNISABLE; i++) {
    if (isSpace(line.charCodeAt(i))) spaces = size > 0 ? 1 : 0;
    else {
      size += 1 + spaces;
      spaces = 0;
    }
  }
  return size >= RECOGNISABLE;
}

function mix(line: string, i: number): number {
  let hash = 0;
  for (let j = i - 3; j <= i; j++) hash = Math.imul(hash ^ line.charCodeAt(j), 0x9e3779b1);
  return hash >>> 24;
}

function skipSpaces(line: string, at: number): number {
  let end = at;
  while (end < line.length && isSpace(line.charCodeAt(end))) end++;
  return end;
}

/** ASCII white space, the no-break space and the ideographic space. */
export function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x3000;
}

/** `. ! ? ; …` and `。！？；` */
function endsSentence(code: number): boolean {
  return [0x2e, 0x21, 0x3f, 0x3b, 0x2026, 0x3002, 0xff01, 0xff1f, 0xff1b].includes(code);
}

/** Closing quotation marks and brackets. */
function closes(code: number): boolean {
  return [0x22, 0x27, 0x29, 0x5d, 0x2019, 0x201d, 0xbb, 0x300d, 0x300f].includes(code);
}
