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
import { programTexts } from '../texts/programs.ts';

const ACTIONS = ['list', 'new', 'revoke'] as const;

/** Adds `baby token`. */
export function register(baby: Command): void {
  baby
    .command('token')
    .description(programTexts.token.description)
    .addArgument(new Argument('[action]', flagTexts.action).choices(ACTIONS).default('list'))
    .argument('[friend]', programTexts.token.friend)
    .addHelpText('after', HELP)
    .action((action, friend, _options, command) => tokenCommand(action, friend, command.optsWithGlobals()));
}

const HELP = `\n${programTexts.token.more}`;

/** `baby token`: makes, lists and revokes the tokens of friends. */
export async function tokenCommand(
  action: (typeof ACTIONS)[number],
  friend: string | undefined,
  { home }: GlobalOptions,
): Promise<void> {
  const tokens = new FriendTokens(mustBeThere(findHome(home)));
  if (action === 'list') {
    if (friend !== undefined) throw usageError(programTexts.token.listTakesNone(printable(friend)));
    print(`${friendLines(tokens.list()).join('\n')}\n`);
    return;
  }
  if (friend === undefined) throw usageError(programTexts.token.noFriend(action));
  try {
    if (action === 'new') {
      const token = tokens.make(friend);
      process.stdout.write(`${token}\n`);
      process.stderr.write(`${programTexts.token.howToSend}\n`);
    } else {
      tokens.revoke(friend);
      process.stdout.write(`${programTexts.token.revoked}\n`);
    }
  } catch (error) {
    throw new CommandError((error as Error).message);
  }
}

export function friendLines(friends: readonly Friend[]): string[] {
  if (friends.length === 0) return [programTexts.token.none];
  return tableLines(
    [['friend', 'since'], ...friends.map(({ name, since }) => [name, since.toISOString().slice(0, 10)])],
    [],
  );
}
