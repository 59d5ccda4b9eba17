/** The commands: what can be asked for, and how. What each does is in `commands/`, loaded only when it is called. */
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { printable } from '../../library/cleaning/printable.ts';
import { BRAIN_NAMES, PRESET_NAMES } from '../config.ts';
import { version } from '../package-root.ts';
import { EXIT, exitCodeOf, sentenceOf } from './failure.ts';

/** Options that stand before or after every command. */
export interface GlobalOptions {
  home?: string;
}

const EXAMPLES = `
Examples:
  $ baby                               wake it, watch it learn, and talk to it; q leaves it awake
  $ baby wake --detach                 only wake it
  $ baby sleep                         let it save and fall asleep
  $ baby feed ~/diary letters.txt      give it texts of yours to read
  $ baby say "how are you?"            talk to it, awake or asleep
  $ baby say "once" --temperature 0.5 --max-tokens 200
  $ baby exam --text poem.txt          how well does it know this text?
  $ baby status --json | jq .stats     look at its numbers from a script
  $ baby wake --home ~/second          raise another one beside it
  $ baby stats loss --plot --since 1h  how its loss went
  $ baby log --level warn              what went wrong
  $ baby log --durations               where the time of a step goes
  $ baby report --out life.html        its whole life on one page
  $ baby set learningRate 3e-4         changes a setting, awake or asleep
  $ baby soul back best                goes on from its best soul
  $ baby doctor                        what this machine can do, and what would make it faster

A baby lives in one folder, its home: ~/.babyllm, or BABY_HOME, or --home. Its settings are in baby.json there.
Exit codes: 0 done, 1 failed, 2 wrong options, 69 not awake, 75 awake already, 130 left without saving. BABY_DEBUG=1 shows where an error arose.`;

/** Runs one command. Never rejects: what goes wrong is one sentence on standard error and an exit code. */
export async function main(args: readonly string[]): Promise<void> {
  // A terminal or pipe that is gone must keep no command from finishing, least of all a wake from saving.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  try {
    await program().parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has said what is wrong, or shown its help.
      process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
      return;
    }
    process.exitCode = exitCodeOf(error);
    process.stderr.write(`${sentenceOf(error, process.env['BABY_DEBUG'] === '1')}\n`);
  }
}

