import type { Baby } from '../../api/contract.ts';
import type { Level } from '../../api/messages.ts';
import type { Example, VerdictRecord } from '../../api/twitch-messages.ts';
import type { TwitchSettings } from '../../settings/twitch-settings.ts';
import type { SendLimiter } from '../connection/rate.ts';
import type { ConsentStore } from '../consent/consent.ts';
import type { Guard, PeopleWords, TermList } from '../moderation/index.ts';
import type { Muted } from '../muted-file.ts';

/** The functions of a life that the bot calls. */
export type BotLife = Pick<Baby, 'say' | 'stop' | 'forget' | 'save' | 'status'>;

export interface BotOptions {
  readonly settings: TwitchSettings;
  readonly channel: string;
  readonly life: BotLife;
  readonly consent: ConsentStore;
  /** login of the bot's account; null: it only reads */
  readonly self: () => string | null;
  readonly joined: () => boolean;
  readonly moderator: () => boolean;
  /** sends one line over the current connection */
  readonly send: (text: string) => Promise<void>;
  readonly lists: () => readonly TermList[];
  /** names of the turns in the training text: they never appear in a chat as marks of turns */
  readonly names?: () => readonly string[];
  readonly guard: () => Guard | undefined;
  readonly people: () => PeopleWords | undefined;
  /** adds an example to the training data */
  readonly teach: (example: Example) => void;
  readonly onVerdict: (record: VerdictRecord) => void;
  readonly onNote: (level: Level, message: string) => void;
  /** milliseconds since 1970 */
  readonly now?: () => number;
  /** the mute that was in force before this start */
  readonly muted?: Muted | null;
  readonly onMuted?: (muted: Muted | null) => void;
  /** shared by all channels of the account, since Twitch limits the account */
  readonly limiter?: SendLimiter;
  /** milliseconds of a monotonic clock, for limits and timeouts */
  readonly steady?: () => number;
  readonly rest?: (milliseconds: number) => Promise<unknown>;
}
