/** No question may look at more than it has to, however much there is: what SQLite means to do is read, not timed. */
import type { Database } from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { HOUR } from '../../statistics/ledger/schema.ts';
import { durations } from '../../statistics/query/durations.ts';
import { type LogQuery, queryLog } from '../../statistics/query/log.ts';
import { historyOf, listStatistics } from '../../statistics/query/overview.ts';
import { metricSeries, metricSummary } from '../../statistics/query/series.ts';
import { lookBack } from '../../statistics/report/gather.ts';
import { dice, hold, START } from './support.ts';

function filled(): Database {
  const { ledger, pass } = hold();
  const roll = dice(5);
  ledger.beginRun();
  for (let step = 0; step < 3000; step++) {
    ledger.record(step, {
      step,
      loss: roll(),
      exact: roll(),
      'duration.step': 10,
      'colour.red': roll(),
      'colour.green': 0,
    });
    ledger.log(step % 100 === 0 ? 'warn' : 'info', 'tutor', `step ${step} was done`);
    if (step % 50 === 0) ledger.sample({ step, source: 'babble', prompt: '', output: 'hello' });
    pass(10_000);
    if (step % 300 === 0) ledger.flush();
  }
  ledger.flush();
  return ledger.database;
}

/** What SQLite means to do for every statement that a question makes. */
function plansOf(database: Database, ask: (database: Database) => unknown): string[] {
  const asked = new Set<string>();
  const listening = new Proxy(database, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (name === 'prepare') {
        return (sql: string) => {
          asked.add(sql);
          return target.prepare(sql);
        };
      }
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  ask(listening);
  expect(asked.size).toBeGreaterThan(0);
  return [...asked].flatMap((sql) => {
    // Every value a plan does not depend on.
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`);
    const names = [...new Set([...sql.matchAll(/@(\w+)/g)].map(([, name]) => name))];
    const places =
      names.length > 0
        ? [Object.fromEntries(names.map((name) => [name, 1]))]
        : Array(sql.split('?').length - 1).fill(1);
    return (plan.all(...places) as { detail: string }[]).map(({ detail }) => detail);
  });
}

describe('a question', () => {
  it('about a course comes to its values by their index', () => {
    const database = filled();
    for (const ask of [
      (db: Database) => metricSeries(db, 'loss'),
      (db: Database) => metricSeries(db, 'loss', { every: 60_000 }),
      (db: Database) => metricSeries(db, 'loss', { since: START + HOUR, smoothing: 0.5 }),
      (db: Database) => metricSummary(db, 'loss', { until: START + HOUR }),
      (db: Database) => historyOf(db, 'loss'),
      (db: Database) => listStatistics(db),
      (db: Database) => durations(db),
    ]) {
      const plans = plansOf(database, ask);
      expect(plans.filter((plan) => /SCAN metric(_1[mh])?\b/.test(plan))).toEqual([]);
      expect(plans.some((plan) => /SEARCH metric(_1[mh])? USING (COVERING )?(INDEX|PRIMARY KEY)/.test(plan))).toBe(
        true,
      );
    }
  });

  it('about the log uses the index that fits it, and never sorts all of it', () => {
    const database = filled();
    const of = (query: LogQuery): string[] => plansOf(database, (db) => queryLog(db, query));
    for (const [query, uses] of [
      [{ level: 'warn' }, /USING INDEX log_bad/],
      [{ since: START + HOUR }, /USING INDEX log_ts/],
      [{ grep: 'was done' }, /VIRTUAL TABLE INDEX/],
      [{ grep: /step 29\d+ was done/ }, /VIRTUAL TABLE INDEX/],
      [{ grep: /was done/, level: 'warn' }, /VIRTUAL TABLE INDEX/],
      [{ after: 2900 }, /USING INTEGER PRIMARY KEY/],
      [{ grep: /^zz/ }, /SEARCH l USING INTEGER PRIMARY KEY \(rowid>\? AND rowid<\?\)/],
      [{ grep: /^zz/, level: 'error' }, /USING INDEX log_bad \(id>\? AND id<\?\)/],
      [{ grep: /^zz/, since: START + HOUR }, /USING COVERING INDEX log_ts/],
    ] as const satisfies readonly (readonly [LogQuery, RegExp])[]) {
      const plans = of(query);
      expect(
        plans.some((plan) => uses.test(plan)),
        `${JSON.stringify(query)}: ${plans.join('; ')}`,
      ).toBe(true);
      expect(plans.filter((plan) => /TEMP B-TREE/.test(plan))).toEqual([]);
    }
  });

  it('for a whole report looks at no values one after another', () => {
    const plans = plansOf(filled(), (db) => lookBack(db));
    // Summed up by the hour, there are few: those of `step` by wake.
    expect(plans.filter((plan) => /SCAN (metric|metric_1m|log)$/.test(plan))).toEqual([]);
  });
});
