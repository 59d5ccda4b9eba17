/** Patterns that take a time in proportion to the text, whatever they repeat: RE2's kind, which cannot look ahead, behind or back. */
import { RE2JS } from 're2js';
import { LedgerError } from '../ledger/errors.ts';
import { texts } from '../texts.ts';

/** A search for a pattern in too many lines. */
export class SlowPatternError extends LedgerError {}

export interface Pattern {
  test(text: string): boolean;
}

/**
 * The same pattern as RE2 knows it. Letters are characters of Unicode, as with the flag `u`.
 * @throws LedgerError in one sentence for a pattern that RE2 cannot know
 */
export function linearPattern({ source, flags }: Pick<RegExp, 'source' | 'flags'>): Pattern {
  const all = [...flags].reduce((sum, flag) => sum | (FLAGS[flag] ?? 0), 0);
  try {
    return RE2JS.compile(RE2JS.translateRegExp(source), all);
  } catch (cause) {
    throw new LedgerError('given', texts.query.unknownPattern(JSON.stringify(`/${source}/${flags}`)), { cause });
  }
}

const FLAGS: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
};

/** A moment after which a search is given up. */
export class Deadline {
  private readonly pattern: string;
  private readonly milliseconds: number;
  private readonly end: number;

  constructor({ source, flags }: Pick<RegExp, 'source' | 'flags'>, milliseconds: number) {
    this.pattern = `/${source}/${flags}`;
    this.milliseconds = milliseconds;
    this.end = performance.now() + milliseconds;
  }

  /** @throws SlowPatternError in one sentence, once it is over */
  check(): void {
    if (performance.now() <= this.end) return;
    throw new SlowPatternError('given', texts.query.patternGivenUp(this.pattern, this.milliseconds));
  }
}
