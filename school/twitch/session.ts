/** One stay in one channel: the bot, its connection and its account. */
import type { Connection } from '../api/twitch-messages.ts';
import { Bot } from './bot/bot.ts';
import type { BotOptions } from './bot/bot-options.ts';
import type { TwitchAuth } from './connection/auth.ts';
import { Supervisor } from './connection/supervisor.ts';
import { openTmi } from './connection/tmi.ts';
import type { TwitchServiceOptions } from './service-options.ts';

export interface Visit {
  readonly channel: string;
  readonly bot: Bot;
  readonly supervisor: Supervisor;
  /** checks regularly that the account may still be used */
  readonly validity: { stop(): void } | undefined;
}

/** The parts of the service that a bot uses. */
type Shared = 'settings' | 'channel' | 'consent' | 'lists' | 'guard' | 'people' | 'limiter' | 'muted' | 'onMuted';

export interface VisitParts extends Pick<BotOptions, Shared> {
  readonly options: TwitchServiceOptions;
  /** undefined: read only */
  readonly auth: TwitchAuth | undefined;
  readonly onState: (state: Connection, reason: string, bot: Bot) => void;
}

/** Builds the parts; `supervisor.start()` connects. */
export function visitOf({ options, auth, onState, ...shared }: VisitParts): Visit {
  const { open = openTmi, backOff, silence, onNote, names, now, life, teach, onVerdict } = options;
  const { channel, settings } = shared;
  const bot = new Bot({
    ...shared,
    life,
    self: () => supervisor.login,
    joined: () => supervisor.joined,
    moderator: () => supervisor.moderator,
    send: (text) => supervisor.say(text),
    teach,
    onVerdict,
    onNote,
    ...(names && { names }),
    ...(now && { now }),
  });
  const supervisor = new Supervisor({
    server: settings.server,
    channel,
    open,
    identity: async (rejected) => auth?.identity(rejected) ?? null,
    events: {
      onMessage: (message) => bot.onMessage(message),
      onDeleted: (id, login) => bot.onDeleted(id, login),
      onSilenced: (userId, login, banned) => bot.onSilenced(userId, login, banned),
      onCleared: () => bot.onCleared(),
      onNotice: (id, text) => bot.onNotice(id, text),
      onFault: (message) => onNote('warn', message),
    },
    onState: (state, reason) => onState(state, reason, bot),
    onNote,
    ...(backOff && { backOff }),
    ...(silence !== undefined && { silence }),
  });
  const validity = auth?.keepValid(
    (message) => supervisor.renew(message),
    (message) => onNote('info', message),
  );
  return { channel, bot, supervisor, validity };
}

/** Resolves after the last message of the stay. */
export async function endVisit({ bot, supervisor, validity }: Visit): Promise<void> {
  validity?.stop();
  supervisor.stop();
  await bot.close();
}
