import type { Baby } from '../../api/contract.ts';
import type { Level } from '../../api/messages.ts';
import type { Example, VerdictRecord } from '../../api/twitch-messages.ts';
import type { TwitchSettings } from '../../settings/twitch-settings.ts';
import type { SendLimiter } from '../connection/rate.ts';
import type { ConsentStore } from '../consent/consent.ts';
import type { Guard, PeopleWords, TermList } from '../moderation/index.ts';
import type { Muted } from '../muted-file.ts';

/** What the bot needs of a life. */
export type BotLife = Pick<Baby, 'say' | 'stop' | 'forget' | 'save' | 'status'>;

export interface BotOptions {
  readonly settings: TwitchSettings;
  readonly channel: string;
  readonly life: BotLife;
  readonly consent: ConsentStore;
  /** login of its account; null: only reading */
  readonly self: () => string | null;
  readonly joined: () => boolean;
  readonly moderator: () => boolean;
  /** sends one line over the connection of this moment */
  readonly send: (text: string) => Promise<void>;
  readonly lists: () => readonly TermList[];
  /** of those who talk with it, in what it reads: never seen in a chat as the marks of turns */
  readonly names?: () => readonly string[];
  readonly guard: () => Guard | undefined;
  readonly people: () => PeopleWords | undefined;
  /** takes an example into what is learnt */
  readonly teach: (example: Example) => void;
  readonly onVerdict: (record: VerdictRecord) => void;
  readonly onNote: (level: Level, message: string) => void;
  /** milliseconds since 1970 */
  readonly now?: () => number;
  /** as it was muted before */
  readonly muted?: Muted | null;
  readonly onMuted?: (muted: Muted | null) => void;
  /** kept for as long as the account is, whichever channel it is in */
  readonly limiter?: SendLimiter;
  /** milliseconds of a clock that nobody sets, for limits and patience */
  readonly steady?: () => number;
  readonly rest?: (milliseconds: number) => Promise<unknown>;
}
