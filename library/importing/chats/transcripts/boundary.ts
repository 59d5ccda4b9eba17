/** Where, in the words of a message, another message begins whose own beginning is damaged: so that nobody gets another's words. */
import { seemsStamped } from '../messengers/whatsapp-dates.ts';

/** Names that are looked for. */
const MOST_NAMES = 500;

/** Characters in front of a name in which a date or time may stand. */
const STAMP = 32;

export class Boundary {
  private readonly named: (author: string) => string;
  private readonly names = new Set<string>();
  private pattern: RegExp | undefined;

  /** @param named how a name stands in front of its words */
  constructor(named: (author: string) => string, people: readonly string[]) {
    this.named = named;
    for (const name of people) this.add(name);
  }

  /** Remembers somebody who speaks. */
  add(name: string): void {
    if (name === '' || this.names.has(name) || this.names.size >= MOST_NAMES) return;
    this.names.add(name);
    this.pattern = undefined;
  }

  /** Where in a line another message seems to begin, with the rest of its stamp; -1: nowhere. */
  find(line: string): number {
    const seeming = seemsStamped(line);
    if (seeming !== undefined && (seeming.exact || this.names.has(seeming.name))) return 0;
    if (this.names.size === 0) return -1;
    this.pattern ??= new RegExp([...this.names].map((name) => escaped(this.named(name))).join('|'), 'gu');
    this.pattern.lastIndex = 0;
    for (let found = this.pattern.exec(line); found !== null; found = this.pattern.exec(line)) {
      const before = line.slice(Math.max(0, found.index - STAMP), found.index);
      // A name in front of a colon is also called upon or quoted: only behind a stamp, or where a line end was lost, it speaks.
      if (before !== '' && isStampLike(before)) return found.index - before.length + stampIn(before);
    }
    return -1;
  }
}

function isStampLike(before: string): boolean {
  return (before.match(/\p{Nd}/gu)?.length ?? 0) >= 4 || !/[\s\p{P}\p{S}]$/u.test(before);
}

/** Where a stamp begins in what stands before a name. */
function stampIn(before: string): number {
  const at = before.search(/[[(<]?\p{Nd}[^\p{L}]*(?:\p{L}{1,4}\.?[^\p{L}]*){0,3}$/u);
  return at === -1 ? before.length : at;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
