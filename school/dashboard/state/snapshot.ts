/** What the dashboard knows at one moment: made of events by the store, drawn by the pages. Texts of others are not yet cleaned for a terminal. */

import type { Spot } from '../../../statistics/query/curve.ts';
import type {
  ChatMessage,
  Durations,
  Guesses,
  Introduction,
  Level,
  Probes,
  Raised,
  Stats,
} from '../../api/messages.ts';
import type { TwitchStatus } from '../../api/twitch-messages.ts';
import type { Percentile } from '../../raising/percentiles.ts';
import type { Config } from '../../settings/config.ts';

/** How the line to the baby is: `lost` when its process ended without a word; the store goes on looking for it. */
export type Contact = 'connecting' | 'awake' | 'saving' | 'asleep' | 'lost';

export type { Percentile as Standing, Spot };
/** Nobody is there: what is shown is of before, and what is asked is asked of its home. */
export const isGone = (contact: Contact): boolean => contact === 'asleep' || contact === 'lost';

export interface Said {
  readonly step: number;
  readonly text: string;
  /** what it felt then: `#rrggbb`; '' where that is not known any more */
  readonly colour: string;
}

export interface Told {
  readonly time: number;
  readonly level: Level;
  readonly scope: string;
  readonly message: string;
}

/** … with when that was, in milliseconds since 1970. */
export type RaisedThen = Raised & { readonly time: number };

export type MarkKind = 'best' | 'fed' | 'corrected' | 'grown' | 'restored' | 'set' | 'otherExam' | 'saved';

/** Something that happened at a step, to be marked under the curves. */
export interface Mark {
  readonly step: number;
  readonly kind: MarkKind;
}

/** `withMemory`: the exam of weights and memory together. */
export type Curves = Readonly<
  Record<'smoothLoss' | 'bitsPerByte' | 'exam' | 'withMemory' | 'tokensPerSecond', readonly Spot[]>
>;

export interface Snapshot {
  readonly contact: Contact;
  /** one sentence about the contact, for people, where there is more to say */
  readonly why: string;
  readonly introduction: Introduction | null;
  readonly config: Config | null;
  readonly stats: Stats | null;
  /** by name of the statistic, for every number in `stats` and `probes.values` */
  readonly standings: Readonly<Record<string, Percentile>>;
  /** the last few minutes to hours of some statistics, for curves: oldest first, `t` in milliseconds since 1970 */
  readonly curves: Curves;
  /** the step from which on exams are about the text of now; undefined: all are */
  readonly examsSince: number | undefined;
  /** what happened, oldest first; a few hundred */
  readonly marks: readonly Mark[];
  /** newest last, a few */
  readonly guesses: readonly Guesses[];
  readonly probes: Probes | null;
  readonly durations: Durations | null;
  /** what it said of its own accord, newest last, a few dozen */
  readonly babble: readonly Said[];
  /** news since the dashboard was opened, newest last, a few dozen */
  readonly told: readonly Told[];
  /** the last line of its diary */
  readonly diary: string;
  /** what its raising brought about since the dashboard was opened, newest last, a hundred or so */
  readonly raised: readonly RaisedThen[];
  /** the last line of its journal */
  readonly journal: { readonly time: number; readonly text: string } | null;
  /** how it is on Twitch; null before it was heard of */
  readonly twitch: TwitchStatus | null;
  /** the name of the conversation that is seen */
  readonly talk: string;
  /** its lines, oldest first; a few hundred */
  readonly chat: readonly ChatMessage[];
  /** the reply that is being spoken there; undefined while nothing is */
  readonly speaking: string | undefined;
}
