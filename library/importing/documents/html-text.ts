/** The words of HTML, as a person would read them: blocks on lines of their own, without scripts, styles and menus. */
import { type Handler, Parser } from 'htmlparser2';

/** Elements whose content is no writing. */
const SILENT = new Set([
  'script',
  'style',
  'head',
  'noscript',
  'template',
  'svg',
  'math',
  'iframe',
  'object',
  'select',
  'nav',
  // Readings above letters of Chinese and Japanese, and the brackets that stand around them where they cannot be shown.
  'rt',
  'rtc',
  'rp',
]);

/** A page whose elements lie deeper in one another is read on as if it began there: the parser takes the square of the depth. */
const DEEPEST = 2000;

/** Characters that the parser is given at once, so that the depth is known in time. */
const SLICE = 1 << 13;

/** Block elements; true: with an empty line around them. */
const BLOCKS: ReadonlyMap<string, boolean> = new Map([
  ...(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'pre', 'table', 'ul', 'ol', 'dl', 'hr'] as const).map(
    (name) => [name, true] as const,
  ),
  ...(
    [
      'div',
      'li',
      'tr',
      'section',
      'article',
      'header',
      'footer',
      'main',
      'aside',
      'dt',
      'dd',
      'figure',
      'figcaption',
    ] as const
  ).map((name) => [name, false] as const),
  ...(['address', 'form', 'fieldset', 'body', 'details', 'summary', 'title', 'center'] as const).map(
    (name) => [name, false] as const,
  ),
]);

/** What an element quotes: what is inside of it, or all that follows it as well. */
export type QuoteOf = (name: string, attributes: Readonly<Record<string, string>>) => 'inside' | 'onwards' | undefined;

/** Takes HTML in pieces and gives text. Entities are decoded. */
export class HtmlText {
  private parser: Parser;
  private readonly create: () => Parser;
  /** Elements that are open. */
  private depth = 0;
  /** The beginning of a tag at the end of what came. */
  private rest = '';
  private text = '';
  private silent = 0;
  private pre = 0;
  /** Line ends that are due before the next word. */
  private breaks = 0;
  private space = false;
  private any = false;
  /** Elements that are open inside of a quote, itself among them; infinite: all that is left is quoted. */
  private quoted = 0;

  /**
   * @param options.xml for XHTML, where `<title/>` ends itself
   * @param options.quoteOf says what is quoted, whose lines then begin with `> `, as in plain mails
   */
  constructor({ xml = false, quoteOf }: { xml?: boolean; quoteOf?: QuoteOf } = {}) {
    const opening: Partial<Handler> =
      quoteOf === undefined
        ? { onopentagname: (name) => this.open(name.toLowerCase()) }
        : {
            onopentag: (name, attributes) => {
              this.quote(quoteOf(name, attributes));
              this.open(name);
            },
          };
    this.create = () =>
      new Parser(
        {
          ...opening,
          onclosetag: (name) => this.close(name.toLowerCase()),
          ontext: (data) => this.take(data),
        },
        { decodeEntities: true, lowerCaseTags: !xml, recognizeSelfClosing: xml },
      );
    this.parser = this.create();
  }

  push(html: string): string {
    for (let at = 0; at < html.length; at += SLICE) this.write(html.slice(at, at + SLICE));
    return this.taken();
  }

  private write(html: string): void {
    if (this.depth <= DEEPEST && this.rest === '') return this.parser.write(html);
    const text = this.rest + html;
    // A new parser can begin only in front of a tag.
    const tag = this.depth <= DEEPEST ? -1 : text.lastIndexOf('<');
    this.parser.write(tag === -1 ? text : text.slice(0, tag));
    this.rest = tag === -1 ? '' : text.slice(tag);
    if (tag !== -1) this.restart();
  }

  /** Forgets which elements are open. What was quoted in a mail stays so: it is not known where that ends. */
  private restart(): void {
    this.parser = this.create();
    this.depth = this.silent = this.pre = 0;
    if (this.quoted > 0) this.quoted = Number.POSITIVE_INFINITY;
  }

  end(): string {
    this.parser.end(this.rest);
    const rest = this.taken();
    return this.any && !rest.endsWith('\n') ? `${rest}\n` : rest;
  }

  private taken(): string {
    const text = this.text;
    this.text = '';
    return text;
  }

  private open(name: string): void {
    this.depth++;
    if (SILENT.has(name)) this.silent++;
    if (name === 'br') this.breaks = Math.min(2, this.breaks + 1);
    else if (name === 'td' || name === 'th') this.space = true;
    else this.block(name);
    if (name === 'pre') this.pre++;
  }

  private close(name: string): void {
    this.depth--;
    if (SILENT.has(name) && this.silent > 0) this.silent--;
    if (name === 'pre' && this.pre > 0) this.pre--;
    if (name !== 'br') this.block(name);
    if (this.quoted > 0 && --this.quoted === 0) this.breaks = Math.max(this.breaks, 1);
  }

  private quote(what: ReturnType<QuoteOf>): void {
    if (this.quoted > 0) this.quoted++;
    else if (what !== undefined) {
      this.quoted = what === 'inside' ? 1 : Number.POSITIVE_INFINITY;
      this.breaks = Math.max(this.breaks, 1);
    }
  }

  private block(name: string): void {
    const spaced = BLOCKS.get(name);
    if (spaced !== undefined) this.breaks = Math.max(this.breaks, spaced ? 2 : 1);
  }

  private take(data: string): void {
    if (this.silent > 0) return;
    if (this.pre > 0) {
      if (this.breaks > 0 || this.space) this.gap();
      this.text += this.quoted > 0 ? data.replaceAll('\n', '\n> ') : data;
      this.any ||= data !== '';
      return;
    }
    const words = data.replace(/[ \t\r\n\f]+/g, ' ');
    if (words === ' ' || words === '') {
      this.space ||= words === ' ';
      return;
    }
    if (words.startsWith(' ')) this.space = true;
    this.gap();
    this.text += words.replace(/^ | $/g, '');
    this.any = true;
    this.space = words.endsWith(' ');
  }

  private gap(): void {
    if (this.breaks > 0) this.text += (this.any ? '\n'.repeat(this.breaks) : '') + (this.quoted > 0 ? '> ' : '');
    else if (this.space && this.any) this.text += ' ';
    this.breaks = 0;
    this.space = false;
  }
}
