/** What an owner may decide about Twitch: one literal, and what each value may be. */
import { z } from 'zod';
import { number, oneOf, whole } from './errors.ts';
import { rangeTexts } from './texts/ranges.ts';

/** A login name of Twitch. */
export const LOGIN = /^[a-z0-9][a-z0-9_]{0,24}$/;

const channel = z
  .string()
  .regex(new RegExp(`^$|${LOGIN.source}`))
  .describe(rangeTexts.channel);
const login = z.string().regex(LOGIN).describe(rangeTexts.login);
const word = z
  .string()
  .regex(/^[\p{L}\p{N}_-]{1,24}$/u)
  .describe(rangeTexts.commandWord);
const words = z.array(word).min(1).max(8).describe(rangeTexts.commandWords);

/** Words after the prefix that call each command. */
export const DEFAULT_COMMANDS = {
  ask: ['babyllm', 'bby'],
  optIn: ['aioptin'],
  optOut: ['aioptout'],
  optCheck: ['aioptcheck'],
  forget: ['forgetme'],
  privacy: ['privacy'],
  stats: ['babystats'],
  mood: ['babymood'],
  // For moderators and the broadcaster only.
  mute: ['babymute'],
  unmute: ['babyunmute'],
  save: ['babysave'],
};

export type CommandName = keyof typeof DEFAULT_COMMANDS;

const commands = z
  .strictObject(
    Object.fromEntries(Object.entries(DEFAULT_COMMANDS).map(([name, given]) => [name, words.default(given)])) as Record<
      CommandName,
      z.ZodDefault<typeof words>
    >,
  )
  .describe(rangeTexts.commands);

/** An address of a server; without encryption only on this machine, since tokens and words travel over it. */
const address = (schemes: readonly [secure: string, plain: string]) =>
  z
    .string()
    .refine((text) => {
      const url = URL.parse(text);
      if (url === null) return false;
      const local = url.hostname === '127.0.0.1' || url.hostname === 'localhost' || url.hostname === '[::1]';
      return url.protocol === `${schemes[0]}:` || (url.protocol === `${schemes[1]}:` && local);
    })
    .describe(rangeTexts.address(schemes[0]));

export const twitchSchema = z.strictObject({
  channel,
  clientId: z
    .string()
    .regex(/^[a-z0-9]{0,64}$/)
    .describe(rangeTexts.clientId),
  learn: oneOf(['off', 'opt-in']),
  retentionHours: whole(1, 720),
  prefix: z
    .string()
    .regex(/^[!$~?+#%&*-]{1,3}$/)
    .describe(rangeTexts.prefix),
  commands,
  ignored: z.array(login).max(500).describe(rangeTexts.logins),
  userSeconds: number(0, 3600),
  channelSeconds: number(0, 3600),
  queue: whole(1, 64),
  staleSeconds: number(1, 600),
  memoryMinutes: number(0, 60),
  answerTokens: whole(1, 400),
  tries: whole(1, 5),
  studySeconds: number(1, 3600),
  guardMegabytes: whole(1, 1024),
  hello: z.string().max(200).describe(rangeTexts.shortText(200)),
  privacyLink: z
    .string()
    .regex(/^$|^https:\/\/\S{1,190}$/)
    .describe(rangeTexts.webAddress),
  server: address(['wss', 'ws']),
  idServer: address(['https', 'http']),
});

/** Complete and checked settings of Twitch. */
export type TwitchSettings = z.output<typeof twitchSchema>;

export const TWITCH_DEFAULTS: TwitchSettings = {
  // The channel that is joined whenever it wakes; none: only when somebody says `baby twitch join`.
  channel: '',
  // Whose application speaks: a public client of yours, made at dev.twitch.tv/console.
  clientId: '',
  // Whether people who opted in are learnt from. Nobody else ever is.
  learn: 'off',
  // How long words of people who opted in are kept.
  retentionHours: 24,
  prefix: '!',
  commands: DEFAULT_COMMANDS,
  // More bots to ignore, in addition to the built-in list: neither answered nor learnt from.
  ignored: [],
  // Seconds between two answers to one person, and in the channel.
  userSeconds: 30,
  channelSeconds: 5,
  // Questions that may wait, and after how many seconds one is not answered any more.
  queue: 8,
  staleSeconds: 20,
  // Minutes for which a talk with one person is remembered, in memory only.
  memoryMinutes: 5,
  // The longest answer: chat is read in passing, and even a large mind on a small machine speaks so much within two seconds.
  answerTokens: 40,
  // How often it may try to say something that may be said.
  tries: 3,
  // Seconds between two things of theirs that are handed on to be learnt, while nobody asks; how much they weigh is the source's.
  studySeconds: 10,
  // Memory of the guard that keeps private texts private.
  guardMegabytes: 128,
  // What it says when it comes into a channel; "" is nothing.
  hello: '',
  // Where people can read what is done with their words.
  privacyLink: '',
  // Where Twitch is.
  server: 'wss://irc-ws.chat.twitch.tv:443',
  idServer: 'https://id.twitch.tv',
};

/** A channel as people write it (`#Name`, a link, any case) as Twitch knows it; undefined if it can be none. */
export function channelName(text: string): string | undefined {
  const name = text
    .trim()
    .toLowerCase()
    .replace(/^(?:https?:\/\/)?(?:www\.)?twitch\.tv\//, '')
    .replace(/^#/, '')
    .replace(/\/$/, '');
  return LOGIN.test(name) ? name : undefined;
}
