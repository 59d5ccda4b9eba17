import type { Database } from 'better-sqlite3';
import { bars } from '../../statistics/charts/bars.ts';
import { durations, type SectionTime } from '../../statistics/query/durations.ts';
import { csvLine, jsonLine } from '../../statistics/query/format.ts';
import { openForReading } from '../../statistics/query/reader.ts';
import { findHome } from '../home/home.ts';
import { ledgerOf, spanOf } from './ledger-file.ts';
import type { GlobalOptions } from './options.ts';
import { ledgerTexts } from './texts/ledger.ts';

export interface DurationFlags extends GlobalOptions {
  since?: string;
  until?: string;
  json?: boolean;
  csv?: boolean;
}

/** Where the width of a terminal is not known. */
const WIDTH = 80;
/** Columns of numbers beside the bars. */
const NUMBERS = ['ms/step', 'recent', 'longest'] as const;
const NUMBER_WIDTH = 10;
const SLOW = `  ${ledgerTexts.durations.slower}`;
const NOTHING = ledgerTexts.durations.notRecorded;

/** `baby log --durations`: where the time of a step goes, awake or asleep. */
export async function durationsCommand(flags: DurationFlags): Promise<void> {
  const database = openForReading(ledgerOf(findHome(flags.home)));
  try {
    tell(database, flags);
  } finally {
    database.close();
  }
}

function tell(database: Database, flags: DurationFlags): void {
  const { step, sections } = durations(database, spanOf(flags));
  if (sections.length === 0) throw new Error(NOTHING);
  const all = [...(step ? [step] : []), ...sections];
  if (flags.json) {
    for (const { section, mean, share, max, lately, slow } of all)
      process.stdout.write(`${jsonLine({ section, milliseconds: mean, share, longest: max, lately, slow })}\n`);
  } else if (flags.csv) {
    process.stdout.write(csvLine(['section', 'milliseconds', 'share', 'longest', 'lately', 'slow']));
    for (const { section, mean, share, max, lately, slow } of all)
      process.stdout.write(csvLine([section, mean, share, max, lately, slow ? 'yes' : 'no']));
  } else process.stdout.write(tableOf(step, sections, process.stdout.columns ?? WIDTH, colours()));
}

/** @param coloured whether the slow ones may be coloured; they are named in any case */
export function tableOf(
  step: SectionTime | null,
  sections: readonly SectionTime[],
  width: number,
  coloured: boolean,
): string {
  const columns = NUMBER_WIDTH * NUMBERS.length;
  const room = Math.max(24, Math.min(width, 120) - columns - SLOW.length);
  const drawn = bars(
    sections.map(({ section, share }) => ({ label: section, value: share })),
    { width: room, full: 1, format: (share) => `${(share * 100).toFixed(1)} %` },
  );
  const lines = sections.map(({ mean, lately, max, slow }, i) => {
    const numbers = [mean, lately, max].map((value) => milliseconds(value).padStart(NUMBER_WIDTH)).join('');
    const line = `${drawn[i]}${numbers}${slow ? SLOW : ''}`;
    return slow && coloured ? `\x1b[33m${line}\x1b[39m` : line;
  });
  const head = `${ledgerTexts.durations.share.padStart(room)}${NUMBERS.map((title) => title.padStart(NUMBER_WIDTH)).join('')}`;
  const whole = step ? `${ledgerTexts.durations.step(milliseconds(step.mean), milliseconds(step.lately))}\n` : '';
  return `${whole}${head}\n${lines.join('\n')}\n`;
}

const milliseconds = (value: number): string => value.toFixed(value < 10 ? 2 : value < 1000 ? 1 : 0);

const colours = (): boolean => process.stdout.isTTY === true && !process.env['NO_COLOR'];
