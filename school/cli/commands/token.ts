import { Argument, type Command } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import { findHome } from '../../home/home.ts';
import { type Friend, FriendTokens } from '../../http/friend-tokens.ts';
import { tableLines } from '../../terminal/columns.ts';
import { mustBeThere } from '../connect.ts';
import { CommandError, usageError } from '../failure.ts';
import type { GlobalOptions } from '../options.ts';
import { print } from '../printer.ts';
import { flagTexts } from '../texts/flags.ts';

const ACTIONS = ['list', 'new', 'revoke'] as const;

/** Adds `baby token`. */
export function register(baby: Command): void {
  baby
    .command('token')
    .description('tokens by which programs of your friends ask `baby serve`, and hear public answers only')
    .addArgument(new Argument('[action]', flagTexts.action).choices(ACTIONS).default('list'))
    .argument('[friend]', 'new, revoke: the name of the friend')
    .addHelpText('after', HELP)
    .action((action, friend, _options, command) => tokenCommand(action, friend, command.optsWithGlobals()));
}

const HELP = `
Your own token lies in run/api-token of the home, and hears all. A friend's token hears what people on Twitch would hear: no memory of
your texts and chats, nothing that stands in your texts word for word, nothing that moderation refuses, no probabilities. Only an awake
baby answers it. A token counts from the moment it is made until it is revoked, also in a server that runs.

Examples:
  $ baby token new ann
  $ baby token revoke ann`;

/** `baby token`: makes, lists and revokes the tokens of friends. */
export async function tokenCommand(
  action: (typeof ACTIONS)[number],
  friend: string | undefined,
  { home }: GlobalOptions,
): Promise<void> {
  const tokens = new FriendTokens(mustBeThere(findHome(home)));
  if (action === 'list') {
    if (friend !== undefined) throw usageError(`\`baby token list\` takes no name, but ${printable(friend)} came.`);
    print(`${friendLines(tokens.list()).join('\n')}\n`);
    return;
  }
  if (friend === undefined) throw usageError(`The name of a friend was expected: \`baby token ${action} ann\`.`);
  try {
    if (action === 'new') {
      const token = tokens.make(friend);
      process.stdout.write(`${token}\n`);
      process.stderr.write('Programs send it as "Authorization: Bearer …". It is shown this once, and kept nowhere.\n');
    } else {
      tokens.revoke(friend);
      process.stdout.write('The token is revoked: it is answered no more.\n');
    }
  } catch (error) {
    throw new CommandError((error as Error).message);
  }
}

export function friendLines(friends: readonly Friend[]): string[] {
  if (friends.length === 0) return ['No friend has a token: `baby token new <friend>` makes one.'];
  return tableLines(
    [['friend', 'since'], ...friends.map(({ name, since }) => [name, since.toISOString().slice(0, 10)])],
    [],
  );
}
