/** One e-mail, line by line: its words are kept, its attachments flow past. */
import { HtmlText } from '../documents/html-text.ts';
import { decodeCharset, decodeTransfer, decodeWords, type Headers, parseHeaders, parseParameters } from './mime.ts';
import { quoteInHtml } from './quotes.ts';

/** Characters that are kept of a part, and lines of a head. */
const LONGEST_PART = 1 << 22;
const LONGEST_HEAD = 2000;

/** In front of what an answer or a mail that is passed on is about. */
const FOLLOWS = /^\s*(?:re|fwd?|aw|wg|tr|rv|sv|vs|vb|vl|ref|res|enc|i|r|antw|doorst|odp|pd|ynt|ilt)(?:\[\d+\])?\s?:/i;

/** Takes the lines of one message, bytes as Latin-1 characters. */
export class MailBody {
  /** Of the whole message. */
  headers: Headers = new Map();
  attachments = 0;
  private head: string[] | undefined = [];
  /** What parts the messages inside of one another. */
  private readonly boundaries: string[] = [];
  /** Of the part that is being read. */
  private kind = '';
  private charset: string | undefined;
  private encoding: string | undefined;
  private flowed = false;
  private kept: string[] | undefined;
  private size = 0;
  private readonly plain: string[] = [];
  private readonly html: string[] = [];
  private first = true;

  push(line: string): void {
    if (line.startsWith('--') && this.boundaries.length > 0) {
      const index = this.boundaries.findLastIndex((boundary) => line.startsWith(`--${boundary}`));
      if (index !== -1) {
        this.finishPart();
        const closing = line.startsWith(`--${this.boundaries[index]!}--`);
        this.boundaries.length = closing ? index : index + 1;
        this.head = closing ? undefined : [];
        this.kept = undefined;
        return;
      }
    }
    if (this.head !== undefined) {
      if (line !== '') {
        if (this.head.length < LONGEST_HEAD) this.head.push(line);
        return;
      }
      this.beginPart(parseHeaders(this.head));
      this.head = undefined;
      return;
    }
    if (this.kept === undefined || this.size > LONGEST_PART) return;
    this.kept.push(line);
    this.size += line.length + 1;
  }

  /** Whether it says of itself that it answers another mail or passes one on. */
  get follows(): boolean {
    if (this.headers.has('in-reply-to') || this.headers.has('references')) return true;
    return FOLLOWS.test(decodeWords(this.headers.get('subject') ?? ''));
  }

  /** The words: of the parts of plain text, or else of those of HTML. */
  end(): string {
    if (this.head !== undefined && this.first) this.beginPart(parseHeaders(this.head));
    this.finishPart();
    return (this.plain.length > 0 ? this.plain : this.html).join('\n');
  }

  private beginPart(headers: Headers): void {
    if (this.first) this.headers = headers;
    this.first = false;
    const { value, parameters } = parseParameters(headers.get('content-type') ?? 'text/plain');
    const boundary = parameters['boundary'];
    if (value.startsWith('multipart/') && boundary !== undefined) {
      this.boundaries.push(boundary);
      return;
    }
    const attached = /^\s*attachment/i.test(headers.get('content-disposition') ?? '');
    if (attached || (value !== 'text/plain' && value !== 'text/html' && value !== '')) {
      this.attachments++;
      return;
    }
    this.kind = value;
    this.charset = parameters['charset'];
    this.encoding = headers.get('content-transfer-encoding');
    this.flowed = parameters['format']?.toLowerCase() === 'flowed';
    this.kept = [];
    this.size = 0;
  }

  private finishPart(): void {
    if (this.kept === undefined) return;
    const text = decodeCharset(decodeTransfer(this.kept.join('\n'), this.encoding), this.charset);
    this.kept = undefined;
    if (this.kind !== 'text/html') this.plain.push(this.flowed ? unflowed(text) : text);
    else {
      const page = new HtmlText({ quoteOf: quoteInHtml });
      this.html.push(page.push(text) + page.end());
    }
  }
}

/** Lines that end with a space go on in the next (RFC 3676); the mark of a signature does not, nor do quoted lines. */
function unflowed(text: string): string {
  return text.replace(/^((?!>|-- \r?$).*) \r?\n(?!>)/gm, '$1 ');
}
