import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { bytes, count } from '../../../statistics/format/numbers.ts';
import { habitInWords } from '../../api/habit-words.ts';
import type { HabitChanged, HabitReport } from '../../api/messages.ts';
import { siblingName } from '../../api/sibling-words.ts';
import { findHome } from '../../home/home.ts';
import { callerFolder } from '../../home/invocation.ts';
import type { HabitForm } from '../../interchange/export-habit.ts';
import { tableLines } from '../../terminal/columns.ts';
import { asShown } from '../../text/display.ts';
import { attachIfAwake, mustBeThere, withEither } from '../connect.ts';
import { type GlobalOptions, number, wholeOver } from '../options.ts';
import { print, printEither } from '../printer.ts';
import { adapterTexts } from '../texts/adapters.ts';
import { flagTexts } from '../texts/flags.ts';

type Options = GlobalOptions & { json?: boolean };

/** Adds `baby habit`, with what is done to one. */
export function register(baby: Command): void {
  const habit = baby.command('habit').description(adapterTexts.description).addHelpText('after', HELP);
  const json = ['--json', flagTexts.json] as const;
  habit
    .command('new')
    .argument('<name>', adapterTexts.name)
    .description(adapterTexts.begin.description)
    .option('--from <path>', adapterTexts.begin.from)
    .option('--rank <rank>', adapterTexts.begin.rank, wholeOver(0))
    .option('--alpha <alpha>', adapterTexts.begin.alpha, number)
    .option(...json)
    .addHelpText('after', NEW_HELP)
    .action((name, { from, rank, alpha }, command) => {
      const path = from === undefined ? undefined : resolve(callerFolder() ?? '.', from);
      return changed(command.optsWithGlobals(), (one) => one.newHabit(name, { rank, alpha, from: path }));
    });
  habit
    .command('list')
    .description(adapterTexts.list)
    .option(...json)
    .action((_options, command) => listCommand(command.optsWithGlobals()));
  for (const [does, about] of Object.entries(CHANGES))
    habit
      .command(does)
      .argument('<name>', adapterTexts.habit)
      .description(about)
      .option(...json)
      .action((name, _options, command) =>
        changed(command.optsWithGlobals(), (one) => one.habit(name, does as keyof typeof CHANGES)),
      );
  habit
    .command('export')
    .argument('<name>', adapterTexts.habit)
    .argument('<file>', adapterTexts.file.path)
    .description(adapterTexts.file.export)
    .addOption(new Option('--as <form>', adapterTexts.file.as).choices(['safetensors', 'peft']))
    .action((name, file, _options, command) => exportCommand(name, file, command.optsWithGlobals()));
  habit
    .command('import')
    .argument('<file>', adapterTexts.file.written)
    .description(adapterTexts.file.import)
    .option('--as <name>', adapterTexts.file.name)
    .option(...json)
    .action((file, { as }, command) =>
      changed(command.optsWithGlobals(), (one) => one.importHabit(resolve(callerFolder() ?? '.', file), as)),
    );
}

const CHANGES = {
  on: adapterTexts.on,
  off: adapterTexts.off,
  merge: adapterTexts.merge,
  forget: adapterTexts.forget,
} as const;

const HELP = `\n${adapterTexts.more}`;

const NEW_HELP = `\n${adapterTexts.begin.more}`;

/** Does something with a habit wherever the baby is, and says what became of it. */
async function changed(
  { home, json }: Options,
  change: (baby: Parameters<Parameters<typeof withEither<HabitChanged>>[1]>[0]) => Promise<HabitChanged>,
): Promise<void> {
  const done = await withEither(mustBeThere(findHome(home)), change);
  if (json) process.stdout.write(`${JSON.stringify(done)}\n`);
  else print(`${asShown(habitInWords(done))}\n`);
}

async function listCommand({ home, json }: Options): Promise<void> {
  const habits = await withEither(mustBeThere(findHome(home)), (baby) => baby.habits());
  printEither(json, habits, () => `${habitLines(habits).map(asShown).join('\n')}\n`);
}

export function habitLines(habits: readonly HabitReport[]): string[] {
  if (habits.length === 0) return [adapterTexts.none];
  const rows = habits.map(({ name, isOn, rank, parameters, brain, lessons, tokens, steps, loss, isKnown, passes }) => [
    name,
    isOn ? 'on' : 'off',
    passes === null ? (isKnown ? 'known' : steps > 0 ? 'learnt' : 'new') : adapterTexts.learnsPass(count(passes + 1)),
    count(rank),
    bytes(4 * parameters),
    count(lessons),
    count(tokens),
    loss === null ? '' : loss.toFixed(3),
    brain === null ? adapterTexts.ofNobody : siblingName(brain),
  ]);
  return tableLines(
    [['habit', '', 'state', 'rank', 'takes', 'lessons', 'tokens', 'nats/token', 'of'], ...rows],
    [3, 4, 5, 6, 7],
  );
}

/** Writes a habit of the newest soul, which an awake baby saves first. */
async function exportCommand(
  name: string,
  file: string,
  { home: given, as: form = 'safetensors' }: GlobalOptions & { as?: HabitForm },
): Promise<void> {
  const home = mustBeThere(findHome(given));
  const awake = await attachIfAwake(home);
  try {
    await awake?.save();
  } finally {
    awake?.close();
  }
  const { exportHabit } = await import('../../interchange/export-habit.ts');
  const size = bytes(await exportHabit(home, name, resolve(callerFolder() ?? '.', file), form));
  const holds = form === 'peft' ? adapterTexts.file.withoutWords : adapterTexts.file.withWords;
  print(`${asShown(adapterTexts.file.isIn(name, file, size, holds))}\n`);
}
