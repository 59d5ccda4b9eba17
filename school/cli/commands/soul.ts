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
import { soulTexts } from '../texts/souls.ts';

const ACTIONS = ['list', 'back', 'keep', 'release'] as const;

/** Adds `baby soul`. */
export function register(baby: Command): void {
  baby
    .command('soul')
    .description(soulTexts.soul.description)
    .addArgument(new Argument('[action]', flagTexts.action).choices(ACTIONS).default('list'))
    .argument('[which]', soulTexts.soul.name)
    .argument('[soul]', soulTexts.soul.which)
    .option('--json', flagTexts.jsonLines)
    .addHelpText('after', HELP)
    .action((action, which, soul, _options, command) => soulCommand(action, which, soul, command.optsWithGlobals()));
}

const HELP = `\n${soulTexts.soul.more}`;

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
      action === 'list'
        ? soulTexts.soul.listTakesNone(printable(extra))
        : soulTexts.soul.takesOne(action, printable(extra)),
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
  back: soulTexts.soul.backNeedsName,
  keep: soulTexts.soul.keepNeedsName,
  release: soulTexts.soul.releaseNeedsName,
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
  const what =
    which === 'best' ? soulTexts.soul.noneExamined : soulTexts.soul.noneNamed(JSON.stringify(which.slice(0, 60)));
  throw new CommandError(soulTexts.soul.notThere(what, home.soul));
}

/** @returns what happened, in one sentence */
const goBack = (home: Home, { name, step }: CheckpointInfo): Promise<string> =>
  withEither(home, async (baby, isAwake) => {
    const now = await baby.goBack(name);
    if (isAwake) return soulTexts.soul.wentBack(name, count(now.step), now.name);
    if (now.name === name) return soulTexts.soul.newestAlready(name);
    return soulTexts.soul.goesBackAtWake(name, count(step), now.name);
  });

/** Gives a soul a name; without one, the soul of now. @returns what happened, in one sentence */
const keep = (home: Home, name: string, soul: CheckpointInfo | undefined): Promise<string> =>
  withEither(home, async (baby) => CONTRACT.keepSoul.says(await baby.keepSoul(name, soul?.name)));

async function release(home: Home, { name, keptAs }: CheckpointInfo): Promise<string> {
  if (keptAs === undefined) throw new CommandError(soulTexts.soul.hasNoName(name));
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
  if (souls.length === 0) return `${soulTexts.soul.noneYet(home.soul)}\n`;
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
  return branches ? `${table}${soulTexts.soul.branches}\n` : table;
}
