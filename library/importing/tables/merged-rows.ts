/** Rows of a table that ran into one another, where a quotation mark or a line end is lost: nobody gets another's words. */

/** Senders that are remembered. */
const MOST = 1000;

export class MergedRows {
  private readonly senders = new Set<string>();

  /** Remembers who sends. @param sender as it stands in the table */
  add(sender: string): void {
    if (sender.trim() !== '' && this.senders.size < MOST) this.senders.add(sender.trim());
  }

  has(sender: string | undefined): boolean {
    return sender !== undefined && this.senders.has(sender.trim());
  }

  /** Whether words hold another row: a sender between two separators, behind a line end or before a quotation mark. */
  isIn(words: string, separator: string): boolean {
    if (!/["\n]/.test(words) || words.split(separator, 3).length < 3) return false;
    for (const sender of this.senders) if (words.includes(`${separator}${sender}${separator}`)) return true;
    return false;
  }
}
