// What the ledger of a life tells of how it was raised.
import { join } from 'node:path';
import { COMMENT, REFLECTION } from '../../school/daemon/raised-record.ts';
import type { Home } from '../../school/home/home.ts';
import { JOURNAL } from '../../school/raising/journal.ts';
import { LEDGER_FILE } from '../../statistics/ledger/schema.ts';
import { queryLog } from '../../statistics/query/log.ts';
import { listStatistics } from '../../statistics/query/overview.ts';
import { openForReading } from '../../statistics/query/reader.ts';
import { metricSeries } from '../../statistics/query/series.ts';
import { events, samples } from '../../statistics/query/spans.ts';
import { MILESTONE } from '../../statistics/query/voice.ts';

export interface Gathered {
  /** warnings and errors of its log */
  readonly warnings: readonly string[];
  /** lines of its log in all */
  readonly lines: number;
  /** nats per token in its first minute, and in its last; of a shorter life, in a sixth of it */
  readonly first: number;
  readonly last: number;
  readonly steps: number;
  /** how often each ritual came about */
  readonly rituals: Readonly<Record<(typeof RITUALS)[number], number>>;
}

export const RITUALS = [
  'reflections',
  'comments',
  'milestones',
  'diary',
  'journal',
  'passagesTriedAgain',
  'runsWonOrLost',
] as const;

const ALL = 100_000;

export function gather(home: Pick<Home, 'statistics'>, minutes: number): Gathered {
  const ledger = openForReading(join(home.statistics, LEDGER_FILE));
  try {
    const told = (source: string) => samples(ledger, { source, limit: ALL }).length;
    const noted = (kind: string) => events(ledger, { kind, limit: ALL }).length;
    const lines = queryLog(ledger, { limit: ALL });
    const statistics = new Map(listStatistics(ledger).map(({ name, last }) => [name, last ?? 0]));
    const { points } = metricSeries(ledger, 'loss', { every: 1000 });
    const span = 1000 * Math.min(60, minutes * 10);
    const [from, to] = [points[0].ts, points[points.length - 1].ts];
    return {
      warnings: lines
        .filter(({ level }) => level === 'warn' || level === 'error')
        .map(({ level, scope, message }) => `${level} ${scope}: ${message}`),
      lines: lines.length,
      first: mean(points.filter(({ ts }) => ts < from + span)),
      last: mean(points.filter(({ ts }) => ts > to - span)),
      steps: statistics.get('step') ?? points[points.length - 1].step,
      rituals: {
        reflections: told(REFLECTION),
        comments: told(COMMENT),
        milestones: told(MILESTONE),
        diary: noted('diary'),
        journal: noted(JOURNAL),
        passagesTriedAgain: (statistics.get('triesPerPassage') ?? 1) > 1 ? 1 : 0,
        runsWonOrLost: (statistics.get('runsWon') ?? 0) + (statistics.get('runsLost') ?? 0),
      },
    };
  } finally {
    ledger.close();
  }
}

const mean = (points: readonly { readonly value: number }[]): number =>
  points.reduce((sum, { value }) => sum + value, 0) / points.length;