function program(): Command {
  const baby = new Command('baby')
    .description(
      'A living language model that one person raises in a terminal: it reads your texts for ever, and talks while it learns.',
    )
    .version(version)
    .option('--home <folder>', 'where the baby lives (default: BABY_HOME, else ~/.babyllm)')
    .addHelpText('after', EXAMPLES)
    .configureOutput({ writeErr: (text) => void process.stderr.write(printable(text).replace(/^error: /, '')) })
    .configureHelp({ helpWidth: Math.min(110, process.stdout.columns ?? 100) })
    .exitOverride();

  baby
    .command('wake')
    .description('wake it: it goes on learning where it stopped, and is shown where there is a terminal')
    .option('--foreground', 'live in this process and print plain lines, for services and logs')
    .addOption(new Option('--detach', 'let it live on when this terminal closes').conflicts('foreground'))
    .addOption(
      new Option('--from <place>', 'where to go on reading: resume, random, start, or the number of a token').argParser(
        place,
      ),
    )
    .addOption(new Option('--preset <size>', 'its size, decided at the first wake').choices(PRESET_NAMES))
    .addOption(new Option('--brain <kind>', 'its kind of mind, decided at the first wake').choices(BRAIN_NAMES))
    .addOption(new Option('--minutes <n>', 'fall asleep by itself after so many minutes').argParser(numberOver(0)))
    // For those who compare lives step by step: not shown in the help, since minutes are what an owner thinks in.
    .addOption(new Option('--steps <n>', 'fall asleep after so many steps').argParser(wholeOver(0)).hideHelp())
    .action(async (_options, command) => (await import('./commands/wake.ts')).wakeCommand(command.optsWithGlobals()));

  baby
    .command('watch', { isDefault: true })
    .description('look at it and talk to it; wakes it if it sleeps (what `baby` alone does)')
    .action(async (_options, command) => (await import('./commands/watch.ts')).watchCommand(command.optsWithGlobals()));

  baby
    .command('say')
    .description('say something to it and read its reply, awake or asleep')
    .argument('<text>', 'what you say')
    .option('--temperature <n>', 'how boldly words are drawn; 0 is always the likeliest', number)
    .option('--top-k <n>', 'draw from the n likeliest tokens only; 0 is all', number)
    .option('--top-p <n>', 'draw from the likeliest tokens that make up this share', number)
    .option('--min-p <n>', 'leave out tokens less likely than this share of the likeliest', number)
    .option('--repetition-penalty <n>', 'make what was said lately less likely; 1 is off', number)
    .option('--repetition-window <n>', 'how many tokens "lately" is', number)
    .option('--max-tokens <n>', 'the longest reply', number)
    .option('--seed <n>', 'the same seed and state give the same reply', number)
    .option(
      '--stop <text>',
      'end the reply before this text; may be given several times',
      (text, before: string[] = []) => [...before, text],
    )
    .action(async (text, _options, command) =>
      (await import('./commands/say.ts')).sayCommand(text, command.optsWithGlobals()),
    );

  baby
    .command('chat')
    .description('talk with it in plain lines, awake or asleep; also from a pipe')
    .option('--conversation <name>', 'another conversation beside the usual one')
    .option('--temperature <n>', 'how boldly words are drawn; 0 is always the likeliest', number)
    .option('--seed <n>', 'the same seed and state give the same reply', number)
    .action(async (_options, command) => (await import('./commands/chat.ts')).chatCommand(command.optsWithGlobals()));

  baby
    .command('feed')
    .description('copy texts into its library; an awake baby begins to read them at once')
    .argument('<paths...>', 'files and folders')
    .action(async (paths, _options, command) =>
      (await import('./commands/feed.ts')).feedCommand(paths, command.optsWithGlobals()),
    );

  baby
    .command('exam')
    .description('how well it foresees text that it never learnt, in bits per byte (less is better)')
    .option('--text <file>', 'examine this text instead of the part of its library that is held out')
    .option('--json', 'print JSON')
    .action(async (_options, command) => (await import('./commands/exam.ts')).examCommand(command.optsWithGlobals()));

  baby
    .command('status')
    .description('whether it is awake, and how it is')
    .option('--json', 'print JSON')
    .action(async (_options, command) =>
      (await import('./commands/status.ts')).statusCommand(command.optsWithGlobals()),
    );

  baby
    .command('log')
    .description('what happened, awake or asleep')
    .option('-f, --follow', 'go on with what comes')
    .addOption(new Option('--level <level>', 'this level and worse').choices(['debug', 'info', 'warn', 'error']))
    .option('--since <time>', 'from then on: 2h, 30m, yesterday, 2026-03-01T10:00')
    .option('--until <time>', 'up to then')
    .option('--scope <name>', 'only this part: soul, library, tutor, …')
    .option('--grep <text>', 'only lines with this text, or with a /pattern/i')
    .option('-n, --lines <n>', 'the newest so many', wholeOver(0))
    .addOption(new Option('--json', 'a JSON object a line').conflicts('csv'))
    .option('--csv', 'comma-separated values')
    .addOption(
      new Option('--durations', 'where the time of a step goes instead').conflicts([
        'follow',
        'level',
        'scope',
        'grep',
        'lines',
      ]),
    )
    .action(async (_options, command) => {
      const flags = command.optsWithGlobals();
      if (flags.durations) return (await import('./commands/durations.ts')).durationsCommand(flags);
      return (await import('./commands/log.ts')).logCommand(flags);
    });

  baby
    .command('stats')
    .description('the course of its statistics, awake or asleep')
    .argument('[names...]', 'statistics, such as loss or exam; none: all that there are')
    .option('--list', 'all statistics that were recorded, with what they mean')
    .option('--since <time>', 'from then on: 2h, 30m, yesterday, 2026-03-01T10:00')
    .option('--until <time>', 'up to then')
    .option('--every <span>', 'one value for each such span: 10s, 5m, 1h')
    .option('--plot', 'a curve instead of one line')
    .addOption(new Option('--json', 'a JSON object a line').conflicts('csv'))
    .option('--csv', 'comma-separated values')
    .option('--sql <select>', 'any question to the ledger, read-only')
    .action(async (names, _options, command) =>
      (await import('./commands/stats.ts')).statsCommand(names, command.optsWithGlobals()),
    );

  baby
    .command('report')
    .description('its whole life on one page: curves, what it said, how it felt, its souls; awake or asleep')
    .option('--out <file>', 'the HTML file to write (default: report.html in its home)')
    .option('--since <time>', 'from then on: 2h, 30m, yesterday, 2026-03-01T10:00')
    .option('--until <time>', 'up to then')
    .option('--chats', 'with what was said in its conversations, which are only counted otherwise')
    .action(async (_options, command) =>
      (await import('./commands/report.ts')).reportCommand(command.optsWithGlobals()),
    );

  baby
    .command('soul')
    .description('the souls it can wake from, or going back to an earlier one; awake or asleep')
    .addArgument(new Argument('[action]', 'what to do').choices(['list', 'back']).default('list'))
    .argument('[which]', 'to go back to: the name of a soul, its step, or best')
    .option('--json', 'a JSON object a line')
    .action(async (action, which, _options, command) =>
      (await import('./commands/soul.ts')).soulCommand(action, which, command.optsWithGlobals()),
    );

  baby
    .command('set')
    .description('its settings: all, one, or another value for one, for now and for later; awake or asleep')
    .argument('[key]', 'learningRate, voice.temperature, …')
    .argument('[value]', 'what it should be from now on')
    .action(async (key, value, _options, command) =>
      (await import('./commands/set.ts')).setCommand(key, value, command.optsWithGlobals()),
    );

  baby
    .command('sleep')
    .description('let an awake baby save and fall asleep')
    .option('--now', 'without saving: what it learnt since its last save is lost')
    .action(async (_options, command) => (await import('./commands/sleep.ts')).sleepCommand(command.optsWithGlobals()));

  baby
    .command('service')
    .description('let systemd wake it when you log in, or see whether that is so')
    .addArgument(new Argument('<action>', 'what to do').choices(['install', 'uninstall', 'status']))
    .action(async (action, _options, command) =>
      (await import('./commands/service.ts')).serviceCommand(action, command.optsWithGlobals()),
    );

  baby
    .command('doctor')
    .description('what this machine can do, whether all is in order, and what would make it faster')
    .action(async (_options, command) =>
      (await import('./commands/doctor.ts')).doctorCommand(command.optsWithGlobals()),
    );

  // Subcommands do not inherit these.
  for (const command of baby.commands) command.exitOverride().configureOutput(baby.configureOutput());
  return baby;
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('A number was expected.');
  return value;
}

function numberOver(least: number): (text: string) => number {
  return (text) => {
    const value = number(text);
    if (value <= least) throw new InvalidArgumentError(`A number over ${least} was expected.`);
    return value;
  };
}

function wholeOver(least: number): (text: string) => number {
  return (text) => {
    const value = number(text);
    if (!Number.isSafeInteger(value) || value <= least) {
      throw new InvalidArgumentError(`A whole number over ${least} was expected.`);
    }
    return value;
  };
}

function place(text: string): 'resume' | 'random' | 'start' | number {
  if (text === 'resume' || text === 'random' || text === 'start') return text;
  const token = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(token) || token < 0) {
    throw new InvalidArgumentError('It should be resume, random, start, or the number of a token (0 or more).');
  }
  return token;
}
