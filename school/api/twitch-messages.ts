import { z } from 'zod';
import { apiTexts } from './texts.ts';

/** Plain data of the Twitch room: what comes from chat, what is judged, and what others see of it. */

/** One line of a channel's chat. Text is raw: nothing of it may reach a terminal, a prompt or a file uncleaned. */
export interface ChatMessage {
  /** Twitch's id of the message */
  readonly id: string;
  /** stays the same when a name changes */
  readonly userId: string;
  /** small letters, digits, underscores */
  readonly login: string;
  readonly channel: string;
  readonly text: string;
  /** a moderator or the broadcaster */
  readonly moderator: boolean;
  /** login of the person whose message this replies to */
  readonly repliesTo: string | null;
  /** the display name of that person, in any script; Twitch writes it, with an @, before the text of the reply */
  readonly repliesToName?: string;
  /** milliseconds since 1970 */
  readonly at: number;
}

/** What the rules say of a text. */
export interface Verdict {
  readonly allowed: boolean;
  /** ids of the rules that changed it, then of the rules that refused it */
  readonly rules: readonly string[];
  /** what may be used or sent; '' where it is refused */
  readonly text: string;
}

/** A verdict as it is recorded. The text itself is never part of it. */
export interface VerdictRecord {
  readonly at: number;
  readonly direction: 'input' | 'output' | 'learn';
  readonly allowed: boolean;
  readonly rules: readonly string[];
  /** first 16 hexadecimal digits of a keyed SHA-256 of the text: equal texts can be recognised, but not guessed */
  readonly hash: string;
  /** of judging */
  readonly milliseconds: number;
}

/** Something a person who opted in has said, to be learnt: only `text` belongs into the loss. */
export interface Example {
  /** Twitch's id of the message */
  readonly id: string;
  readonly userId: string;
  /** how the person is called in `[name]: text`; never the real name */
  readonly speaker: string;
  readonly text: string;
  /** milliseconds since 1970 after which it must not be learnt any more */
  readonly expires: number;
}

/** What forgetting somebody did, and what it cannot do. */
export interface ForgetReport {
  /** rows deleted */
  readonly messages: number;
  /** questions that waited for an answer */
  readonly queued: number;
  /** examples that waited to be learnt */
  readonly pending: number;
  /** examples that had been learnt already */
  readonly taught: number;
  /** souls that were taught by them, newest first */
  readonly souls: readonly string[];
  /** the newest soul from before they taught it anything, if one is kept */
  readonly before: string | null;
  /** one or two sentences for the owner */
  readonly advice: string;
}

/** What people taught who are forgotten since: souls from this step on hold it, since weights cannot unlearn. */
export interface Marked {
  readonly examples: number;
  readonly firstStep: number;
}

export type Connection = 'off' | 'connecting' | 'joined' | 'waiting' | 'refused';

/** One question on the dashboard; gone when its person asks to be forgotten. */
export interface AskSeen {
  readonly at: number;
  readonly login: string;
  readonly ask: string;
  /** null while it is being answered, and where nothing was said */
  readonly answer: string | null;
  /** rules that decided */
  readonly rules: readonly string[];
  /** from the question to the answer */
  readonly milliseconds: number | null;
}

/** All that a page about Twitch shows. Texts are cleaned for a terminal. */
export interface TwitchStatus {
  readonly connection: Connection;
  /** why it is not connected, or '' */
  readonly reason: string;
  /** milliseconds since 1970 */
  readonly since: number | null;
  readonly channel: string | null;
  /** as whom it is there; null: reading only */
  readonly login: string | null;
  readonly moderator: boolean;
  readonly muted: { readonly until: number | null; readonly why: string } | null;
  readonly learning: boolean;
  readonly queue: number;
  readonly optedIn: number;
  /** messages of people who opted in, kept at the moment */
  readonly kept: number;
  readonly marked?: Marked;
  readonly heard: number;
  readonly sent: number;
  /** questions that were not answered, by reason */
  readonly dropped: Readonly<Record<string, number>>;
  readonly verdicts: {
    readonly allowed: number;
    readonly refused: number;
    readonly byRule: Readonly<Record<string, number>>;
  };
  /** newest first */
  readonly recent: readonly AskSeen[];
  /** whether the guard of private texts is ready; nothing is said before */
  readonly guarded: boolean;
}

/** What can be asked of Twitch over the line: one method with plain data, so that the line needs to know no more. */
const who = z.string().min(1).max(60).describe(apiTexts.params.twitchUser);

export const twitchRequest = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('join'), channel: z.string().min(1).max(120), readOnly: z.boolean().optional() }),
  z.strictObject({ do: z.literal('leave') }),
  z.strictObject({ do: z.literal('status') }),
  z.strictObject({ do: z.literal('mute'), minutes: z.int().min(1).max(10_000).optional() }),
  z.strictObject({ do: z.literal('unmute') }),
  z.strictObject({ do: z.literal('export'), user: who }),
  z.strictObject({ do: z.literal('delete'), user: who }),
]);

export type TwitchRequest = z.output<typeof twitchRequest>;

export interface TwitchAnswer {
  readonly status: TwitchStatus;
  /** for `leave`: whether it was in a channel */
  readonly left?: boolean;
  /** for `export`; null where nothing is kept */
  readonly person?: PersonExport | null;
  /** for `delete`; null where nothing was kept */
  readonly forgotten?: ForgetReport | null;
}

/** Rows of the consent file, and reports about them. */

export type Consent = 'in' | 'out' | 'none';

/** A soul that is kept, as the keeper lists them. */
export interface SoulStep {
  readonly name: string;
  readonly step: number;
}

/** Everything that is kept of one person. */
export interface PersonExport {
  readonly userId: string;
  readonly login: string | null;
  readonly consent: Consent;
  readonly since: string | null;
  readonly messages: readonly {
    id: string;
    channel: string;
    at: string;
    expires: string;
    text: string;
    learnt: boolean;
  }[];
  readonly taught: { examples: number; firstStep: number; lastStep: number } | null;
}
