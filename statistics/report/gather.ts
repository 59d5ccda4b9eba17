import type { Database } from 'better-sqlite3';
import { durations } from '../query/durations.ts';
import { HELD_OUT } from '../query/exam-sets.ts';
import { listStatistics } from '../query/overview.ts';
import { metricSeries } from '../query/series.ts';
import { events, runs, transcript } from '../query/spans.ts';
import { voices } from '../query/voice.ts';
import type { ColourMoment, Curve, Dot, Past, Rgb, Wake } from './data.ts';
import { milestones } from './milestones.ts';
import { type Stretch, stretchesOf } from './timeline.ts';
import { troublesOf } from './troubles.ts';

export interface Looking {
  /** milliseconds since 1970 */
  readonly since?: number;
  readonly until?: number;
  /** number of chat lines to include; left out: chats are only counted */
  readonly chats?: number;
}

type Span = Pick<Looking, 'since' | 'until'>;

const CURVES = ['bitsPerByte', 'loss', 'smoothLoss', 'exact', 'tokensPerSecond', 'learningRate'] as const;
const CHANNELS = ['red', 'green', 'blue'] as const;
/** More than the pixels of a small screen, and few enough for a page that opens at once. */
const DOTS = 400;
const COLOURS = 200;
const MOST_WAKES = 24;
/** Answers to one question, beside one another. */
const ANSWERS = 4;
const ALL_EXAMS = 100_000;
/** Wakes that are looked at for the spans awake. */
const ALL_WAKES = 100_000;

/** Everything that a report tells from the ledger. Reads alone. */
export function lookBack(database: Database, { since, until, chats }: Looking = {}): Past {
  const span = { ...(since !== undefined && { since }), ...(until !== undefined && { until }) };
  const wakes = wakesOf(database, span);
  const known = listStatistics(database);
  const stretches = stretchesOf(
    wakes.map(({ startedAt, endedAt }) => ({ from: startedAt, to: endedAt })),
    span,
  );
  const names = new Set(known.map(({ name }) => name));
  return {
    known,
    stretches,
    curves: [
      ...CURVES.filter((name) => names.has(name)).map((name) => curveOf(database, name, stretches, DOTS)),
      examsOf(database, span, stretches),
    ],
    colours: coloursOf(database, stretches),
    speech: milestones(database, span),
    voices: voices(database, { ...span, most: ANSWERS }),
    wakes: wakes.slice(-MOST_WAKES).reverse(),
    wakesBefore: Math.max(0, wakes.length - MOST_WAKES),
    talk: { ...talkOf(database, span), told: chats ? transcript(database, { ...span, limit: chats }) : [] },
    ...troublesOf(database, span),
    time: durations(database, span),
  };
}

/** Runs that overlap the span, oldest first. */
function wakesOf(database: Database, { since = -Infinity, until = Infinity }): Wake[] {
  const steps = database
    .prepare(`SELECT run_id, min(min), max(max) FROM metric_1h
      WHERE key_id = (SELECT id FROM metric_key WHERE name = 'step') GROUP BY run_id`)
    .raw()
    .all() as [number, number, number][];
  const stepsOf = new Map(steps.map(([run, first, last]) => [run, { first, last }]));
  return runs(database, ALL_WAKES)
    .map(({ id, startedAt, endedAt, seenAt, reason }) => ({
      startedAt,
      endedAt: Math.max(startedAt, endedAt ?? seenAt),
      firstStep: stepsOf.get(id)?.first,
      lastStep: stepsOf.get(id)?.last,
      reason: endedAt === null ? undefined : (reason ?? 'ended'),
    }))
    .filter(({ startedAt, endedAt }) => startedAt <= until && endedAt >= since);
}

/** Stretch by stretch, so that what it slept through costs no points. */
function curveOf(database: Database, name: string, stretches: readonly Stretch[], dots: number): Curve {
  const awake = stretches.reduce((sum, { from, to }) => sum + (to - from), 0);
  return {
    name,
    stretches: stretches.map(({ from, to }) => {
      const points = Math.max(1, Math.round(awake > 0 ? (dots * (to - from)) / awake : 1));
      const series = metricSeries(database, name, { since: from, until: to, points });
      // A column is drawn at its middle, for that is what its mean stands for.
      const middle = (series.every ?? 0) / 2;
      return series.points.map(({ ts, step, value, min, max }) => ({
        ts: Math.min(Math.max(ts + middle, from), to),
        step,
        value,
        min,
        max,
      }));
    }),
  };
}

/**
 * Each exam that was written, at its moment: the statistic of that name only repeats the last one. Exams of other texts, which somebody
 * brought, are no part of the curve; where another text was held out, another piece of it begins.
 */
function examsOf(database: Database, span: Span, stretches: readonly Stretch[]): Curve {
  const dots = events(database, { ...span, kind: 'examined', limit: ALL_EXAMS }).flatMap(({ ts, data }): Dot[] => {
    const { step, bitsPerByte: value, of, paper } = JSON.parse(data ?? '{}');
    if (of !== HELD_OUT || !Number.isFinite(step) || !Number.isFinite(value)) return [];
    return [{ ts, step, value, min: value, max: value, ...(typeof paper === 'string' && { paper }) }];
  });
  const within = stretches.map(({ from, to }) => dots.filter(({ ts }) => ts >= from && ts <= to));
  return { name: 'exam', stretches: within.flatMap(byPaper) };
}

/** Exams in a row that are about the same. */
function byPaper(dots: readonly Dot[]): Dot[][] {
  const pieces: Dot[][] = [[]];
  for (const [i, dot] of dots.entries()) {
    if (i > 0 && dot.paper !== dots[i - 1].paper) pieces.push([]);
    pieces[pieces.length - 1].push(dot);
  }
  return pieces;
}

function coloursOf(database: Database, stretches: readonly Stretch[]): ColourMoment[] {
  const moments = (kind: 'colour' | 'expected'): Map<number, Rgb> => {
    const channels = CHANNELS.map((channel) =>
      curveOf(database, `${kind}.${channel}`, stretches, COLOURS).stretches.flat(),
    );
    const values = channels.map((dots) => new Map(dots.map(({ ts, value }) => [ts, value])));
    return new Map(
      channels[0].flatMap(({ ts }) => {
        const rgb = values.map((channel) => channel.get(ts));
        return rgb.includes(undefined) ? [] : [[ts, rgb as unknown as Rgb] as const];
      }),
    );
  };
  const [felt, expected] = [moments('colour'), moments('expected')];
  return [...felt].map(([ts, rgb]) => ({ ts, felt: rgb, expected: expected.get(ts) }));
}

function talkOf(
  database: Database,
  { since = Number.MIN_SAFE_INTEGER, until = Number.MAX_SAFE_INTEGER },
): { conversations: number; lines: number } {
  return database
    .prepare('SELECT count(DISTINCT conversation) conversations, count(*) lines FROM chat WHERE ts BETWEEN ? AND ?')
    .get(since, until) as { conversations: number; lines: number };
}
