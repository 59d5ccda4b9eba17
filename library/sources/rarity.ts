/** Words of texts, and how rare each is. */

/** Scripts that are written without spaces: each character counts as a word. */
const UNSPACED = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`;
const WORD = new RegExp(
  String.raw`[${UNSPACED}]|[[\p{L}\p{M}]--[${UNSPACED}]]+|\p{N}+|[\p{S}*\/%\&\#@]|(?<=[\d\s])-(?=[\d\s])`,
  'gv',
);

/** The words of a text in lower case; signs that mean something are words too, punctuation is not. A text of nothing else is one word. */
export function wordsOf(text: string): string[] {
  const line = text.normalize('NFKC').toLowerCase().replaceAll('ß', 'ss');
  const words = line.match(WORD);
  return words ?? (line.trim() === '' ? [] : [line.replace(/\s+/g, ' ').trim()]);
}

/** Counts words, to tell how rare each is. */
export class WordRarity {
  private readonly counts = new Map<string, number>();
  private total = 0;

  add(text: string): void {
    for (const word of wordsOf(text)) {
      this.counts.set(word, (this.counts.get(word) ?? 0) + 1);
      this.total++;
    }
  }

  /** Bits of information of a word: 7 for one in 128. A word that was never counted is rarer than all others. */
  bits(word: string): number {
    return Math.log2((this.total + 1) / ((this.counts.get(word) ?? 0) + 0.5));
  }
}
