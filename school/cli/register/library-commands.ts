/** What it learns from, and taking it out again. */
import type { Command } from 'commander';

export function registerSources(baby: Command): void {
  baby
    .command('library')
    .description('what it learns from: its sources with their weights and shares, and its texts; awake or asleep')
    .option('--json', 'print JSON')
    .action(async (_options, command) =>
      (await import('../commands/library.ts')).libraryCommand(command.optsWithGlobals()),
    );

  baby
    .command('corrections')
    .description('the replies that you corrected, and whether it knows them by now; awake or asleep')
    .option('--json', 'print JSON')
    .action(async (_options, command) =>
      (await import('../commands/corrections.ts')).correctionsCommand(command.optsWithGlobals()),
    );

  baby
    .command('unlearn')
    .description('take a correction out again, and say what remains of it; awake or asleep')
    .argument('<id>', 'of the correction; `baby corrections` lists them')
    .action(async (id, _options, command) =>
      (await import('../commands/corrections.ts')).unlearnCommand(id, command.optsWithGlobals()),
    );
}
