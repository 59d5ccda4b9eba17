import type { Database } from 'better-sqlite3';
import { MINUTE } from '../ledger/schema.ts';
import { metricSummary, type SeriesQuery } from './series.ts';

type Span = Pick<SeriesQuery, 'since' | 'until'>;

export interface SectionTime {
  /** without its `duration.` */
  readonly section: string;
  /** milliseconds of one step; of what does not happen at every step, its part of one */
  readonly mean: number;
  /** the longest that was recorded */
  readonly max: number;
  /** of the whole step where it is known, or else of all sections, 0…1 */
  readonly share: number;
  /** the mean of the last minutes that were recorded */
  readonly lately: number;
  /** recent steps take clearly longer than those of the whole span */
  readonly slow: boolean;
}

const DURATION = 'duration.';
/** It holds the others, so it is no part beside them. */
const WHOLE_STEP = 'step';
/** Long enough that what happens once a minute happens about as often as ever. */
const LATELY = 5 * MINUTE;
/** A recent mean above this multiple of the whole mean counts as slow, unless the section is a small share of a step. */
const SLOW_TIMES = 1.5;
const SMALL_SHARE = 0.01;

/** Where the time of a step goes, longest first; `step` is the whole where it was recorded. */
export function durations(
  database: Database,
  span: Span = {},
): { readonly step: SectionTime | null; readonly sections: readonly SectionTime[] } {
  const all = timesOf(database, span);
  const recent = timesOf(database, latelyIn(database, span));
  const mean = ({ total, steps }: Times, section: string): number =>
    steps > 0 ? (total.get(section) ?? 0) / steps : 0;
  const whole = all.total.has(WHOLE_STEP)
    ? mean(all, WHOLE_STEP)
    : [...all.total.keys()].reduce((sum, section) => sum + mean(all, section), 0);
  const told = [...all.total.keys()].map((section): SectionTime => {
    const [usual, lately] = [mean(all, section), mean(recent, section)];
    return {
      section,
      mean: usual,
      max: all.longest.get(section) as number,
      share: whole > 0 ? usual / whole : 0,
      lately,
      slow: lately > SLOW_TIMES * usual && lately >= SMALL_SHARE * whole,
    };
  });
  return {
    step: told.find(({ section }) => section === WHOLE_STEP) ?? null,
    sections: told.filter(({ section }) => section !== WHOLE_STEP).sort((a, b) => b.share - a.share),
  };
}

interface Times {
  /** milliseconds by section */
  readonly total: ReadonlyMap<string, number>;
  readonly longest: ReadonlyMap<string, number>;
  /** how often the whole was recorded, or else what was recorded most often */
  readonly steps: number;
}

function timesOf(database: Database, span: Span): Times {
  const names = database
    .prepare(`SELECT name FROM metric_key WHERE name LIKE '${DURATION}%'`)
    .pluck()
    .all() as string[];
  const found = names.flatMap((name) => {
    const sums = metricSummary(database, name, span);
    return sums ? [{ section: name.slice(DURATION.length), ...sums }] : [];
  });
  return {
    total: new Map(found.map(({ section, n, mean }) => [section, n * mean])),
    longest: new Map(found.map(({ section, max }) => [section, max])),
    steps: found.find(({ section }) => section === WHOLE_STEP)?.n ?? Math.max(0, ...found.map(({ n }) => n)),
  };
}

/** The last minutes of a span in which something was recorded. */
function latelyIn(database: Database, { since, until = Number.MAX_SAFE_INTEGER }: Span): Span {
  const last = database
    .prepare(`SELECT max(coalesce(
        (SELECT max(ts) FROM metric WHERE key_id = k.id AND ts <= @until),
        (SELECT max(bucket) FROM metric_1m WHERE key_id = k.id AND bucket <= @until), 0))
      FROM metric_key k WHERE name LIKE '${DURATION}%'`)
    .pluck()
    .get({ until }) as number | null;
  const end = last ?? 0;
  return { since: Math.min(end, Math.max(end - LATELY + 1, since ?? 0)), until: end };
}
