import type { Command } from 'commander';
import { ago, bytes, count } from '../../../statistics/format/numbers.ts';
import { jsonLine } from '../../../statistics/query/format.ts';
import { homesOf, lookAt, type Resident } from '../../babies/list.ts';
import { findHome } from '../../home/home.ts';
import { tableLines } from '../../terminal/columns.ts';
import { asShown } from '../../text/display.ts';
import { oneLine } from '../../text/view-format.ts';
import type { GlobalOptions } from '../options.ts';
import { print } from '../printer.ts';
import { babyTexts } from '../texts/babies.ts';
import { flagTexts } from '../texts/flags.ts';

/** Adds `baby list`. */
export function register(baby: Command): void {
  baby
    .command('list')
    .description(babyTexts.list.description)
    .option('--json', flagTexts.jsonLines)
    .action((_options, command) => listCommand(command.optsWithGlobals()));
}

const STATES = { awake: 'awake', asleep: 'asleep', between: 'waking', silent: 'silent' } as const satisfies Record<
  Resident['state'],
  string
>;
const COLUMNS = ['home', 'name', '', 'brain', 'step', 'exam', 'size', 'saved'] as const;
/** step, exam and size */
const RIGHT = [4, 5, 6];

/** `baby list`: every baby of this machine. */
export async function listCommand({ home: given, json }: GlobalOptions & { json?: boolean }): Promise<void> {
  const residents = await Promise.all(homesOf(findHome(given)).map(lookAt));
  if (json) process.stdout.write(residents.map((one) => `${jsonLine(one)}\n`).join(''));
  else print(asShown(textOf(residents)));
}

function textOf(residents: readonly Resident[]): string {
  if (residents.length === 0) return `${babyTexts.list.none}\n`;
  const rows = residents.map((one): readonly string[] => [
    oneLine(one.home),
    oneLine(one.name ?? '?'),
    STATES[one.state],
    one.brain === null ? '?' : `${one.brain}, ${one.preset}`,
    one.step === null ? '–' : count(one.step),
    one.exam === null ? '–' : one.exam.toFixed(3),
    one.bytes === null ? '?' : bytes(one.bytes),
    one.saved === null ? 'never' : ago(one.saved),
  ]);
  const [head, ...lines] = tableLines([COLUMNS, ...rows], RIGHT);
  return [head, ...residents.map((one, i) => [lines[i], ...one.troubles].join('  ! '))]
    .map((text) => `${text}\n`)
    .join('');
}
