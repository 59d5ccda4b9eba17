/** What a message of chat wants: a command of this bot, an answer, something of another bot, or nothing. */
import type { ChatMessage } from './messages.ts';
import { compatible, firstLine, visible } from './moderation/fold.ts';
import { isCommand } from './moderation/index.ts';
import type { CommandName, TwitchSettings } from './settings.ts';

export type Wish =
  | { readonly kind: 'command'; readonly name: Exclude<CommandName, 'ask'>; readonly rest: string }
  | { readonly kind: 'ask'; readonly text: string }
  /** begins as a command, but is none of ours: never answered, never kept */
  | { readonly kind: 'other' }
  | { readonly kind: 'chat'; readonly text: string };

/** @param self login of the bot, null where it only reads */
export function wishOf(
  message: Pick<ChatMessage, 'text' | 'repliesTo'>,
  { prefix, commands }: Pick<TwitchSettings, 'prefix' | 'commands'>,
  self: string | null,
): Wish {
  // a mention in front is what Twitch writes before a reply, too
  const said = compatible(visible(firstLine(message.text)));
  const mention = self === null ? undefined : new RegExp(`(?<![\\p{L}\\p{N}_])@${self}(?![\\p{L}\\p{N}_])[,:]?`, 'giu');
  const bare = mention ? said.replace(mention, ' ').replace(/\s+/g, ' ').trim() : said;
  if (bare.startsWith(prefix)) {
    const [word = ''] = bare.slice(prefix.length).split(' ', 1);
    const rest = bare.slice(prefix.length + word.length).trim();
    for (const name of Object.keys(commands) as CommandName[]) {
      if (!commands[name].some((known) => known.toLowerCase() === word.toLowerCase())) continue;
      return name === 'ask' ? { kind: 'ask', text: rest } : { kind: 'command', name, rest };
    }
  }
  if (isCommand(bare)) return { kind: 'other' };
  const meant = bare !== said || (self !== null && message.repliesTo === self);
  return meant ? { kind: 'ask', text: bare } : { kind: 'chat', text: said };
}
