import { setTimeout } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import { dayOf, timeOf } from '../../../statistics/format/time.ts';
import { csvLine, jsonLine } from '../../../statistics/query/format.ts';
import { type LogLine, type LogQuery, parseGrep, queryLog, scopesOf } from '../../../statistics/query/log.ts';
import { openForReading } from '../../../statistics/query/reader.ts';
import type { Level } from '../../api/messages.ts';
import { findHome } from '../../home/home.ts';
import { nearest } from '../../settings/nearest.ts';
import { styleFor } from '../../terminal/style.ts';
import { widthOf } from '../../terminal/text-width.ts';
import { hanging } from '../../terminal/wrap.ts';
import { durationsCommand } from '../durations.ts';
import { usageError } from '../failure.ts';
import { ledgerOf, spanOf } from '../ledger-file.ts';
import type { GlobalOptions } from '../options.ts';
import { wholeOver } from '../options.ts';
import { columnsOf } from '../printer.ts';
import { flagTexts } from '../texts/flags.ts';
import { ledgerTexts } from '../texts/ledger.ts';

/** Adds `baby log`. */
export function register(baby: Command): void {
  baby
    .command('log')
    .description(ledgerTexts.log.description)
    .option('-f, --follow', flagTexts.follow)
    .addOption(new Option('--level <level>', ledgerTexts.log.level).choices(['debug', 'info', 'warn', 'error']))
    .option('--since <time>', flagTexts.since)
    .option('--until <time>', flagTexts.until)
    .option('--scope <name>', ledgerTexts.log.scope)
    .option('--grep <text>', ledgerTexts.log.grep)
    .option('-n, --lines <n>', flagTexts.lastLines, wholeOver(0))
    .addOption(new Option('--json', flagTexts.jsonLines).conflicts('csv'))
    .option('--csv', flagTexts.csv)
    .addOption(
      new Option('--durations', ledgerTexts.log.durations).conflicts(['follow', 'level', 'scope', 'grep', 'lines']),
    )
    .action((_options, command) => {
      const flags = command.optsWithGlobals();
      if (flags.durations) return durationsCommand(flags);
      return logCommand(flags);
    });
}

export interface LogFlags extends GlobalOptions {
  follow?: boolean;
  level?: Level;
  since?: string;
  until?: string;
  scope?: string;
  grep?: string;
  lines?: number;
  json?: boolean;
  csv?: boolean;
}

/** Columns of a scope; a longer one moves its line. */
const SCOPE = 10;
/** Columns beside the scope and before the message: day, time and level, with spaces. */
const INDENT = '2026-03-01 10:00:00  error  '.length + 2;
/** How often a followed log is looked at, in milliseconds. */
const LOOK = 500;

/** `baby log`: what happened, from the ledger itself, awake or asleep. */
export async function logCommand(flags: LogFlags): Promise<void> {
  const database = openForReading(ledgerOf(findHome(flags.home)));
  const { level, scope, grep, lines } = flags;
  if (scope !== undefined) checkScope(scope, scopesOf(database));
  const query: LogQuery = {
    ...(level && { level }),
    ...spanOf(flags),
    ...(scope !== undefined && { scope }),
    ...(grep !== undefined && { grep: parseGrep(grep) }),
    ...(lines !== undefined && { limit: lines }),
  };
  const show = shower(flags);
  let after = 0;
  const tell = (found: readonly LogLine[]): void => {
    for (const line of found) {
      after = Math.max(after, line.id);
      process.stdout.write(show(line));
    }
  };
  if (flags.csv) process.stdout.write(csvLine(['time', 'level', 'scope', 'message']));
  tell(queryLog(database, query));
  // A person reads that nothing was found; a program that reads the output gets no line.
  if (after === 0 && !flags.follow && process.stdout.isTTY) process.stderr.write(`${ledgerTexts.log.none}\n`);
  while (flags.follow) {
    await setTimeout(LOOK);
    tell(queryLog(database, { ...query, after }));
  }
  database.close();
}

/** Parts that may not have written anything yet. */
const PARTS = [
  ...['acts', 'corrections', 'dashboard', 'diary', 'exam', 'growth', 'lesson', 'library', 'life'],
  ...['milestone', 'raising', 'settings', 'soul', 'tutor', 'twitch', 'voice'],
];

/** @param written parts that wrote something. @throws CommandError for a part that there is not, with the nearest that there is */
function checkScope(scope: string, written: readonly string[]): void {
  const known = [...new Set([...written, ...PARTS])].sort();
  if (written.length === 0 || known.includes(scope)) return;
  const meant = nearest(scope, known);
  const advice = meant === undefined ? ledgerTexts.log.partsAre(known.join(', ')) : ledgerTexts.log.didYouMean(meant);
  throw usageError(ledgerTexts.log.noSuchPart(JSON.stringify(printable(scope).slice(0, 60)), printable(advice)));
}

/** One line of the log as it was asked for, with its end. What people read is by the clock of this place, as what they ask is. */
function shower({ json, csv }: LogFlags): (line: LogLine) => string {
  const time = (ts: number) => new Date(ts).toISOString();
  if (json) return ({ ts, level, scope, message }) => `${jsonLine({ time: time(ts), level, scope, message })}\n`;
  if (csv) return ({ ts, level, scope, message }) => csvLine([time(ts), level, scope, message], printable);
  const style = styleFor(process.stdout);
  const width = columnsOf(process.stdout);
  const levels: Partial<Record<string, (text: string) => string>> = {
    debug: style.dim,
    warn: style.warning,
    error: style.error,
  };
  return ({ ts, level, scope, message }) => {
    const paint = levels[level] ?? ((text: string) => text);
    const when = style.dim(`${dayOf(ts)} ${timeOf(ts)}`);
    const part = printable(scope).padEnd(SCOPE);
    const head = `${when}  ${paint(level.padEnd(5))}  ${part}  `;
    const rows = hanging(head, INDENT + widthOf(part), printable(message).replaceAll('\n', ' ⏎ '), width);
    return `${(level === 'debug' ? rows.map((row) => style.dim(row)) : rows).join('\n')}\n`;
  };
}
