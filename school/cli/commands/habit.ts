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

type Options = GlobalOptions & { json?: boolean };

/** Adds `baby habit`, with what is done to one. */
export function register(baby: Command): void {
  const habit = baby
    .command('habit')
    .description('habits: what it learns beside its weights (LoRA), to be switched on and off and forgotten exactly')
    .addHelpText('after', HELP);
  const json = ['--json', 'print JSON'] as const;
  habit
    .command('new')
    .argument('<name>', 'what it is called')
    .description('begin a habit; awake or asleep')
    .option('--from <path>', 'texts and dialogues to learn: a file, or a folder of .txt and .md')
    .option(
      '--rank <rank>',
      'of its matrices: a higher one learns more, and takes more room (default: 8)',
      wholeOver(0),
    )
    .option('--alpha <alpha>', 'how much it counts: alpha / rank (default: twice the rank)', number)
    .option(...json)
    .addHelpText('after', NEW_HELP)
    .action((name, { from, rank, alpha }, command) => {
      const path = from === undefined ? undefined : resolve(callerFolder() ?? '.', from);
      return changed(command.optsWithGlobals(), (one) => one.newHabit(name, { rank, alpha, from: path }));
    });
  habit
    .command('list')
    .description('all habits, whether they are on, and how far they are; awake or asleep')
    .option(...json)
    .action((_options, command) => listCommand(command.optsWithGlobals()));
  for (const [does, about] of Object.entries(CHANGES))
    habit
      .command(does)
      .argument('<name>', 'the habit')
      .description(about)
      .option(...json)
      .action((name, _options, command) =>
        changed(command.optsWithGlobals(), (one) => one.habit(name, does as keyof typeof CHANGES)),
      );
  habit
    .command('export')
    .argument('<name>', 'the habit')
    .argument('<file>', 'where it is written')
    .description(
      'write a habit with all that it learnt into a file, or its matrices for other programs; awake or asleep',
    )
    .addOption(
      new Option('--as <form>', 'safetensors: a file for babies; peft: a folder for PEFT (Hugging Face)').choices([
        'safetensors',
        'peft',
      ]),
    )
    .action((name, file, _options, command) => exportCommand(name, file, command.optsWithGlobals()));
  habit
    .command('import')
    .argument('<file>', 'as `baby habit export` wrote it, or a folder of PEFT')
    .description('take a habit out of a file or folder; awake or asleep')
    .option('--as <name>', 'what it is called here')
    .option(...json)
    .action((file, { as }, command) =>
      changed(command.optsWithGlobals(), (one) => one.importHabit(resolve(callerFolder() ?? '.', file), as)),
    );
}

const CHANGES = {
  on: 'switch a habit on, from the next reply on; awake or asleep',
  off: 'switch a habit off: it is as if there were none; awake or asleep',
  merge: 'make a habit part of the weights, for good; the soul before is kept',
  forget: 'forget a habit exactly: its weights never changed; awake or asleep',
} as const;

const HELP = `
A habit is a small change of some matrices of its brain (a low-rank adapter, LoRA). While it learns, its weights rest; when it is forgotten,
every reply is as if it had never been. Several that are on add up. \`baby set habits.chat <name>\` lets a habit learn what you correct in chats,
\`baby set habits.twitch <name>\` what people say on Twitch who opted in: what one of them takes back is then forgotten exactly too.`;

const NEW_HELP = `
A file whose first line is \`[name]: words\` holds dialogues, which blank lines part: the turns of the baby are learnt by heart, or, where it is
not named, those of the one who answers. Any other file is a text: it is learnt until the tenth of it that is held out is foreseen best.`;

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
  if (habits.length === 0) return ['It has no habits: `baby habit new <name> --from <file>` begins one.'];
  const rows = habits.map(({ name, isOn, rank, parameters, brain, lessons, tokens, steps, loss, isKnown, passes }) => [
    name,
    isOn ? 'on' : 'off',
    passes === null ? (isKnown ? 'known' : steps > 0 ? 'learnt' : 'new') : `learns, pass ${count(passes + 1)}`,
    count(rank),
    bytes(4 * parameters),
    count(lessons),
    count(tokens),
    loss === null ? '' : loss.toFixed(3),
    brain === null ? 'nobody any more' : siblingName(brain),
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
  const holds =
    form === 'peft'
      ? 'without the words that it learnt, for a model that `baby export --as huggingface` writes'
      : 'with the words that it learnt, which anybody can read there';
  print(`${asShown(`The habit ${name} is in ${file} (${size}), ${holds}.`)}\n`);
}
