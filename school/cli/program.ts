/** The table of commands, and the command line that is made of it. */
import { Command } from 'commander';
import { commandName, withCommandNames } from '../home/invocation.ts';
import { version } from '../home/package-root.ts';
import { asShown } from '../text/display.ts';
import { shortened } from './failure.ts';
import type { GlobalOptions } from './options.ts';
import { helpTexts } from './texts/help.ts';

/** A file of `commands/`: it describes its command, with its options, and does what was asked. */
interface CommandModule {
  /** @param all the command line with every command, for a command that describes the others */
  register(baby: Command, all: () => Promise<Command>): void;
}

/**
 * Every command, in the order of the help, with the file that holds it. A new command is one line here and one file there. Only the
 * file of the command that was typed is loaded, so that a short answer comes quickly.
 */
const COMMANDS: Readonly<Record<string, () => Promise<CommandModule>>> = {
  wake: () => import('./commands/wake.ts'),
  watch: () => import('./commands/watch.ts'),
  sleep: () => import('./commands/sleep.ts'),
  service: () => import('./commands/service.ts'),
  doctor: () => import('./commands/doctor.ts'),
  say: () => import('./commands/say.ts'),
  chat: () => import('./commands/chat.ts'),
  serve: () => import('./commands/serve.ts'),
  token: () => import('./commands/token.ts'),
  window: () => import('./commands/window.ts'),
  mcp: () => import('./commands/mcp.ts'),
  feed: () => import('./commands/feed.ts'),
  soul: () => import('./commands/soul.ts'),
  undo: () => import('./commands/undo.ts'),
  set: () => import('./commands/set.ts'),
  config: () => import('./commands/config.ts'),
  library: () => import('./commands/library.ts'),
  memory: () => import('./commands/memory.ts'),
  corrections: () => import('./commands/corrections.ts'),
  unlearn: () => import('./commands/corrections.ts'),
  diary: () => import('./commands/diary.ts'),
  journal: () => import('./commands/journal.ts'),
  game: () => import('./commands/game.ts'),
  status: () => import('./commands/status.ts'),
  exam: () => import('./commands/exam.ts'),
  near: () => import('./commands/near.ts'),
  grow: () => import('./commands/grow.ts'),
  dream: () => import('./commands/dream.ts'),
  siblings: () => import('./commands/siblings.ts'),
  habit: () => import('./commands/habit.ts'),
  log: () => import('./commands/log.ts'),
  stats: () => import('./commands/stats.ts'),
  report: () => import('./commands/report.ts'),
  twitch: () => import('./commands/twitch.ts'),
  new: () => import('./commands/new.ts'),
  list: () => import('./commands/list.ts'),
  delete: () => import('./commands/delete.ts'),
  trash: () => import('./commands/trash.ts'),
  export: () => import('./commands/export.ts'),
  import: () => import('./commands/import.ts'),
  completion: () => import('./commands/completion.ts'),
  version: () => import('./commands/version.ts'),
};

/**
 * The command line. Loads the one command that `args` name, or all commands where they name none (for the help, and for suggestions
 * after a mistyped name).
 */
export async function program(args: readonly string[] = []): Promise<Command> {
  const baby = new Command('baby')
    .description(helpTexts.description)
    .version(version)
    .option('--home <home>', helpTexts.home)
    .addHelpText('after', helpTexts.examples)
    .configureOutput({
      // the examples of every help, as they are to be typed here
      writeOut: (text) =>
        void process.stdout.write(withCommandNames(text).replace(/^( +\$ )baby\b/gm, `$1${commandName()}`)),
      writeErr: (text) =>
        void process.stderr.write(
          `${shortened(
            asShown(text)
              .replace(/^error: /, '')
              .trimEnd(),
          )}\n`,
        ),
    })
    .configureHelp({ helpWidth: Math.min(100, process.stdout.columns ?? 100) })
    .helpCommand(false)
    .exitOverride()
    .hook('preAction', async (_baby, action) => {
      const { expireInPassing } = await import('./expiry.ts');
      await expireInPassing(action.optsWithGlobals<GlobalOptions>().home);
    });

  const named = commandIn(args);
  const loaders = named ? [COMMANDS[named]] : Object.values(COMMANDS);
  for (const module of new Set(await Promise.all(loaders.map((load) => load())))) module.register(baby, program);

  baby
    .command('help')
    .argument('[command...]', helpTexts.command)
    .description(helpTexts.help)
    .action((names: string[]) => helpOf(baby, names));

  settle(baby);
  return baby;
}

/** An unknown name gets the same sentence as without "help", with the nearest command. */
async function helpOf(command: Command, [name, ...names]: readonly string[]): Promise<void> {
  if (name === undefined) command.help();
  const found = command.commands.find((one) => one.name() === name || one.aliases().includes(name));
  if (found) return helpOf(found, names);
  if (command.commands.length === 0) command.help();
  await command.parseAsync([name], { from: 'user' });
}

/** The command that `args` begin with, after `--home`; undefined where there is none, or another option stands first. */
function commandIn(args: readonly string[]): string | undefined {
  const [first, , third] = args;
  const name = first === '--home' ? third : first?.startsWith('--home=') ? args[1] : first;
  if (name === '--version' || name === '-V') return 'version'; // its answer needs no other command
  return name !== undefined && Object.hasOwn(COMMANDS, name) ? name : undefined;
}

/** Subcommands do not inherit these. */
function settle(command: Command): void {
  for (const one of command.commands) {
    one.exitOverride().configureOutput(command.configureOutput());
    settle(one);
  }
}
