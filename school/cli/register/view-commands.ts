/** Looking at how it is and what became of it; nothing here changes it. */
import { type Command, Option } from 'commander';
import { wholeOver } from '../options.ts';

export function registerLooking(baby: Command): void {
  baby
    .command('status')
    .description('whether it is awake, and how it is')
    .option('--parameters', 'with the parameters of its brain, while it is awake')
    .option('--json', 'print JSON')
    .action(async (_options, command) =>
      (await import('../commands/status.ts')).statusCommand(command.optsWithGlobals()),
    );

  baby
    .command('exam')
    .description('how well it foresees text that it never learnt, in bits per byte (less is better)')
    .option('--text <file>', 'examine this text instead of the part of its library that is held out')
    .option('--json', 'print JSON')
    .action(async (_options, command) => (await import('../commands/exam.ts')).examCommand(command.optsWithGlobals()));

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
      if (flags.durations) return (await import('../commands/durations.ts')).durationsCommand(flags);
      return (await import('../commands/log.ts')).logCommand(flags);
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
      (await import('../commands/stats.ts')).statsCommand(names, command.optsWithGlobals()),
    );

  baby
    .command('report')
    .description('its whole life on one page: curves, what it said, how it felt, its souls; awake or asleep')
    .option('--out <file>', 'the HTML file to write (default: report.html in its home)')
    .option('--since <time>', 'from then on: 2h, 30m, yesterday, 2026-03-01T10:00')
    .option('--until <time>', 'up to then')
    .option('--chats', 'with what was said in its conversations, which are only counted otherwise')
    .action(async (_options, command) =>
      (await import('../commands/report.ts')).reportCommand(command.optsWithGlobals()),
    );
}
