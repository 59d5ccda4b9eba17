/** The commands of chat: consent for everybody, quiet and saving for moderators and the broadcaster. */
import type { Baby } from '../../api/contract.ts';
import type { ChatMessage, ForgetReport } from '../../api/twitch-messages.ts';
import type { CommandName, TwitchSettings } from '../../settings/twitch-settings.ts';
import { Cooldowns, SlidingWindow } from '../connection/rate.ts';
import type { ConsentStore } from '../consent/consent.ts';
import { compatible, firstLine, visible } from '../moderation/fold.ts';
import { isCommand } from '../moderation/index.ts';
import { channelTexts } from '../texts/channel.ts';
import { replyTexts } from '../texts/replies.ts';
import * as sayings from './replies.ts';
import type { Addressee } from './sender.ts';

export interface ChatCommandsOptions {
  readonly settings: TwitchSettings;
  readonly life: Pick<Baby, 'status' | 'save'>;
  readonly consent: ConsentStore;
  /** milliseconds since 1970 */
  readonly now: () => number;
  /** milliseconds of a monotonic clock */
  readonly steady: () => number;
  readonly tell: (to: Addressee, text: string, behind?: string) => void;
  readonly forget: (userId: string) => ForgetReport;
  readonly mute: (minutes: number | null, why: string) => void;
  readonly unmute: () => void;
  readonly onFault: (message: string) => void;
}

type Say = (text: string, behind?: string) => void;
type Deed = (who: ChatMessage, say: Say, rest: string) => void | Promise<void>;

/** Milliseconds between two answers to commands, for one person and in the channel. */
const EACH = 10_000;
const ALL = 3000;
/** Consents accepted per second: each is written to the disk. */
const AGREEING = 10;
const MODERATORS_ONLY: ReadonlySet<CommandName> = new Set(['mute', 'unmute', 'save']);
/** Commands that run at once without a limit; only their answers are limited. */
const ALWAYS: ReadonlySet<CommandName> = new Set(['optOut', 'forget', 'mute', 'unmute']);

export class ChatCommands {
  private readonly options: ChatCommandsOptions;
  private readonly each = new Cooldowns(EACH);
  private readonly all = new Cooldowns(ALL);
  private readonly agreeing = new SlidingWindow(AGREEING, 1000);

  constructor(options: ChatCommandsOptions) {
    this.options = options;
  }

  take(name: Exclude<CommandName, 'ask'>, rest: string, who: ChatMessage): void {
    if (MODERATORS_ONLY.has(name) && !who.moderator) return;
    const now = this.options.steady();
    const lately = this.each.wait(who.userId, now) > 0;
    const quiet = lately || this.all.wait('', now) > 0;
    // each consent counts, even where the limits allow no confirmation for it
    const agrees = name === 'optIn' && !lately && this.agreeing.wait(now) === 0;
    if (quiet && !agrees && !ALWAYS.has(name)) return;
    if (agrees) this.agreeing.take(now);
    if (!quiet || agrees) this.each.start(who.userId, now);
    if (!quiet) this.all.start('', now);
    const say: Say = (text, behind) => {
      if (!quiet) this.options.tell({ login: who.login, userId: who.userId }, text, behind);
    };
    try {
      const done = this.table[name](who, say, rest);
      done?.catch((error: Error) => this.options.onFault(error.message));
    } catch (error) {
      this.options.onFault((error as Error).message);
    }
  }

  private readonly table: Record<Exclude<CommandName, 'ask'>, Deed> = {
    optIn: (who, say) => {
      const { settings, consent, now } = this.options;
      if (settings.learn === 'off') return say(replyTexts.learningIsOff);
      const already = consent.of(who.userId) === 'in';
      if (!already) consent.optIn(who.userId, who.login, now());
      say(sayings.optedIn(settings, already));
    },
    optOut: (who, say) => say(replyTexts.optedOut(this.options.consent.optOut(who.userId, this.options.now()))),
    optCheck: (who, say) => say(sayings.checked(this.options.settings, this.options.consent.of(who.userId))),
    forget: (who, say) => say(sayings.forgotten(this.options.forget(who.userId))),
    privacy: (_who, say) => {
      const { settings } = this.options;
      say(sayings.privacy(settings), settings.privacyLink);
    },
    stats: async (_who, say) => say(sayings.statistics((await this.options.life.status()).stats)),
    mood: async (_who, say) => say(sayings.mood((await this.options.life.status()).stats)),
    mute: (_who, _say, rest) => {
      const minutes = /^\d{1,4}$/.test(rest) ? Math.max(1, Number(rest)) : null;
      // no confirmation: the mute starts at once
      this.options.mute(minutes, channelTexts.wantedByModerator);
    },
    unmute: (_who, say) => {
      this.options.unmute();
      say(replyTexts.unmuted);
    },
    save: async (_who, say) => {
      try {
        say(replyTexts.saved((await this.options.life.save()).step));
      } catch (error) {
        this.options.onFault(channelTexts.notSaved((error as Error).message));
        say(replyTexts.notSaved);
      }
    },
  };
}

/** The kind of a chat message: a command of this bot, a question, a command of another bot, or other talk. */
export type Wish =
  | { readonly kind: 'command'; readonly name: Exclude<CommandName, 'ask'>; readonly rest: string }
  | { readonly kind: 'ask'; readonly text: string }
  /** begins like a command, but is no command of this bot: never answered, never stored */
  | { readonly kind: 'other' }
  | { readonly kind: 'chat'; readonly text: string };

/** @param self login of the bot; null if it only reads */
export function parseIntent(
  message: Pick<ChatMessage, 'text' | 'repliesTo' | 'repliesToName'>,
  { prefix, commands }: Pick<TwitchSettings, 'prefix' | 'commands'>,
  self: string | null,
): Wish {
  const said = compatible(visible(firstLine(withoutAddressee(message))));
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

/** The text of a reply without the `@name ` that Twitch puts in front of it. A mention that the author typed stays. */
function withoutAddressee({ text, repliesTo, repliesToName }: Parameters<typeof parseIntent>[0]): string {
  if (repliesTo === null) return text;
  const addressee = [repliesToName, repliesTo].find(
    (name) => name !== undefined && text.slice(1, name.length + 1).toLowerCase() === name.toLowerCase(),
  );
  const rest = addressee === undefined ? undefined : text.slice(addressee.length + 1);
  return rest === undefined || !text.startsWith('@') || /^\S/u.test(rest) ? text : rest.trimStart();
}
