/** Options of the Twitch service, and the paths of its files. */

import { join } from 'node:path';
import type { Level } from '../api/messages.ts';
import type { Example, SoulStep, TwitchStatus, VerdictRecord } from '../api/twitch-messages.ts';
import type { TwitchSettings } from '../settings/twitch-settings.ts';
import type { BotLife } from './bot/bot-options.ts';
import type { OpenTransport } from './connection/transport.ts';

export interface TwitchServiceOptions {
  /** the folder `twitch` in the home */
  readonly folder: string;
  /** read at each join, so that changed settings take effect then */
  readonly settings: () => TwitchSettings;
  readonly life: BotLife;
  /** names of the turns of private conversations: they never appear in a chat as marks of turns */
  readonly names?: () => readonly string[];
  /** the stored souls */
  readonly souls: () => readonly SoulStep[];
  /** adds an example to the training data, with the loss on its text only; `taught` must be called when it was learnt */
  readonly teach: (example: Example) => void;
  /** removes these examples from the training data */
  readonly untaught: (ids: readonly string[]) => void;
  readonly onVerdict: (record: VerdictRecord) => void;
  readonly onNote: (level: Level, message: string) => void;
  /** called about once a second while it is in a channel, and at each change of the connection */
  readonly onStatus?: (status: TwitchStatus) => void;
  /** the owner's private messages that it learns; they must not be said word for word in public */
  readonly ownWords?: () => Iterable<{ readonly id: string; readonly text: string }>;
  readonly open?: OpenTransport;
  readonly fetch?: typeof fetch;
  readonly now?: () => number;
  /** milliseconds before the first reconnect, and at most */
  readonly backOff?: readonly [first: number, longest: number];
  /** milliseconds of silence of the server after which a connection is closed */
  readonly silence?: number;
}

/** Paths of the files of Twitch in a home. */
export const twitchFiles = (folder: string) => ({
  tokens: join(folder, 'token.json'),
  consent: join(folder, 'twitch.db'),
  blocklist: join(folder, 'blocklist.txt'),
  muted: join(folder, 'muted.json'),
});
