/** What it and its owner do now and then: a diary, a journal, a game. */
import type { Command } from 'commander';
import { number, numberOver, wholeOver } from '../options.ts';

export function registerRituals(baby: Command): void {
  baby
    .command('diary')
    .description('what it wrote at its saves, and the same questions answered then and now; awake or asleep')
    .option('--since <time>', 'from then on: 2h, 30m, yesterday, 2026-03-01T10:00')
    .option('--until <time>', 'up to then')
    .option('--full', 'every entry and every answer')
    .option('--json', 'a JSON object a line')
    .action(async (_options, command) =>
      (await import('../commands/diary.ts')).diaryCommand(command.optsWithGlobals()),
    );

  baby
    .command('journal')
    .description('your own journal: writes a line into it, or shows it; awake or asleep')
    .argument('[text]', 'what you learn today; none: the journal is shown')
    .option('--since <time>', 'from then on: 2h, 30m, yesterday, 2026-03-01T10:00')
    .option('--until <time>', 'up to then')
    .option('--json', 'a JSON object a line')
    .action(async (text, _options, command) =>
      (await import('../commands/journal.ts')).journalCommand(text, command.optsWithGlobals()),
    );

  baby
    .command('game')
    .description('the talk-to-yourself game: a line of its library, its guess of the next, and yours, which it learns')
    .option('--rounds <n>', 'so many lines (10)', wholeOver(0))
    .option('--seconds <n>', 'the time to answer (20); silence halves it', numberOver(0))
    .option('--seed <n>', 'the same seed draws the same lines', number)
    .action(async (_options, command) => (await import('../commands/game.ts')).gameCommand(command.optsWithGlobals()));
}
