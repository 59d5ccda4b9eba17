/** Notes of Obsidian and Notion in Markdown: their words, without front matter, the targets of links, embedded files and comments. */
import { fileName, type Reader } from '../reader.ts';
import { type Head, lineBatches, textPieces } from '../source.ts';
import { importingTexts } from '../texts.ts';
import { Pieces } from '../words.ts';

/** YAML between two lines of dashes, at the very beginning. */
const FRONT_MATTER = /^---[ \t]*\r?\n(?:[^\n]*\n){0,200}?(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/;
const PROPERTY = /^[\p{L}_][\p{L}\p{N} _-]{0,40}:(?:\s|$)/u;

/** Notion puts a number of 32 digits behind a page's name. */
const NOTION_NAME = / [0-9a-f]{32}\.(?:md|markdown)$/;

export const linkedNotes: Reader = {
  title: importingTexts.titles.linkedNote,
  conversations: false,
  detect: (head) =>
    /\.(?:md|markdown)$/.test(fileName(head)) &&
    head.encoding !== undefined &&
    (frontMatterOf(head) > 0 || /\[\[[^[\]\n]{1,200}\]\]/.test(head.text) || NOTION_NAME.test(fileName(head))),
  async *read(source, head, { warn }) {
    const pieces = new Pieces();
    const note = new NoteLines(frontMatterOf(head), NOTION_NAME.test(fileName(head)));
    let begins = true;
    for await (const lines of lineBatches(textPieces(source, head, warn))) {
      const piece = pieces.push(lines.map((line) => note.take(line)).join(''));
      if (piece === undefined) continue;
      yield [{ kind: 'document', begins, text: piece }];
      begins = false;
    }
    yield [{ kind: 'document', begins, text: pieces.end() }];
  },
};

/** Lines of the front matter; 0: there is none. A line of dashes alone is a rule between parts of a text. */
function frontMatterOf({ text }: Head): number {
  const found = FRONT_MATTER.exec(text)?.[0];
  if (found === undefined) return 0;
  const lines = found.trimEnd().split('\n');
  const inside = lines.slice(1, -1);
  return inside.some((line) => PROPERTY.test(line)) &&
    inside.every((line) => /^(?:\s|-|#|$)/.test(line) || PROPERTY.test(line))
    ? lines.length
    : 0;
}

/** Goes through a note line by line. */
class NoteLines {
  private left: number;
  private isComment = false;
  /** Notion's properties stand below the title, up to an empty line. */
  private properties: 'title' | 'below' | 'inside' | 'over';

  constructor(frontMatter: number, notion: boolean) {
    this.left = frontMatter;
    this.properties = notion ? 'title' : 'over';
  }

  /** The words of a line with its end; '' if it goes. */
  take(line: string): string {
    if (this.left > 0) {
      this.left--;
      return '';
    }
    if (this.isProperty(line)) return '';
    const words = this.withoutComments(line);
    const plain = words
      .replace(/!\[\[[^[\]\n]{1,300}\]\]/g, '')
      .replace(
        /\[\[([^[\]|\n]{1,300})(?:\|([^[\]\n]{1,300}))?\]\]/g,
        (_link, target: string, alias?: string) => alias ?? nameOf(target),
      )
      .replace(/!\[[^\]\n]{0,300}\]\([^)\n]{1,1000}\)/g, '')
      .replace(/\[([^\]\n]{1,300})\]\([^)\n]{1,1000}\.(?:md|csv|html)\)/g, '$1')
      .replace(/ \^[\w-]{1,40}$/, '');
    // What held nothing but a picture or a comment leaves no empty line.
    return plain.trim() === '' && line.trim() !== '' ? '' : `${plain}\n`;
  }

  private isProperty(line: string): boolean {
    if (this.properties === 'over') return false;
    if (this.properties === 'title') {
      if (/^# /.test(line) || line.trim() === '') this.properties = /^# /.test(line) ? 'below' : 'title';
      else this.properties = 'over';
      return false;
    }
    if (PROPERTY.test(line)) {
      this.properties = 'inside';
      return true;
    }
    const ends = this.properties === 'inside';
    if (ends || line.trim() !== '') this.properties = 'over';
    return ends && line.trim() === '';
  }

  /** Comments stand between two percent signs each, on one line or on several. */
  private withoutComments(line: string): string {
    let words = '';
    line.split('%%').forEach((part, i) => {
      if (i > 0) this.isComment = !this.isComment;
      if (!this.isComment) words += part;
    });
    return words;
  }
}

/** @example nameOf('Boats/The blue one#Tar') === 'The blue one' */
function nameOf(target: string): string {
  const [page = '', heading] = target.split('#', 2);
  return page.slice(page.lastIndexOf('/') + 1).replace(/\.md$/, '') || (heading ?? target);
}
