/** What its raising brought about, each in one line that is fit to print. Pure. */

import type { Raised } from '../api/messages.ts';
import { texts } from './texts.ts';
import { oneLine } from './view-format.ts';

export function raisedLine(raised: Raised): string {
  switch (raised.kind) {
    case 'reflection':
      // It speaks in its owner's name, who said none of it.
      return texts.raising.reflects(
        raised.turns.map(({ speaker, text }) => `[${oneLine(speaker)}]: ${oneLine(text)}`).join(' '),
      );
    case 'comment':
      return texts.raising.scribe(raised.mood, oneLine(raised.text));
    case 'milestone':
      return texts.raising.milestone(oneLine(raised.prompt), oneLine(raised.text));
    case 'journal':
      return texts.raising.journal(oneLine(raised.text));
  }
}

/**
 * What of its reading it learns once more; '' as long as neither of the two was ever on.
 * @param values by the names of the table of statistics
 * @example '1.8 tries a passage, 81 % passed, bar 24 %; stride 0.85, 9 of 14 runs won'
 */
export function againLine(values: Readonly<Record<string, number>>): string {
  const { triesPerPassage, passRate = 0, passBar = 0, stride, runsWon = 0, runsLost = 0 } = values;
  const percent = (share: number): string => `${Math.round(100 * share)} %`;
  const tries =
    triesPerPassage === undefined
      ? []
      : [texts.raising.tries(triesPerPassage.toFixed(1), percent(passRate), percent(passBar))];
  const strides = stride === undefined ? [] : [texts.raising.stride(stride.toFixed(2), runsWon, runsWon + runsLost)];
  return [...tries, ...strides].join('; ');
}
