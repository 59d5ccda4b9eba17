/** What can be asked for about Twitch. */
import { Argument, type Command } from 'commander';
import { wholeOver } from '../options.ts';

export function registerTwitch(baby: Command): void {
  const twitch = baby
    .command('twitch')
    .description('its place in a chat of Twitch, where it answers and keeps consent');
  const does = async (action: string, flags: object, ...given: string[]): Promise<void> =>
    (await import('../commands/twitch.ts')).twitchCommand(action, given, flags);

  twitch
    .command('login')
    .description('let it log in: shows a code to type in at twitch.tv/activate')
    .option('--client-id <id>', 'of your own public application (default: twitch.clientId of baby.json)')
    .action((_options, command: Command) => does('login', command.optsWithGlobals()));
  twitch
    .command('logout')
    .description('take its login back')
    .action((_options, command: Command) => does('logout', command.optsWithGlobals()));
  twitch
    .command('join')
    .description('let an awake baby join a channel')
    .argument('<channel>', 'its name')
    .option('--read-only', 'without its account: it listens, and says nothing')
    .action((channel: string, _options, command: Command) => does('join', command.optsWithGlobals(), channel));
  twitch
    .command('leave')
    .description('let it leave the channel')
    .action((_options, command: Command) => does('leave', command.optsWithGlobals()));
  twitch
    .command('status')
    .description('where it is, who asked, what it said, and what was refused')
    .option('--json', 'print JSON')
    .action((_options, command: Command) => does('status', command.optsWithGlobals()));
  twitch
    .command('mute')
    .description('let it be quiet there')
    .argument('[minutes]', 'for so long; none: until it is unmuted')
    .action((minutes: string | undefined, _options, command: Command) =>
      does('mute', command.optsWithGlobals(), ...(minutes === undefined ? [] : [minutes])),
    );
  twitch
    .command('unmute')
    .description('let it speak again')
    .action((_options, command: Command) => does('unmute', command.optsWithGlobals()));
  twitch
    .command('log')
    .description('what happened on Twitch, awake or asleep')
    .option('-f, --follow', 'go on with what comes')
    .option('-n, --lines <n>', 'the newest so many', wholeOver(0))
    .option('--since <time>', 'from then on: 2h, 30m, yesterday, 2026-03-01T10:00')
    .option('--json', 'a JSON object a line')
    .action((_options, command: Command) => does('log', command.optsWithGlobals()));
  twitch
    .command('rules')
    .description('the rules of what may come in and what may leave, by their ids')
    .action((_options, command: Command) => does('rules', command.optsWithGlobals()));
  twitch
    .command('test')
    .description('listen in a channel without any account, to see whether Twitch can be reached')
    .argument('<channel>', 'its name')
    .option('--seconds <n>', 'for so long (10)', wholeOver(0))
    .action((channel: string, _options, command: Command) => does('test', command.optsWithGlobals(), channel));
  twitch
    .command('privacy')
    .description('what is kept of a person: show all of it, or delete all of it; awake or asleep')
    .addArgument(new Argument('<action>', 'what to do').choices(['export', 'delete']))
    .argument('<user>', 'login name or user id')
    .action((action: string, user: string, _options, command: Command) =>
      does(action, command.optsWithGlobals(), user),
    );
}
