/** Where, in the words of a message, another message begins whose own beginning is damaged: so that nobody gets another's words. */
import { seemsStamped } from '../messengers/whatsapp-dates.ts';
import type { Grammar } from './grammar.ts';

/** Names that are looked for. */
const MOST_NAMES = 500;

/** Characters in front of a name in which a date or time may stand. */
const STAMP = 32;

/** Characters of a line that may hold nothing but a name and a time. */
const LONGEST_HEADING = 120;

/** Characters of a name that is known again without its first. */
const LONG_NAME = 6;

export class Boundary {
  private readonly grammar: Pick<Grammar, 'named' | 'headed' | 'timeless'>;
  private readonly names = new Set<string>();
  private pattern: RegExp | undefined;

  constructor(grammar: Pick<Grammar, 'named' | 'headed' | 'timeless' | 'people'>) {
    this.grammar = grammar;
    for (const name of grammar.people ?? []) this.add(name);
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
    if (this.grammar.headed && this.isHeading(line)) return 0;
    const pattern = (this.pattern ??= this.patternOf());
    pattern.lastIndex = 0;
    for (let found = pattern.exec(line); found !== null; found = pattern.exec(line)) {
      const before = line.slice(Math.max(0, found.index - STAMP), found.index);
      // A name in front of a colon is also called upon or quoted: only behind a stamp, or where a line end was lost, it speaks.
      if (/[[\]<>\t]/.test(found[0]) || (before !== '' && isStampLike(before, this.grammar.timeless))) {
        return found.index - before.length + stampIn(before);
      }
    }
    return -1;
  }

  private patternOf(): RegExp {
    const { named = (name: string) => `${name}:` } = this.grammar;
    // also without the first letter, which may be lost with the line end
    const cut = [...this.names].flatMap((name) => (name.length < LONG_NAME ? [] : [name.slice(1)]));
    const forms = [...this.names, ...cut].flatMap((name) => named(name));
    return new RegExp(forms.map(escaped).join('|'), 'gu');
  }

  /** Whether a line is nothing but a name that is known, numbers and some signs. */
  private isHeading(line: string): boolean {
    if (line.length > LONGEST_HEADING || (line.match(/\p{Nd}/gu)?.length ?? 0) < 3) return false;
    for (const name of this.names) {
      const at = line.indexOf(name);
      if (at !== -1 && (line.slice(0, at) + line.slice(at + name.length)).replace(/\P{L}/gu, '').length < 12)
        return true;
    }
    return false;
  }
}

/** Whether what stands before a name is a stamp, the rest of one at the beginning of a line, or words without a space between. */
function isStampLike(before: string, timeless = false): boolean {
  if ((before.match(/\p{Nd}/gu)?.length ?? 0) >= 4) return true;
  if (timeless ? /\S$/.test(before) : !/[\s\p{P}\p{S}]$/u.test(before)) return true;
  return before.length < STAMP && /^[\s\p{Nd}\p{P}]*(?:[AP]M)?[\s\p{P}]*$/iu.test(before);
}

/** Where a stamp begins in what stands before a name. */
function stampIn(before: string): number {
  const end = before.search(/[\s[(<@+%&~-]*$/);
  const at = before.slice(0, end).search(/[[(<]?\p{Nd}[^\p{L}]*(?:\p{L}{1,4}\.?[^\p{L}]*){0,3}$/u);
  return at === -1 ? end : at;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
