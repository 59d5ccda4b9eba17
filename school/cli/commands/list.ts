import { jsonLine } from '../../../statistics/query/format.ts';
import { findHome } from '../../home/home.ts';
import { homesOf, lookAt, type Resident } from '../../nursery/listing.ts';
import type { GlobalOptions } from '../global-options.ts';
import { asShown } from '../shown.ts';
import { tableLines } from '../table.ts';
import { oneLine } from '../view-format.ts';
import { ago, bytes, count } from '../words.ts';

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
  process.stdout.write(json ? residents.map((one) => `${jsonLine(one)}\n`).join('') : asShown(textOf(residents)));
}

function textOf(residents: readonly Resident[]): string {
  if (residents.length === 0)
    return `There is no baby yet: \`baby\` begins a first life, \`baby new <name>\` another.\n`;
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
