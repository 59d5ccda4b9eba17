// Eight hours of statistics, written as fast as the disk takes them, and what questions then cost.
// node dist/tests/bench/ledger.js [--metrics 2000000] [--log 200000] [--megabytes 512]
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Ledger } from '../../statistics/ledger/ledger.ts';
import { DAY, HOUR, MINUTE } from '../../statistics/ledger/schema.ts';
import type { StatisticName } from '../../statistics/names.ts';
import { durations } from '../../statistics/query/durations.ts';
import { queryLog } from '../../statistics/query/log.ts';
import { historyOf, listStatistics } from '../../statistics/query/overview.ts';
import { openForReading } from '../../statistics/query/reader.ts';
import { metricSeries, metricSummary } from '../../statistics/query/series.ts';
import { readOnlySql } from '../../statistics/query/sql.ts';

const given = parseArgs({
  options: {
    metrics: { type: 'string', default: '2000000' },
    log: { type: 'string', default: '200000' },
    megabytes: { type: 'string', default: '512' },
  },
}).values;
const [METRICS, LOG, BOUND] = [Number(given.metrics), Number(given.log), Number(given.megabytes) * 2 ** 20];
const NAMES: StatisticName[] = [
  'loss', 'smoothLoss', 'bitsPerByte', 'tokensPerSecond', 'gradientNorm', 'exact', 'colour.red', 'colour.green',
  'duration.forward', 'duration.backward', 'duration.optimizer', 'duration.step',
  ...Array.from({ length: 28 }, (_, i): StatisticName => `lobe${i >> 2}.window${i & 3}`),
]; // biome-ignore format: a list
const WORDS = 'the soul of step was saved loss went below an exam is better text changed in library window grew'.split(
  ' ',
);

let seed = 1;
const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const folder = mkdtempSync(join(tmpdir(), 'ledger-bench-'));
const start = Date.UTC(2026, 0, 1);
let now = start;
const ledger = Ledger.open({
  folder,
  retention: { maxBytes: BOUND },
  flushEvery: 0,
  tendEvery: 0,
  now: () => now,
  steady: () => now,
  onNote: (level, message) => say(`${level}: ${message}`),
});
ledger.beginRun();
const moments = Math.ceil(METRICS / NAMES.length);
const logsEach = LOG / moments;
let [logs, flushes, slowest] = [0, 0, 0];
const began = performance.now();
for (let step = 0; step < moments; step++) {
  now = Math.floor(start + (step * 8 * HOUR) / moments);
  ledger.record(step, Object.fromEntries(NAMES.map((name, i) => [name, i + 3 * Math.exp(-step / 20_000) + random()])));
  for (; logs < (step + 1) * logsEach && logs < LOG; logs++) {
    const words = Array.from({ length: 8 }, () => WORDS[Math.floor(random() * WORDS.length)]).join(' ');
    ledger.log(
      logs % 997 === 0 ? 'warn' : logs % 3 ? 'debug' : 'info',
      logs % 2 ? 'tutor' : 'line.hello',
      `${words} ${logs}`,
    );
  }
  if (step % 200 > 0) continue;
  const from = performance.now();
  ledger.flush();
  slowest = Math.max(slowest, performance.now() - from);
  flushes++;
}
ledger.flush();
const wrote = performance.now() - began;
const rows = ledger.counts.written;
say(
  `wrote ${rows.toLocaleString('en')} rows in ${(wrote / 1000).toFixed(1)} s: ${((wrote * 1000) / rows).toFixed(1)} µs each;`,
);
say(`  ${flushes} flushes, the slowest ${slowest.toFixed(0)} ms; lost ${ledger.counts.lost}`);
const tendBegan = performance.now();
ledger.tend();
say(`retention, all at once: ${(performance.now() - tendBegan).toFixed(0)} ms`);
const megabytes = (name: string): string =>
  (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0) / 1e6 + ' MB';
say(`statistics.db ${megabytes('statistics.db')}, journal ${megabytes('statistics.db-wal')}, bound ${BOUND / 1e6} MB`);

const end = now;
const QUESTIONS: Record<string, (database: ReturnType<typeof openForReading>) => unknown> = {
  'open and close': () => 0,
  'loss, 8 h, 300 points': (db) => metricSeries(db, 'loss').points.length,
  'loss, 5 h from single values, 300 points': (db) =>
    metricSeries(db, 'loss', { since: end - 4.9 * HOUR }).points.length,
  'loss, 30 min, smoothed': (db) =>
    metricSeries(db, 'loss', { since: end - 30 * MINUTE, smoothing: 0.9 }).points.length,
  'loss, every 10 s over 8 h': (db) => metricSeries(db, 'loss', { every: 10_000 }).points.length,
  'two halves compared': (db) =>
    [metricSummary(db, 'loss', { until: end - 4 * HOUR }), metricSummary(db, 'loss', { since: end - 4 * HOUR })].length,
  'history of 1000': (db) => historyOf(db, 'loss').length,
  'list of all statistics': (db) => listStatistics(db).length,
  durations: (db) => durations(db).sections.length,
  'log, newest 100': (db) => queryLog(db).length,
  'log, newest 100 warnings': (db) => queryLog(db, { level: 'warn' }).length,
  'log, grep frequent': (db) => queryLog(db, { grep: 'saved loss' }).length,
  'log, grep rare': (db) => queryLog(db, { grep: ' 19999' }).length,
  'log, grep nothing': (db) => queryLog(db, { grep: 'no such words' }).length,
  'log, pattern frequent': (db) => queryLog(db, { grep: /better.*soul/ }).length,
  'log, pattern that fits nothing': (db) => queryLog(db, { grep: /^zz/ }).length,
  'log, pattern without text, fits nothing': (db) => queryLog(db, { grep: /\d{9}/ }).length,
  'log, pattern of frequent text, fits nothing': (db) => queryLog(db, { grep: /saved.*zz/ }).length,
  'log, scope that is not there': (db) => queryLog(db, { scope: 'nowhere' }).length,
  'log, scope, 2 h ago for 1 h': (db) =>
    queryLog(db, { scope: 'line', since: end - 2 * HOUR, until: end - HOUR }).length,
  'log, following, nothing new': (db) => queryLog(db, { after: LOG }).length,
};
for (const [name, ask] of Object.entries(QUESTIONS)) {
  const times: number[] = [];
  let answer: unknown;
  for (let i = 0; i < 7; i++) {
    const from = performance.now();
    const database = openForReading(ledger.file);
    answer = ask(database);
    database.close();
    times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  say(`${name.padEnd(42)} ${times[3].toFixed(2).padStart(8)} ms (slowest ${times[6].toFixed(2)}) → ${answer}`);
}
const from = performance.now();
const table = await readOnlySql(ledger.file, 'SELECT level, count(*) FROM log GROUP BY level');
say(`SQL in its own process ${(performance.now() - from).toFixed(0)} ms → ${JSON.stringify(table.rows)}`);

now += 3 * DAY;
const later = performance.now();
ledger.tend();
say(`three days later, retention takes ${(performance.now() - later).toFixed(0)} ms; ${megabytes('statistics.db')}`);
ledger.close();
say(`closed: ${megabytes('statistics.db')}, journal ${megabytes('statistics.db-wal')}`);
rmSync(folder, { recursive: true, force: true });
