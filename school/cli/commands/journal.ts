import type { Command } from 'commander';
import { clockOf, dayOf } from '../../../statistics/format/time.ts';
import { jsonLine } from '../../../statistics/query/format.ts';
import { openForReading } from '../../../statistics/query/reader.ts';
import { findHome } from '../../home/home.ts';
import { journalOf, journalText } from '../../raising/journal.ts';
import { asShown } from '../../text/display.ts';
import { oneLine } from '../../text/view-format.ts';
import { withEither } from '../connect.ts';
import { ledgerOf, spanOf } from '../ledger-file.ts';
import type { GlobalOptions } from '../options.ts';
import { print } from '../printer.ts';
import { diaryTexts } from '../texts/diaries.ts';
import { flagTexts } from '../texts/flags.ts';

/** Adds `baby journal`. */
export function register(baby: Command): void {
  baby
    .command('journal')
    .description(diaryTexts.journal.description)
    .argument('[text]', diaryTexts.journal.text)
    .option('--since <time>', flagTexts.since)
    .option('--until <time>', flagTexts.until)
    .option('--json', flagTexts.jsonLines)
    .action((text, _options, command) => journalCommand(text, command.optsWithGlobals()));
}

export interface JournalFlags extends GlobalOptions {
  since?: string;
  until?: string;
  json?: boolean;
}

/** `baby journal "…"` writes a line into its journal, awake or asleep; without a text it shows the journal. */
export async function journalCommand(written: string | undefined, flags: JournalFlags): Promise<void> {
  if (written === undefined) return show(flags);
  await withEither(findHome(flags.home), (baby) => baby.journal(journalText(written)));
  process.stdout.write(`${diaryTexts.journal.writtenDown}\n`);
}

function show(flags: JournalFlags): void {
  const database = openForReading(ledgerOf(findHome(flags.home)));
  try {
    const entries = journalOf(database, { ...spanOf(flags), limit: 100_000 });
    const time = (ts: number): string => new Date(ts).toISOString();
    for (const entry of entries) {
      if (flags.json) process.stdout.write(`${jsonLine({ ...entry, time: time(entry.time) })}\n`);
      else print(`${dayOf(entry.time)} ${clockOf(entry.time)}  ${oneLine(entry.text)}\n`);
    }
    if (entries.length === 0 && !flags.json) {
      print(asShown(`${diaryTexts.journal.empty}\n`));
    }
  } finally {
    database.close();
  }
}
