/** What its raising brought about, each in one line that is fit to print. */
import { oneLine } from '../cli/view-format.ts';
import type { Raised } from '../messages.ts';

export function raisedLine(raised: Raised): string {
  switch (raised.kind) {
    case 'reflection':
      return `reflects: ${raised.turns.map(({ speaker, text }) => `[${oneLine(speaker)}]: ${oneLine(text)}`).join(' ')}`;
    case 'comment':
      return `the scribe is ${raised.mood}: ${oneLine(raised.text)}`;
    case 'milestone':
      return `asked “${oneLine(raised.prompt)}”, it says: ${oneLine(raised.text)}`;
    case 'journal':
      return `journal: ${oneLine(raised.text)}`;
  }
}
