import { Argument, type Command } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import { type CheckpointInfo, Keeper } from '../../../soul/keeper.ts';
import { ago, bytes, count } from '../../../statistics/format/numbers.ts';
import { jsonLine } from '../../../statistics/query/format.ts';
import { CONTRACT } from '../../api/contract.ts';
import { findHome, type Home, isLivedIn } from '../../home/home.ts';
import { tableLines } from '../../terminal/columns.ts';
import { asShown } from '../../text/display.ts';
import { soulMarks } from '../../text/soul-marks.ts';
import { withEither } from '../connect.ts';
import { CommandError, noBaby, usageError } from '../failure.ts';
import type { GlobalOptions } from '../options.ts';
import { print } from '../printer.ts';
import { flagTexts } from '../texts/flags.ts';

const ACTIONS = ['list', 'back', 'keep', 'release'] as const;

/** Adds `baby soul`. */
export function register(baby: Command): void {
  baby
    .command('soul')
    .description('the souls it can wake from; going back to an earlier one; keeping one for ever; awake or asleep')
    .addArgument(new Argument('[action]', flagTexts.action).choices(ACTIONS).default('list'))
    .argument(
      '[which]',
      'back, release: a soul by its name, its step, what it is kept as, or best; keep: what to call it',
    )
    .argument('[soul]', 'keep: which soul, if not the one of now')
    .option('--json', flagTexts.jsonLines)
    .addHelpText('after', HELP)
    .action((action, which, soul, _options, command) => soulCommand(action, which, soul, command.optsWithGlobals()));
}

const HELP = `
Souls thin out with their age, like backups: all of the last 10 minutes, then one every 10 minutes for an hour, one an hour for
a day, one a day for a month, one a week for ever; and one before each of the last acts of its owner. Together they take 2 GB,
or a twentieth of what is free on the disk where that is less (soulGigabytes); one with a name is kept for ever.

Examples:
  $ baby soul keep "before the chat"
  $ baby soul back "before the chat"
  $ baby soul release "before the chat"`;

export interface SoulFlags extends GlobalOptions {
  json?: boolean;
}

/** `baby soul`: what it can wake from, going on from an earlier one, and keeping one for ever. Awake or asleep. */
export async function soulCommand(
  action: (typeof ACTIONS)[number],
  which: string | undefined,
  soul: string | undefined,
  { home: given, json }: SoulFlags,
): Promise<void> {
  const home = findHome(given);
  if (!isLivedIn(home)) throw noBaby(home);
  const keeper = new Keeper({ folder: home.soul });
  const souls = keeper.list();
  const best = keeper.best();
  const extra = action === 'list' ? which : action === 'keep' ? undefined : soul;
  if (extra !== undefined)
    throw usageError(
      `\`baby soul ${action}\` takes ${action === 'list' ? 'no name' : 'one name'}, but ${printable(extra)} came.`,
    );
  if (action === 'list') {
    if (json) process.stdout.write(jsonOf(souls, best));
    else print(asShown(textOf(home, souls, best)));
    return;
  }
  if (which === undefined) throw usageError(MISSING[action]);
  const wanted = (name: string): CheckpointInfo => find(home, souls, best, name);
  const said =
    action === 'back'
      ? await goBack(home, wanted(which))
      : action === 'keep'
        ? await keep(home, which, soul === undefined ? undefined : wanted(soul))
        : await release(home, wanted(which));
  print(`${asShown(said)}\n`);
}

const MISSING = {
  back: 'Which soul it should go back to was expected: its name, its step, or best; see `baby soul list`.',
  keep: 'A name was expected for the soul to be kept: `baby soul keep "before the chat"`.',
  release: 'Which soul should lose its name was expected; see `baby soul list`.',
} as const;

/** The one of a name or step, or the best. @throws CommandError if there is none */
function find(
  home: Home,
  souls: readonly CheckpointInfo[],
  best: CheckpointInfo | undefined,
  which: string,
): CheckpointInfo {
  const step = /^\d[\d,]*$/.test(which) ? Number(which.replaceAll(',', '')) : undefined;
  const found =
    which === 'best'
      ? best
      : (souls.find(({ name, keptAs }) => name === which || keptAs === which) ??
        souls.find((soul) => soul.step === step));
  if (found) return found;
  const what = which === 'best' ? 'no soul that was examined' : `no soul ${JSON.stringify(which.slice(0, 60))}`;
  throw new CommandError(`There is ${what} in ${home.soul}: \`baby soul list\` shows all of them.`);
}

/** @returns what happened, in one sentence */
const goBack = (home: Home, { name, step }: CheckpointInfo): Promise<string> =>
  withEither(home, async (baby, isAwake) => {
    const now = await baby.goBack(name);
    if (isAwake) return `It went back to ${name} and goes on from step ${count(now.step)}, as ${now.name}.`;
    if (now.name === name) return `${name} is the newest already: its next wake goes on from it.`;
    return `Its next wake goes on from ${name}, step ${count(step)}; nothing was removed, and its copy is ${now.name}.`;
  });

/** Gives a soul a name; without one, the soul of now. @returns what happened, in one sentence */
const keep = (home: Home, name: string, soul: CheckpointInfo | undefined): Promise<string> =>
  withEither(home, async (baby) => CONTRACT.keepSoul.says(await baby.keepSoul(name, soul?.name)));

async function release(home: Home, { name, keptAs }: CheckpointInfo): Promise<string> {
  if (keptAs === undefined) throw new CommandError(`${name} has no name.`);
  return withEither(home, async (baby) => CONTRACT.releaseSoul.says(await baby.releaseSoul(name)));
}

function jsonOf(souls: readonly CheckpointInfo[], best: CheckpointInfo | undefined): string {
  return souls
    .map(({ name, savedAt, step, bytes: size, score, keptAs = null, reason = null }, i) => {
      const marks = { newest: i === 0, best: name === best?.name, keptAs, reason };
      const row = { name, savedAt, step, bytes: size, exam: score ?? null, ...marks };
      return `${jsonLine(row)}\n`;
    })
    .join('');
}

function textOf(home: Home, souls: readonly CheckpointInfo[], best: CheckpointInfo | undefined): string {
  if (souls.length === 0) return `There is no soul in ${home.soul} yet: \`baby wake\` begins its life.\n`;
  const rows = souls.map((soul, i) => [
    soul.name,
    count(soul.step),
    bytes(soul.bytes),
    soul.score === undefined ? '–' : soul.score.toFixed(3),
    ago(soul.savedAt),
    soulMarks(soul, { newest: i === 0, best: soul.name === best?.name }),
  ]);
  const all = [['soul', 'step', 'size', 'exam', 'saved', ''], ...rows];
  const table = tableLines(all, [1, 2, 3])
    .map((line) => `${line}\n`)
    .join('');
  const branches = souls.some(({ name }) => name.includes('.'));
  return branches ? `${table}Those whose name ends in .1, .2, … go on from an earlier soul.\n` : table;
}
