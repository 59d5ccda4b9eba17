/** What the service of Twitch is given, and where it keeps what. */

import { join } from 'node:path';
import type { Level } from '../api/messages.ts';
import type { Example, SoulStep, TwitchStatus, VerdictRecord } from '../api/twitch-messages.ts';
import type { TwitchSettings } from '../settings/twitch-settings.ts';
import type { BotLife } from './bot/bot-options.ts';
import type { OpenTransport } from './connection/transport.ts';

export interface TwitchServiceOptions {
  /** `twitch` in the home */
  readonly folder: string;
  /** asked at each join, so that what was changed counts then */
  readonly settings: () => TwitchSettings;
  readonly life: BotLife;
  /** of those who talk with it in private: never seen in a chat as the marks of turns */
  readonly names?: () => readonly string[];
  /** the souls that are kept */
  readonly souls: () => readonly SoulStep[];
  /** takes an example into what is learnt, only its text in the loss; `taught` is to be called when it was learnt */
  readonly teach: (example: Example) => void;
  /** these examples must not be learnt any more, and nothing of them be kept */
  readonly untaught: (ids: readonly string[]) => void;
  readonly onVerdict: (record: VerdictRecord) => void;
  readonly onNote: (level: Level, message: string) => void;
  /** told about once a second while it is in a channel, and whenever the connection changes */
  readonly onStatus?: (status: TwitchStatus) => void;
  /** what its owner said to it in private and it learns; it must not be said in public word for word */
  readonly ownWords?: () => Iterable<{ readonly id: string; readonly text: string }>;
  readonly open?: OpenTransport;
  readonly fetch?: typeof fetch;
  readonly now?: () => number;
  /** milliseconds: the first wait after a connection was lost, and the longest */
  readonly backOff?: readonly [first: number, longest: number];
  /** milliseconds without any sign of life after which a connection is given up */
  readonly silence?: number;
}

/** Paths of what Twitch keeps in a home. */
export const twitchFiles = (folder: string) => ({
  tokens: join(folder, 'token.json'),
  consent: join(folder, 'twitch.db'),
  blocklist: join(folder, 'blocklist.txt'),
  muted: join(folder, 'muted.json'),
});
