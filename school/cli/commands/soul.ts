import { Argument, type Command } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import { type CheckpointInfo, Keeper } from '../../../soul/keeper.ts';
import { ago, bytes, count } from '../../../statistics/format/numbers.ts';
import { jsonLine } from '../../../statistics/query/format.ts';
import { recordRestore } from '../../daemon/offline-model.ts';
import { findHome, type Home, isLivedIn } from '../../home/home.ts';
import { tableLines } from '../../terminal/columns.ts';
import { asShown } from '../../text/display.ts';
import { attachIfAwake, whileAsleep } from '../connect.ts';
import { CommandError, noBaby, usageError } from '../failure.ts';
import { writeIntoLedger } from '../ledger-file.ts';
import type { GlobalOptions } from '../options.ts';

/** Adds `baby soul`. */
export function register(baby: Command): void {
  baby
    .command('soul')
    .description('the souls it can wake from, or going back to an earlier one; awake or asleep')
    .addArgument(new Argument('[action]', 'what to do').choices(['list', 'back']).default('list'))
    .argument('[which]', 'to go back to: the name of a soul, its step, or best')
    .option('--json', 'a JSON object a line')
    .action((action, which, _options, command) => soulCommand(action, which, command.optsWithGlobals()));
}

export interface SoulFlags extends GlobalOptions {
  json?: boolean;
}

/** `baby soul`: what it can wake from. `baby soul back <which>`: going on from an earlier one. Awake or asleep. */
export async function soulCommand(
  action: 'list' | 'back',
  which: string | undefined,
  { home: given, json }: SoulFlags,
): Promise<void> {
  const home = findHome(given);
  if (!isLivedIn(home)) throw noBaby(home);
  const keeper = new Keeper({ folder: home.soul });
  const souls = keeper.list();
  const best = keeper.best();
  if (action === 'list') {
    if (which !== undefined) throw usageError(`\`baby soul list\` takes no name, but ${printable(which)} came.`);
    process.stdout.write(json ? jsonOf(souls, best) : asShown(textOf(home, souls, best)));
    return;
  }
  if (which === undefined) {
    throw usageError(
      'Which soul it should go back to was expected: its name, its step, or best; see `baby soul list`.',
    );
  }
  const wanted = find(home, souls, best, which);
  process.stdout.write(`${asShown(await goBack(home, wanted))}\n`);
}

/** The one of a name or step, or the best. @throws CommandError if there is none */
function find(
  home: Home,
  souls: readonly CheckpointInfo[],
  best: CheckpointInfo | undefined,
  which: string,
): CheckpointInfo {
  const step = /^\d[\d,]*$/.test(which) ? Number(which.replaceAll(',', '')) : undefined;
  const found = which === 'best' ? best : souls.find((soul) => soul.name === which || soul.step === step);
  if (found) return found;
  const what = which === 'best' ? 'no soul that was examined' : `no soul ${JSON.stringify(which.slice(0, 60))}`;
  throw new CommandError(`There is ${what} in ${home.soul}: \`baby soul list\` shows those that there are.`);
}

/** @returns what happened, in one sentence */
async function goBack(home: Home, { name, step }: CheckpointInfo): Promise<string> {
  const life = await attachIfAwake(home);
  if (life) {
    try {
      const now = await life.goBack(name);
      return `It went back to ${name} and goes on from step ${count(now.step)}, as ${now.name}.`;
    } finally {
      life.close();
    }
  }
  return whileAsleep(home, () => {
    const keeper = new Keeper({ folder: home.soul });
    if (keeper.list()[0]?.name === name) return `${name} is the newest already: its next wake goes on from it.`;
    const back = keeper.bringBack(name);
    writeIntoLedger(home, (ledger) => recordRestore(ledger, { from: name, name: back.name, step, notes: back.notes }));
    return `Its next wake goes on from ${name}, step ${count(step)}; nothing was removed, and its copy is ${back.name}.`;
  });
}

function jsonOf(souls: readonly CheckpointInfo[], best: CheckpointInfo | undefined): string {
  return souls
    .map(({ name, savedAt, step, bytes: size, score }, i) => {
      const row = { name, savedAt, step, bytes: size, exam: score ?? null, newest: i === 0, best: name === best?.name };
      return `${jsonLine(row)}\n`;
    })
    .join('');
}

function textOf(home: Home, souls: readonly CheckpointInfo[], best: CheckpointInfo | undefined): string {
  if (souls.length === 0) return `There is no soul in ${home.soul} yet: \`baby wake\` begins its life.\n`;
  const rows = souls.map(({ name, savedAt, step, bytes: size, score }, i) => [
    name,
    count(step),
    bytes(size),
    score === undefined ? '–' : score.toFixed(3),
    ago(savedAt),
    [i === 0 ? 'newest' : '', name === best?.name ? 'best' : ''].filter(Boolean).join(', '),
  ]);
  const all = [['soul', 'step', 'size', 'exam', 'saved', ''], ...rows];
  const table = tableLines(all, [1, 2, 3])
    .map((line) => `${line}\n`)
    .join('');
  const branches = souls.some(({ name }) => name.includes('.'));
  return branches ? `${table}Those whose name ends in .1, .2, … go on from an earlier soul.\n` : table;
}
