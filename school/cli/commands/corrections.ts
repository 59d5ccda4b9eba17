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
import { conversationTexts } from '../texts/conversation.ts';
import { flagTexts } from '../texts/flags.ts';

/** Adds `baby corrections` and `baby unlearn`. */
export function register(baby: Command): void {
  baby
    .command('corrections')
    .description(conversationTexts.corrections.description)
    .option('--json', flagTexts.json)
    .action((_options, command) => correctionsCommand(command.optsWithGlobals()));

  baby
    .command('unlearn')
    .description(conversationTexts.corrections.unlearn)
    .argument('<id>', conversationTexts.corrections.id)
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
    throw new CommandError(conversationTexts.corrections.noSuch(JSON.stringify(id.slice(0, 60))));
  }
  print(asShown(`${unlearnt(gone, new Keeper({ folder: home.soul }).list())}\n`));
}

/** What is gone and what is not: weights cannot be unlearnt, only overwritten, or taken from before. */
export function unlearnt({ id, time, reads }: Untaught, souls: readonly { name: string; savedAt: string }[]): string {
  const learnt =
    reads === null
      ? conversationTexts.corrections.whateverLearnt
      : conversationTexts.corrections.learntReading(times(reads));
  const before = souls.find(({ savedAt }) => savedAt < time);
  const way = before
    ? conversationTexts.corrections.goBack(before.name, ago(before.savedAt))
    : conversationTexts.corrections.noSoulBefore;
  return reads === 0
    ? conversationTexts.corrections.neverRead(id)
    : conversationTexts.corrections.staysInWeights(id, learnt, way);
}

const times = (reads: number): string =>
  reads === 1 ? conversationTexts.corrections.once : conversationTexts.corrections.times(count(reads));

/** Characters of a text that its beginning is told by; --json tells all of it. */
const BEGINNING = 240;

function inShort(text: string): string {
  const line = oneLine(text);
  return line.length > BEGINNING ? `${line.slice(0, BEGINNING).trimEnd()}…` : line;
}

function textOf(corrections: readonly Correction[]): string {
  if (corrections.length === 0) return `${conversationTexts.corrections.none}\n`;
  return corrections
    .map(({ id, time, question, answer, reads, byHeart }) => {
      const known = reads === null ? '' : `, read ${times(reads)}${byHeart ? ', known by heart' : ', not yet known'}`;
      return `${id}  ${ago(time)}${known}\n  ${inShort(question)}\n  → ${inShort(answer)}\n`;
    })
    .join('');
}
