/** Talking with it. */
import type { Command } from 'commander';
import { number } from '../options.ts';

export function registerTalk(baby: Command): void {
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
      (await import('../commands/say.ts')).sayCommand(text, command.optsWithGlobals()),
    );

  baby
    .command('chat')
    .description('talk with it in plain lines, awake or asleep; also from a pipe')
    .option('--conversation <name>', 'another conversation beside the usual one')
    .option('--temperature <n>', 'how boldly words are drawn; 0 is always the likeliest', number)
    .option('--seed <n>', 'the same seed and state give the same reply', number)
    .action(async (_options, command) => (await import('../commands/chat.ts')).chatCommand(command.optsWithGlobals()));
}
