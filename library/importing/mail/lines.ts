/** Gathering the lines of one mail for the parser, without what its attachments hold: that flows past. */
import { isUtf8 } from 'node:buffer';
import { decodeWindows1252 } from '../../cleaning/windows1252.ts';

/** Bytes that are kept of one text, and of a whole mail. */
const LONGEST_TEXT = 1 << 22;
const LONGEST_MAIL = 1 << 25;

/** Lines of a head. */
const LONGEST_HEAD = 2000;

/** Types of parts whose lines are kept. */
const KEPT = /^content-type\s*:\s*(?:text\/(?:plain|html)|multipart\/|text\s*(?:;|$)|;|$)/i;
const TYPE = /^content-type\s*:/i;
const BOUNDARY = /;\s*boundary\s*=\s*(?:"([^"]+)"|([^\s";]+))/i;
const MOST_BOUNDARIES = 300;
const ATTACHED = /^content-disposition\s*:\s*"?attachment/i;

/** Bytes of one mail, line by line. Lines are bytes as Latin-1 characters. */
export class MailLines {
  private readonly lines: string[] = [];
  private size = 0;
  /** Of the part that is being read. */
  private partSize = 0;
  private inHead = true;
  /** Headers of the part that is being read. */
  private head: string[] = [];
  private headLines = 0;
  private attached = false;
  /** What parts the mail, as heads say. */
  private readonly boundaries: string[] = [];

  push(line: string): void {
    if (this.inHead) this.headLine(line);
    else if (line.startsWith('--') && this.boundaries.some((boundary) => line.startsWith(boundary, 2))) {
      this.keep(line);
      this.inHead = true;
      this.head = [];
      this.headLines = 0;
      this.attached = false;
      this.partSize = 0;
    } else if (!this.attached && this.partSize <= LONGEST_TEXT) {
      this.partSize += line.length + 1;
      this.keep(line);
    }
  }

  end(): Uint8Array {
    return Buffer.from(this.lines.join('\n'), 'latin1');
  }

  private headLine(line: string): void {
    if (line === '') {
      this.inHead = false;
      this.attached = this.head.some(isAttached);
      for (const header of this.head) {
        const boundary = TYPE.test(header) ? BOUNDARY.exec(header) : null;
        if (boundary !== null && this.boundaries.length < MOST_BOUNDARIES)
          this.boundaries.push(boundary[1] ?? boundary[2]!);
      }
      this.keep(line);
      return;
    }
    if (++this.headLines > LONGEST_HEAD) return;
    if (/^[ \t]/.test(line) && this.head.length > 0) this.head[this.head.length - 1] += line;
    else this.head.push(line);
    this.keep(utf8Of(line));
  }

  private keep(line: string): void {
    this.size += line.length + 1;
    if (this.size <= LONGEST_MAIL) this.lines.push(line);
  }
}

function isAttached(header: string): boolean {
  return ATTACHED.test(header) || (TYPE.test(header) && !KEPT.test(header));
}

/** A line of a head in UTF-8: bytes beyond ASCII should not stand there, and do in one of two encodings. */
function utf8Of(line: string): string {
  if (!/[\x80-\xff]/.test(line)) return line;
  const bytes = Buffer.from(line, 'latin1');
  return isUtf8(bytes) ? line : Buffer.from(decodeWindows1252(bytes)).toString('latin1');
}
