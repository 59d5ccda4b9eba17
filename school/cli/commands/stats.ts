import type { Database } from 'better-sqlite3';
import { type Command, Option } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import { lineChart } from '../../../statistics/charts/line-chart.ts';
import { sparkline } from '../../../statistics/charts/sparkline.ts';
import { count } from '../../../statistics/format/numbers.ts';
import { dayOf, timeOf } from '../../../statistics/format/time.ts';
import { formatValue, placeOf, statistic } from '../../../statistics/names.ts';
import { csvLine, jsonLine } from '../../../statistics/query/format.ts';
import { type Known, listStatistics } from '../../../statistics/query/overview.ts';
import { openForReading } from '../../../statistics/query/reader.ts';
import { metricSeries } from '../../../statistics/query/series.ts';
import { readOnlySql } from '../../../statistics/query/sql.ts';
import { parseDuration } from '../../../statistics/query/time.ts';
import { findHome } from '../../home/home.ts';
import { styleFor } from '../../terminal/style.ts';
import { hanging } from '../../terminal/wrap.ts';
import { asShown } from '../../text/display.ts';
import { ledgerOf, spanOf } from '../ledger-file.ts';
import type { GlobalOptions } from '../options.ts';
import { columnsOf, print } from '../printer.ts';
import { flagTexts } from '../texts/flags.ts';
import { ledgerTexts } from '../texts/ledger.ts';

/** Adds `baby stats`. */
export function register(baby: Command): void {
  baby
    .command('stats')
    .description(ledgerTexts.stats.description)
    .argument('[names...]', ledgerTexts.stats.names)
    .option('--list', ledgerTexts.stats.list)
    .option('--since <time>', flagTexts.since)
    .option('--until <time>', flagTexts.until)
    .option('--every <span>', ledgerTexts.stats.every)
    .option('--plot', ledgerTexts.stats.plot)
    .addOption(new Option('--json', flagTexts.jsonLines).conflicts('csv'))
    .option('--csv', flagTexts.csv)
    .option('--sql <select>', ledgerTexts.stats.sql)
    .action((names, _options, command) => statsCommand(names, command.optsWithGlobals()));
}

export interface StatsFlags extends GlobalOptions {
  list?: boolean;
  since?: string;
  until?: string;
  every?: string;
  plot?: boolean;
  json?: boolean;
  csv?: boolean;
  sql?: string;
}

/** Where the width of a terminal is not known. */
const WIDTH = 80;
const PLOT_HEIGHT = 12;

/** `baby stats`: the course of any statistic, from the ledger itself, awake or asleep. */
export async function statsCommand(names: readonly string[], flags: StatsFlags): Promise<void> {
  const file = ledgerOf(findHome(flags.home));
  if (flags.sql !== undefined) return tellSql(file, flags.sql, flags.csv ?? false);
  const database = openForReading(file);
  try {
    const rows = listStatistics(database);
    if (flags.list || names.length === 0) tellList(rows, flags.list ?? false, flags.json ?? false);
    for (const name of names) {
      const group = rows.some((row) => row.name === name) ? [] : rows.filter((row) => groupOf(row.name) === name);
      if (group.length > 0) tellList(group, true, flags.json ?? false);
      else tellCourse(database, name, flags);
    }
  } finally {
    database.close();
  }
}

/** What stands before the first dot of a name; empty where there is none. */
const groupOf = (name: string): string => (name.includes('.') ? name.slice(0, name.indexOf('.')) : '');

/** Statistics of single parameters and lobes: more than a hundred, which few want to see beside the others. */
const isInside = (name: string): boolean => /^(gradient|norm|lobe\d+)$/.test(groupOf(name));

/** The last value of each statistic, with its unit and meaning. @param all also those of single parameters and lobes */
function tellList(rows: readonly Known[], all: boolean, json: boolean): void {
  if (json) {
    for (const row of rows) process.stdout.write(`${jsonLine(row)}\n`);
    return;
  }
  const style = styleFor(process.stdout);
  const width = columnsOf(process.stdout);
  const told = all ? rows : rows.filter(({ name }) => !isInside(name));
  const wide = Math.max(0, ...told.map(({ name }) => printable(name).length));
  for (const row of told) {
    const { unit, meaning } = statistic(row.name);
    const place = placeOf(row.name);
    const name = printable(row.name).padEnd(wide);
    const head = `${name} ${formatValue(row.name, row.last).padStart(VALUE)}  ${unit.padEnd(UNIT)} `;
    const sentence = place === '' ? meaning : `${meaning} ${place[0].toUpperCase()}${place.slice(1)}.`;
    const [first, ...more] = hanging(head, head.length, sentence, width);
    process.stdout.write([first.replace(name, style.label(name)), ...more, ''].join('\n'));
  }
  if (told.length === rows.length) return;
  const groups = [
    ...new Set(
      rows
        .map(({ name }) => name)
        .filter(isInside)
        .map(groupOf),
    ),
  ].join(', ');
  print(asShown(`\n${ledgerTexts.stats.andMore(count(rows.length - told.length), groups)}\n`));
}
/** Columns of a value, and of its unit. */
const VALUE = 12;
const UNIT = 16;

function tellCourse(database: Database, name: string, flags: StatsFlags): void {
  const width = process.stdout.columns ?? WIDTH;
  const { draw, unit } = statistic(name);
  const { points } = metricSeries(database, name, {
    points: width,
    ...spanOf(flags),
    ...(flags.every !== undefined && { every: parseDuration(flags.every) }),
  });
  const time = (ts: number) => new Date(ts).toISOString();
  if (flags.csv || flags.json) {
    if (flags.csv) process.stdout.write(csvLine(['name', 'time', 'step', 'value', 'min', 'max']));
    for (const { ts, step, value, min, max } of points) {
      const line = flags.csv
        ? csvLine([name, time(ts), step, value, min, max])
        : `${jsonLine({ name, time: time(ts), step, value, min, max })}
`;
      process.stdout.write(line);
    }
    return;
  }
  const values = points.map(({ value }) => value);
  if (points.length === 0) throw new Error(ledgerTexts.stats.notRecorded(printable(name)));
  const last = formatValue(name, values.at(-1) ?? null);
  const place = placeOf(name);
  process.stdout.write(`${printable(name)}  ${last} ${unit}${place && ` (${place})`}\n`);
  if (flags.plot) {
    const ends = [points[0].ts, points[points.length - 1].ts];
    const spots = points.map(({ ts, value, min, max }) => ({ x: ts, value, min, max }));
    const lines = lineChart(spots, {
      width,
      height: PLOT_HEIGHT,
      log: draw.log,
      range: draw.range,
      format: (y) => formatValue(name, y),
      formatX: dayOf(ends[0]) === dayOf(ends[1]) ? timeOf : (x) => `${dayOf(x)} ${timeOf(x)}`,
    });
    process.stdout.write(`${lines.join('\n')}\n`);
  } else process.stdout.write(`${sparkline(values, { width, log: draw.log })}\n`);
}

async function tellSql(file: string, text: string, asCsv: boolean): Promise<void> {
  const { columns, rows, more } = await readOnlySql(file, text);
  if (asCsv) process.stdout.write(csvLine(columns));
  for (const row of rows) {
    const named = () => Object.fromEntries(columns.map((column, i) => [column, row[i]]));
    process.stdout.write(asCsv ? csvLine(row, printable) : `${jsonLine(named())}\n`);
  }
  if (more) process.stderr.write(`${ledgerTexts.stats.moreRows}\n`);
}
