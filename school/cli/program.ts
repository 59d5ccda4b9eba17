/** The commands in their order. What each asks for is in `register/`; what it does, in `commands/`. */
import { Command } from 'commander';
import { commandName, withCommandNames } from '../home/npm-invocation.ts';
import { version } from '../home/package-root.ts';
import { asShown } from '../text/display.ts';
import { EXAMPLES } from './help.ts';
import { registerNursery } from './register/babies-commands.ts';
import { registerLife } from './register/daemon-commands.ts';
import { registerSources } from './register/library-commands.ts';
import { registerRaising } from './register/raising-commands.ts';
import { registerRituals } from './register/soul-commands.ts';
import { registerTalk } from './register/talk-commands.ts';
import { registerTwitch } from './register/twitch-commands.ts';
import { registerLooking } from './register/view-commands.ts';

/** All that can be asked for. A new command belongs into one of the files of `register/`. */
export function program(): Command {
  const baby = new Command('baby')
    .description(
      'A living language model that one person raises in a terminal: it reads your texts for ever, and talks while it learns.',
    )
    .version(version)
    .option('--home <home>', 'where the baby lives: a folder, or its name (default: BABY_HOME, else ~/.babyllm)')
    .addHelpText('after', EXAMPLES)
    .configureOutput({
      // the examples of every help, as they are to be typed here
      writeOut: (text) =>
        void process.stdout.write(withCommandNames(text).replace(/^( +\$ )baby\b/gm, `$1${commandName()}`)),
      writeErr: (text) => void process.stderr.write(asShown(text).replace(/^error: /, '')),
    })
    .configureHelp({ helpWidth: Math.min(100, process.stdout.columns ?? 100) })
    .helpCommand(false)
    .exitOverride();

  registerLife(baby);
  registerTalk(baby);
  registerRaising(baby);
  registerSources(baby);
  registerRituals(baby);
  registerLooking(baby);
  registerTwitch(baby);
  registerNursery(baby);

  baby
    .command('help')
    .argument('[command...]', 'the command, such as wake')
    .description('what a command takes')
    .action((names: string[]) => helpOf(baby, names));

  settle(baby);
  return baby;
}

/** A name that is none is told of as if it had been typed without "help": one sentence, with what it may have meant. */
async function helpOf(command: Command, [name, ...names]: readonly string[]): Promise<void> {
  if (name === undefined) command.help();
  const found = command.commands.find((one) => one.name() === name || one.aliases().includes(name));
  if (found) return helpOf(found, names);
  if (command.commands.length === 0) command.help();
  await command.parseAsync([name], { from: 'user' });
}

/** Subcommands do not inherit these. */
function settle(command: Command): void {
  for (const one of command.commands) {
    one.exitOverride().configureOutput(command.configureOutput());
    settle(one);
  }
}
