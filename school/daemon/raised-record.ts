/** What its raising brought about, written into the ledger. */
import type { Ledger } from '../../statistics/ledger/ledger.ts';
import { MILESTONE } from '../../statistics/query/voice.ts';
import type { Raised } from '../api/messages.ts';
import { JOURNAL } from '../raising/journal.ts';
import { raisedLine } from '../text/raising-lines.ts';

/** Sources of samples. */
export const REFLECTION = 'reflection';
export const COMMENT = 'scribe';

export function recordRaised(ledger: Pick<Ledger, 'sample' | 'log' | 'event'>, raised: Raised): void {
  const { step } = raised;
  // comments are many and small
  ledger.log(raised.kind === 'comment' ? 'debug' : 'info', raised.kind, raisedLine(raised));
  switch (raised.kind) {
    case 'reflection': {
      const [first, ...others] = raised.turns;
      const told = others.map(({ speaker, text }) => `[${speaker}]: ${text}`).join('\n');
      ledger.sample({ step, source: REFLECTION, prompt: `[${first.speaker}]: ${first.text}`, output: told });
      return ledger.event(REFLECTION, { step, feelings: raised.feelings, because: raised.because });
    }
    case 'comment':
      return ledger.sample({ step, source: COMMENT, prompt: raised.guess, output: `${raised.mood}: ${raised.text}` });
    case 'milestone': {
      const { prompt, text, temperature, milliseconds } = raised;
      return ledger.sample({ step, source: MILESTONE, prompt, output: text, temperature, milliseconds });
    }
    case 'journal':
      return ledger.event(JOURNAL, { step, text: raised.text });
    default:
      raised satisfies never;
  }
}
