import type { Database } from 'better-sqlite3';
import type { Command } from 'commander';
import { count } from '../../../statistics/format/numbers.ts';
import { clockOf, dayOf, momentOf } from '../../../statistics/format/time.ts';
import { jsonLine } from '../../../statistics/query/format.ts';
import { openForReading } from '../../../statistics/query/reader.ts';
import { events } from '../../../statistics/query/spans.ts';
import { type Voice, voices } from '../../../statistics/query/voice.ts';
import { findHome } from '../../home/home.ts';
import { journalOf } from '../../raising/journal.ts';
import { besideIn, sideBySide } from '../../terminal/columns.ts';
import { styleFor } from '../../terminal/style.ts';
import { hanging, wrapped } from '../../terminal/wrap.ts';
import { oneLine } from '../../text/view-format.ts';
import { ledgerOf, spanOf } from '../ledger-file.ts';
import type { GlobalOptions } from '../options.ts';
import { diaryTexts } from '../texts/diaries.ts';
import { flagTexts } from '../texts/flags.ts';

/** Adds `baby diary`. */
export function register(baby: Command): void {
  baby
    .command('diary')
    .description(diaryTexts.diary.description)
    .option('--since <time>', flagTexts.since)
    .option('--until <time>', flagTexts.until)
    .option('--full', diaryTexts.diary.all)
    .option('--json', flagTexts.jsonLines)
    .action((_options, command) => diaryCommand(command.optsWithGlobals()));
}

export interface DiaryFlags extends GlobalOptions {
  since?: string;
  until?: string;
  full?: boolean;
  json?: boolean;
}

/** Entries that are told without --full, and with it. */
const FEW = 20;
const ALL = 100_000;
/** Columns of an answer at least. */
const ANSWER = 24;
const WIDTH = 80;

interface Entry {
  readonly ts: number;
  readonly who: 'baby' | 'owner';
  readonly text: string;
}

/** `baby diary`: what it wrote at its saves, what its owner wrote, and how its voice changed; awake or asleep. */
export async function diaryCommand(flags: DiaryFlags): Promise<void> {
  const database = openForReading(ledgerOf(findHome(flags.home)));
  try {
    const entries = entriesOf(database, flags);
    const width = process.stdout.columns ?? WIDTH;
    const most = flags.full || flags.json ? ALL : besideIn(width, ANSWER);
    const spoken = voices(database, { ...spanOf(flags), most });
    process.stdout.write(flags.json ? jsonOf(entries, spoken) : textOf(entries, spoken, width, flags));
  } finally {
    database.close();
  }
}

function entriesOf(database: Database, flags: DiaryFlags): Entry[] {
  const span = { ...spanOf(flags), limit: flags.full || flags.json ? ALL : FEW };
  const own = events(database, { ...span, kind: 'diary' }).map(({ ts, data }): Entry => {
    const { text } = JSON.parse(data ?? '{}') as { text?: unknown };
    return { ts, who: 'baby', text: typeof text === 'string' ? text : '' };
  });
  const written = journalOf(database, span).map(({ time, text }): Entry => ({ ts: time, who: 'owner', text }));
  return [...own, ...written].sort((a, b) => a.ts - b.ts).slice(-span.limit);
}

function jsonOf(entries: readonly Entry[], spoken: readonly Voice[]): string {
  const time = (ts: number) => new Date(ts).toISOString();
  return [
    ...entries.map(({ ts, who, text }) =>
      jsonLine({ time: time(ts), kind: who === 'baby' ? 'diary' : 'journal', text }),
    ),
    ...spoken.flatMap(({ prompt, answers }) =>
      answers.map(({ ts, step, text }) => jsonLine({ time: time(ts), kind: 'milestone', step, prompt, text })),
    ),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function textOf(entries: readonly Entry[], spoken: readonly Voice[], width: number, { full }: DiaryFlags): string {
  const style = styleFor(process.stdout);
  const lines: string[] = [];
  const now = Date.now();
  let day = '';
  for (const { ts, who, text } of entries) {
    if (dayOf(ts) !== day) lines.push(...(day === '' ? [] : ['']), style.heading(dayOf(ts)));
    day = dayOf(ts);
    const head = `  ${clockOf(ts)}  `;
    lines.push(
      ...hanging(
        head,
        head.length,
        who === 'owner' ? diaryTexts.diary.journalLine(oneLine(text)) : oneLine(text),
        width,
      ),
    );
  }
  if (entries.length === 0) lines.push(diaryTexts.diary.nothingWritten);
  if (spoken.length > 0) lines.push('', style.heading(diaryTexts.diary.voice));
  for (const { prompt, answers } of spoken) {
    lines.push('', ...wrapped(`“${oneLine(prompt)}”`, width).map((row) => style.accent(row)));
    const told = answers.map(({ ts, step, text }) => ({
      head: diaryTexts.diary.atStep(count(step), momentOf(ts, now)),
      text: oneLine(text) || '(nothing)',
    }));
    const columns = besideIn(width, ANSWER);
    const groups = full ? Array.from({ length: Math.ceil(told.length / columns) }, (_, i) => i * columns) : [0];
    for (const from of groups) {
      const rows = sideBySide(told.slice(from, from + columns), width - 2).map((line) => `  ${line}`);
      lines.push(...rows.map((row, i) => (i === 0 ? style.dim(row) : row)));
    }
  }
  return `${lines.join('\n')}\n`;
}
