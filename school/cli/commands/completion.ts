import { Argument, type Command } from 'commander';
import { version } from '../../home/package-root.ts';
import { completionScript, manPage, SHELLS, type Shell } from '../completions.ts';
import { statusTexts } from '../texts/status.ts';

/** Adds `baby completion`. */
export function register(baby: Command, all: () => Promise<Command>): void {
  baby
    .command('completion')
    .description(statusTexts.completion)
    .addArgument(new Argument('<what>', statusTexts.shell).choices([...SHELLS, 'man']))
    .action(async (what: Shell | 'man') => {
      const commands = await all();
      process.stdout.write(what === 'man' ? manPage(commands, version) : completionScript(commands, what));
    });
}
