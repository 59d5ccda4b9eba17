/** The part of the log that is held in memory, moved over the whole of it. */
import { messageOf } from '../../../library/notices/notices.ts';
import type { LogLine, LogQuery } from '../../../statistics/query/log.ts';
import { SlowPatternError } from '../../../statistics/query/pattern.ts';

/** The filter: level, scope, grep. */
export type LogFilter = Pick<LogQuery, 'level' | 'scope' | 'grep'>;

/** Lines that one question brings. */
const PAGE = 200;
/** Lines that are held; beyond that those furthest away are let go. */
const MOST = 2000;

/** Distance between two remembered lines. */
const DENSE = 100;

export interface LogWindowOptions {
  readonly page?: number;
  readonly most?: number;
}

/** Lines in the order of their ids, without gaps. It asks only when it is told to. */
export class LogWindow {
  lines: readonly LogLine[] = [];
  /** whether there is nothing before, or after, what is held */
  atStart = false;
  atEnd = false;
  /** why the last question had no answer; '' if it had one */
  problem = '';
  private readonly ask: (query: LogQuery) => LogLine[];
  private readonly filter: LogFilter;
  /** The same, for questions about few lines near a known one: there the index of all text is of no use, and costs as much as it holds. */
  private readonly nearby: LogFilter;
  private readonly page: number;
  private readonly most: number;
  /** What took too long once is not asked for again: each time would cost as much. */
  private givenUp = false;

  constructor(
    ask: (query: LogQuery) => LogLine[],
    filter: LogFilter,
    { page = PAGE, most = MOST }: LogWindowOptions = {},
  ) {
    this.ask = ask;
    this.filter = filter;
    const { grep } = filter;
    this.nearby = typeof grep === 'string' && grep !== '' ? { ...filter, grep: patternOf(grep) } : filter;
    this.page = page;
    this.most = Math.max(most, page);
  }

  /** The end of the log. */
  newest(): void {
    const found = this.answer({ limit: this.page });
    if (!found) return;
    this.lines = found;
    this.atStart = found.length < this.page;
    this.atEnd = true;
  }

  /** Its beginning. */
  oldest(): void {
    const found = this.answer({ after: 0, limit: this.page });
    if (!found) return;
    this.lines = found;
    this.atStart = true;
    this.atEnd = found.length < this.page;
  }

  /** Takes in what comes before; returns by how many lines the held ones moved down. */
  older(): number {
    const first = this.lines[0];
    if (this.atStart || !first) return 0;
    const found = this.answer({ before: first.id, limit: this.page }, this.isDense ? this.nearby : this.filter);
    if (!found) return 0;
    this.atStart = found.length < this.page;
    const all = [...found, ...this.lines];
    this.lines = all.slice(0, this.most);
    if (all.length > this.most) this.atEnd = false;
    return found.length;
  }

  /** Takes in what comes after; returns how many came, and how many went from the front for them. */
  newer(): { came: number; went: number } {
    const after = this.lines[this.lines.length - 1]?.id ?? 0;
    const found = this.answer({ after, limit: this.page }, this.nearby);
    if (!found) return { came: 0, went: 0 };
    this.atEnd = found.length < this.page;
    if (found.length === 0) return { came: 0, went: 0 };
    const all = [...this.lines, ...found];
    const went = Math.max(0, all.length - this.most);
    this.lines = all.slice(went);
    if (went > 0) this.atStart = false;
    return { came: found.length, went };
  }

  /** Whether more at the end would cost lines at the front. */
  get isFull(): boolean {
    return this.lines.length + this.page > this.most;
  }

  /** Whether what is looked for is found in many lines. */
  private get isDense(): boolean {
    const { lines } = this;
    return lines.length > 0 && lines[lines.length - 1].id - lines[0].id < lines.length * DENSE;
  }

  private answer(query: LogQuery, filter = this.filter): LogLine[] | undefined {
    if (this.givenUp) return undefined;
    try {
      const found = this.ask({ ...filter, ...query });
      this.problem = '';
      return found;
    } catch (error) {
      this.givenUp = error instanceof SlowPatternError;
      this.problem = messageOf(error);
      return undefined;
    }
  }
}

/** A piece of text as a pattern that finds the same: A–Z like a–z, and nothing else like anything else. */
function patternOf(text: string): RegExp {
  const literal = (character: string): string =>
    /[a-z]/i.test(character)
      ? `[${character.toLowerCase()}${character.toUpperCase()}]`
      : character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
  return new RegExp([...text].map(literal).join(''), 'su');
}
