import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import { ago } from '../../../statistics/format/numbers.ts';
import { texts as actTexts } from '../../acts/texts.ts';
import { undoneInWords } from '../../api/act-words.ts';
import type { Methods } from '../../api/contract.ts';
import type { ActReport } from '../../api/messages.ts';
import { findHome } from '../../home/home.ts';
import { tableLines } from '../../terminal/columns.ts';
import { asShown } from '../../text/display.ts';
import { mustBeThere, withEither } from '../connect.ts';
import { usageError } from '../failure.ts';
import type { GlobalOptions } from '../options.ts';
import { printEither } from '../printer.ts';
import { flagTexts } from '../texts/flags.ts';
import { soulTexts } from '../texts/souls.ts';

/** Adds `baby undo`. */
export function register(baby: Command): void {
  baby
    .command('undo')
    .description(soulTexts.undo.description)
    .argument('[act]', soulTexts.undo.id)
    .option('--list', soulTexts.undo.list)
    .option('--yes', flagTexts.noQuestion)
    .option('--json', flagTexts.json)
    .addHelpText('after', HELP)
    .action((act, _options, command) => undoCommand(act, command.optsWithGlobals()));
}

const HELP = `\n${soulTexts.undo.more}`;

export interface UndoFlags extends GlobalOptions {
  list?: boolean;
  yes?: boolean;
  json?: boolean;
}

/** `baby undo`: undoes the last act, or another one; asks before, in a terminal. */
export async function undoCommand(which: string | undefined, flags: UndoFlags): Promise<void> {
  const act = which === undefined ? undefined : Number(which);
  if (act !== undefined && !(Number.isSafeInteger(act) && act > 0))
    throw usageError(soulTexts.undo.noNumber(printable(which ?? '').slice(0, 60)));
  await withEither(mustBeThere(findHome(flags.home)), (baby) => undo(baby, act, flags));
}

async function undo(
  baby: Pick<Methods, 'acts' | 'undo'>,
  act: number | undefined,
  { list, yes, json }: UndoFlags,
): Promise<void> {
  if (list) {
    const acts = (await baby.acts()).toReversed();
    printEither(json, acts, () => asShown(textOf(acts)));
    return;
  }
  const asked = await baby.undo({ act, preview: true });
  const { id } = asked.act;
  if (!yes && process.stdin.isTTY && process.stderr.isTTY) {
    if (!(await confirmed(printable(`${undoneInWords(asked)} [y/N] `)))) {
      process.stdout.write(`${soulTexts.undo.staysAsItIs}\n`);
      return;
    }
  }
  const undone = await baby.undo({ act: id });
  printEither(json, undone, () => asShown(`${soulTexts.undo.takenBack(undoneInWords(undone))}\n`));
}

async function confirmed(question: string): Promise<boolean> {
  const line = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await line.question(question)).trim());
  } finally {
    line.close();
  }
}

function textOf(acts: readonly ActReport[]): string {
  if (acts.length === 0) return `${actTexts.nothingToUndo}\n`;
  const rows = acts.map(({ id, time, what, undoneBy }) => [
    String(id),
    ago(time),
    what,
    undoneBy === null ? '' : soulTexts.undo.undoneBy(undoneBy),
  ]);
  return tableLines([['act', 'done', 'what', ''], ...rows], [0])
    .map((line) => `${line}\n`)
    .join('');
}
