/** Counting words, and cutting long texts into pieces. */

/** Words between white space. Fast, since it counts gigabytes. */
export function countWords(text: string): number {
  let words = 0;
  let inside = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const space = code <= 32 || code === 0xa0 || code === 0x3000 || (code >= 0x2000 && code <= 0x200a);
    if (!space && !inside) words++;
    inside = !space;
  }
  return words;
}

/** Characters of a piece of a document. */
const PIECE = 1 << 16;

/** Gathers text and gives it out in pieces that end with lines. */
export class Pieces {
  private text = '';

  push(text: string): string | undefined {
    this.text += text;
    if (this.text.length < PIECE) return undefined;
    let cut = this.text.lastIndexOf('\n') + 1;
    if (cut === 0) {
      if (this.text.length < PIECE * 16) return undefined;
      cut = this.text.lastIndexOf(' ') + 1 || this.text.length;
    }
    const piece = this.text.slice(0, cut);
    this.text = this.text.slice(cut);
    return piece;
  }

  end(): string {
    const rest = this.text;
    this.text = '';
    return rest;
  }
}
