/** The words of the XML of word processors, a paragraph a line; without what was deleted, comments and lists of contents. */
import { Parser } from 'htmlparser2';
import { importingTexts } from '../texts.ts';

/** Elements whose content is no writing of the document's own text, by their names without a prefix. */
const SILENT = new Set([
  // Word: text that was moved away, what stands in for newer drawings
  'moveFrom',
  'Fallback',
  // OpenDocument: comments, deleted text, lists, marks of notes, titles of pictures, readings above letters
  'annotation',
  'tracked-changes',
  'table-of-content',
  'alphabetical-index',
  'illustration-index',
  'table-index',
  'bibliography',
  'note-citation',
  'forms',
  'script',
  'title',
  'desc',
  'ruby-text',
  'rt',
]);

const PARAGRAPHS = new Set(['p', 'h']);
const NOTES = new Set(['note', 'footnote', 'endnote']);

/** Styles of lines in a list of contents, in the languages of Word. */
const CONTENTS = /^(?:TOC|Verzeichnis|TM|TDC|Sommario|Inhopg|Spistreci|Obsah)\d/i;

/** Elements that lie in one another; the parser takes the square of that. */
const DEEPEST = 1000;

/** Spaces that one element of OpenDocument stands for. */
const MOST_SPACES = 80;

/** In Word only elements `t` hold text; in OpenDocument paragraphs do. */
export type OfficeKind = 'word' | 'open';

/** Takes XML in pieces and gives text. Notes come at the end. */
export class OfficeText {
  private readonly parser: Parser;
  private readonly kind: OfficeKind;
  private text = '';
  private notes = '';
  /** The paragraph that is being read, and those around it. */
  private line = '';
  private readonly around: string[] = [];
  private depth = 0;
  /** Elements that are open: silent ones, notes, and those of Word that hold text. */
  private silent = 0;
  private noted = 0;
  private letters = 0;
  /** The run that is being read is hidden; the paragraph stands in a list of contents. */
  private hidden = false;
  private listed = false;

  constructor(kind: OfficeKind) {
    this.kind = kind;
    this.parser = new Parser(
      {
        onopentag: (name, attributes) => this.open(localName(name), attributes),
        onclosetag: (name) => this.close(localName(name)),
        ontext: (data) => this.take(data),
      },
      { xmlMode: true },
    );
  }

  /** @throws Error in one clause if the elements lie deeper in one another than in any document */
  push(xml: string): string {
    this.parser.write(xml);
    const { text } = this;
    this.text = '';
    return text;
  }

  end(): string {
    this.parser.end();
    while (this.around.length > 0) this.endParagraph();
    return this.text + this.notes;
  }

  private open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (++this.depth > DEEPEST) throw new Error(importingTexts.office.tooDeep(DEEPEST));
    if (SILENT.has(name)) this.silent++;
    if (NOTES.has(name)) this.noted++;
    if (PARAGRAPHS.has(name)) {
      this.around.push(this.line);
      this.line = '';
      this.listed = this.hidden = false;
    }
    const value = attributes['w:val'] ?? '';
    if (name === 't') this.letters++;
    else if (name === 'r') this.hidden = false;
    else if (name === 'vanish') this.hidden = value !== '0' && value !== 'false';
    else if (name === 'pStyle') this.listed = CONTENTS.test(value);
    else if (name === 'tab') this.add(' ');
    else if (name === 'br' || name === 'cr' || name === 'line-break') this.add('\n');
    else if (name === 'noBreakHyphen') this.add('-');
    else if (name === 's') this.add(' '.repeat(Math.min(MOST_SPACES, Number(attributes['text:c'] ?? 1) || 1)));
  }

  private close(name: string): void {
    this.depth--;
    if (PARAGRAPHS.has(name)) this.endParagraph();
    if (name === 't' && this.letters > 0) this.letters--;
    if (NOTES.has(name) && this.noted > 0) this.noted--;
    if (SILENT.has(name) && this.silent > 0) this.silent--;
  }

  private take(data: string): void {
    if (this.kind === 'word') {
      if (this.letters > 0) this.add(data);
      return;
    }
    // Of white space in OpenDocument one space counts; more are elements.
    const words = data.replace(/[ \t\r\n]+/g, ' ');
    this.add(this.line === '' || /[ \n]$/.test(this.line) ? words.replace(/^ /, '') : words);
  }

  private add(text: string): void {
    if (this.around.length > 0 && this.silent === 0 && !this.hidden && !this.listed) this.line += text;
  }

  private endParagraph(): void {
    const line = `${this.line.trimEnd()}\n`;
    this.line = this.around.pop() ?? '';
    if (this.silent > 0 || this.listed) return;
    if (this.noted > 0) this.notes += line.trim() === '' ? '' : line;
    else this.text += line;
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
