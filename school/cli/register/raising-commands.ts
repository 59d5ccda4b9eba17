/** What it learns from, and how it is raised. */
import { Argument, type Command, Option } from 'commander';

const FEED_HELP = `
It reads plain text, Markdown, web pages, PDF, EPUB, mbox and eml, JSON, JSON lines and CSV, and the exports of WhatsApp,
Telegram, Discord (DiscordChatExporter's JSON and the official package), Slack, Reddit, X, Facebook, Instagram and iMessage
(as text), also in zip files. Only your own words are learnt. Questions and answers (inputs/outputs, roles) are learnt by
their answers. What is private is replaced by stand-ins, by the rules in cleaning.json in the home; fed again, a source
replaces what was written of it.

Examples:
  $ baby feed "WhatsApp Chat - Ann.zip" --me "Mira" --dry-run
  $ baby feed ~/Telegram/result.json ~/mail/Sent.mbox --me mira@example.org`;

export function registerRaising(baby: Command): void {
  baby
    .command('feed')
    .description('give it what you wrote: texts, books, mails, chats; an awake baby begins to read at once')
    .argument('<paths...>', 'files, folders, and zip files')
    .option(
      '--me <name>',
      'by which name you go in chats and mails; may be given several times',
      (name, before: string[] = []) => [...before, name],
    )
    .addOption(
      new Option('--others <what>', "others' words: leave them out, or read them without learning them")
        .choices(['leave', 'context'])
        .default('leave'),
    )
    .option('--dry-run', 'write nothing; show what would be kept and changed')
    .option('--lower-case', 'make all letters small')
    .option('--json', 'print JSON')
    .addHelpText('after', FEED_HELP)
    .action(async (paths, _options, command) =>
      (await import('../commands/feed.ts')).feedCommand(paths, command.optsWithGlobals()),
    );

  baby
    .command('soul')
    .description('the souls it can wake from, or going back to an earlier one; awake or asleep')
    .addArgument(new Argument('[action]', 'what to do').choices(['list', 'back']).default('list'))
    .argument('[which]', 'to go back to: the name of a soul, its step, or best')
    .option('--json', 'a JSON object a line')
    .action(async (action, which, _options, command) =>
      (await import('../commands/soul.ts')).soulCommand(action, which, command.optsWithGlobals()),
    );

  baby
    .command('set')
    .description('its settings: all, one, or another value for one, for now and for later; awake or asleep')
    .argument('[key]', 'learningRate, voice.temperature, …')
    .argument('[value]', 'what it should be from now on')
    .action(async (key, value, _options, command) =>
      (await import('../commands/set.ts')).setCommand(key, value, command.optsWithGlobals()),
    );
}
