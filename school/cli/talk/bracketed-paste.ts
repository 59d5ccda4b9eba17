/** What a terminal pastes, told apart from what is typed: bracketed paste, as xterm has it. */

/** Ask a terminal to mark what is pasted, and to stop that. A terminal that does not know the mode ignores them. */
export const ASK_FOR_MARKS = '\x1b[?2004h';
export const NO_MORE_MARKS = '\x1b[?2004l';

const BEGIN = '\x1b[200~';
const END = '\x1b[201~';

/** A mark of which the rest may come in the next piece. A lone Escape is a key, and waits for nothing. */
const CUT_MARK = /\x1b\[(?:2(?:0(?:[01])?)?)?$/;

/** Within a paste no key is pressed. */
const CUT_END = /\x1b(?:\[(?:2(?:0(?:1)?)?)?)?$/;

/** Takes what comes from a terminal in pieces, and makes one line of what is pasted: its line ends become spaces, its controls go. */
export class PasteReader {
  private isPaste = false;
  private held = '';
  /** The last line end of a paste so far, which becomes a space only if words follow. */
  private gap = '';

  push(piece: string): string {
    let text = this.held + piece;
    this.held = (this.isPaste ? CUT_END : CUT_MARK).exec(text)?.[0] ?? '';
    text = text.slice(0, text.length - this.held.length);
    let keys = '';
    while (text !== '') {
      const at = text.indexOf(this.isPaste ? END : BEGIN);
      const part = at === -1 ? text : text.slice(0, at);
      keys += this.isPaste ? this.flat(part) : part;
      if (at === -1) return keys;
      text = text.slice(at + BEGIN.length);
      this.isPaste = !this.isPaste;
      this.gap = '';
    }
    return keys;
  }

  private flat(part: string): string {
    if (part === '') return '';
    const plain = (this.gap + part).replace(/\s*[\r\n]\s*|\t/g, ' ').replace(/[\x00-\x1f\x7f]/g, '');
    this.gap = /[\r\n]\s*$/.test(part) ? ' ' : '';
    return this.gap === '' ? plain : plain.replace(/ $/, '');
  }
}
