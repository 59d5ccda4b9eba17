import type { Command } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { ago, count } from '../../../statistics/format/numbers.ts';
import type { Correction, Untaught } from '../../api/messages.ts';
import { findHome } from '../../home/home.ts';
import { asShown } from '../../text/display.ts';
import { oneLine } from '../../text/view-format.ts';
import { mustBeThere, withEither } from '../connect.ts';
import { CommandError } from '../failure.ts';
import type { GlobalOptions } from '../options.ts';
import { print, printEither } from '../printer.ts';
import { flagTexts } from '../texts/flags.ts';

/** Adds `baby corrections` and `baby unlearn`. */
export function register(baby: Command): void {
  baby
    .command('corrections')
    .description('the replies that you corrected, and whether it knows them by now; awake or asleep')
    .option('--json', flagTexts.json)
    .action((_options, command) => correctionsCommand(command.optsWithGlobals()));

  baby
    .command('unlearn')
    .description('take a correction out again, and say what remains of it; awake or asleep')
    .argument('<id>', 'of the correction; `baby corrections` lists them')
    .action((id, _options, command) => unlearnCommand(id, command.optsWithGlobals()));
}

/** `baby corrections`: the replies that its owner corrected, and how well it knows them; awake or asleep. */
export async function correctionsCommand({ home: given, json }: GlobalOptions & { json?: boolean }): Promise<void> {
  const home = mustBeThere(findHome(given));
  const corrections = await withEither(home, (baby) => baby.corrections());
  printEither(json, corrections, () => printable(textOf(corrections)));
}

/** `baby unlearn <id>`: takes a correction out again, awake or asleep, and says what remains. */
export async function unlearnCommand(id: string, { home: given }: GlobalOptions): Promise<void> {
  const home = findHome(given);
  const [gone] = await withEither(mustBeThere(home), (baby) => baby.unteach('corrections', [id]));
  if (!gone) {
    throw new CommandError(
      `There is no correction ${JSON.stringify(id.slice(0, 60))}: \`baby corrections\` lists all of them.`,
    );
  }
  print(asShown(`${unlearnt(gone, new Keeper({ folder: home.soul }).list())}\n`));
}

/** What is gone and what is not: weights cannot be unlearnt, only overwritten, or taken from before. */
export function unlearnt({ id, time, reads }: Untaught, souls: readonly { name: string; savedAt: string }[]): string {
  const learnt = reads === null ? 'whatever it learnt from it' : `what it learnt from it, reading it ${times(reads)},`;
  const before = souls.find(({ savedAt }) => savedAt < time);
  const way = before
    ? `To be rid of that too, go back to a soul from before: \`baby soul back ${before.name}\`, saved ${ago(before.savedAt)}.`
    : 'No soul from before it is kept any more to go back to.';
  return reads === 0
    ? `Correction ${id} is taken out; it was never read, so nothing of it is in the weights.`
    : `Correction ${id} is taken out and never read again, but ${learnt} stays in its weights and fades only as it learns on. ${way}`;
}

const times = (reads: number): string => (reads === 1 ? 'once' : `${count(reads)} times`);

/** Characters of a text that its beginning is told by; --json tells all of it. */
const BEGINNING = 240;

function inShort(text: string): string {
  const line = oneLine(text);
  return line.length > BEGINNING ? `${line.slice(0, BEGINNING).trimEnd()}…` : line;
}

function textOf(corrections: readonly Correction[]): string {
  if (corrections.length === 0)
    return 'There are no corrections: /fix in a chat, or e in the dashboard, puts better words in the place of a reply.\n';
  return corrections
    .map(({ id, time, question, answer, reads, byHeart }) => {
      const known = reads === null ? '' : `, read ${times(reads)}${byHeart ? ', known by heart' : ', not yet known'}`;
      return `${id}  ${ago(time)}${known}\n  ${inShort(question)}\n  → ${inShort(answer)}\n`;
    })
    .join('');
}
