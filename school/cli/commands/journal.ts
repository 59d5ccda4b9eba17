import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { clockOf, dayOf } from '../../../statistics/format/time.ts';
import { LEDGER_FILE } from '../../../statistics/ledger/schema.ts';
import { jsonLine } from '../../../statistics/query/format.ts';
import { openForReading } from '../../../statistics/query/reader.ts';
import { recordRaised } from '../../daemon/raised-record.ts';
import { findHome, makeHome } from '../../home/home.ts';
import { journalOf, journalText } from '../../raising/journal.ts';
import { asShown } from '../../text/display.ts';
import { oneLine } from '../../text/view-format.ts';
import { attachIfAwake, whileAsleep } from '../connect.ts';
import { CommandError, EXIT } from '../failure.ts';
import { ledgerOf, spanOf, writeIntoLedger } from '../ledger-file.ts';
import type { GlobalOptions } from '../options.ts';

/** Adds `baby journal`. */
export function register(baby: Command): void {
  baby
    .command('journal')
    .description('your own journal: writes a line into it, or shows it; awake or asleep')
    .argument('[text]', 'what you learn today; none: the journal is shown')
    .option('--since <time>', 'from then on: 2h, 30m, yesterday, 2026-03-01T10:00')
    .option('--until <time>', 'up to then')
    .option('--json', 'a JSON object a line')
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
  const text = journalText(written);
  const found = findHome(flags.home);
  const life = await attachIfAwake(found);
  if (life) {
    try {
      await life.journal(text);
    } finally {
      life.close();
    }
  } else {
    if (!existsSync(join(found.statistics, LEDGER_FILE))) {
      throw new CommandError(
        `There is no journal in ${printable(found.folder)} yet: it begins with the first wake, \`baby wake\`.`,
        EXIT.asleep,
      );
    }
    const home = makeHome(found.folder);
    await whileAsleep(home, () => {
      const step = new Keeper({ folder: home.soul }).list().at(0)?.step ?? 0;
      writeIntoLedger(home, (ledger) => recordRaised(ledger, { kind: 'journal', step, text }));
    });
  }
  process.stdout.write('It is written down.\n');
}

function show(flags: JournalFlags): void {
  const database = openForReading(ledgerOf(findHome(flags.home)));
  try {
    const entries = journalOf(database, { ...spanOf(flags), limit: 100_000 });
    const time = (ts: number): string => new Date(ts).toISOString();
    for (const entry of entries) {
      process.stdout.write(
        flags.json
          ? `${jsonLine({ ...entry, time: time(entry.time) })}\n`
          : `${dayOf(entry.time)} ${clockOf(entry.time)}  ${oneLine(entry.text)}\n`,
      );
    }
    if (entries.length === 0 && !flags.json) {
      process.stdout.write(
        asShown('The journal is empty: `baby journal "what I am learning today"` writes into it.\n'),
      );
    }
  } finally {
    database.close();
  }
}
