/** The one doorway to a chat server. IRC by tmi.js is one way through it (tmi.ts); EventSub and Helix could be another. */
import type { ChatMessage } from '../../api/twitch-messages.ts';

/** What a connection tells. Each is called only between opening and closing, never after `onClosed`. */
export interface TransportEvents {
  /** It is in the channel, and may speak unless it only reads. */
  onJoined(): void;
  onMessage(message: ChatMessage): void;
  /** A moderator deleted one message. `login`: whose it was */
  onDeleted(messageId: string, login: string): void;
  /** A person was banned or, for a while only, timed out. */
  onSilenced(userId: string, login: string, banned: boolean): void;
  /** The whole chat was cleared. */
  onCleared(): void;
  /** The server says why something was not sent, or what changed; `id` as in Twitch's list of msg-ids. */
  onNotice(id: string, text: string): void;
  /** It is over, once and for good: another connection needs another transport. */
  onClosed(why: CloseReason, detail: string): void;
  /** Something unforeseen, in one sentence, for the log. */
  onFault(message: string): void;
}

/** `login`: the server did not accept the account; `asked`: the server wants us to come back elsewhere; `lost`: anything else. */
export type CloseReason = 'login' | 'asked' | 'lost';

export interface TransportOptions {
  /** wss://… */
  readonly server: string;
  readonly channel: string;
  /** null: only to read, without any account */
  readonly identity: { readonly login: string; readonly token: string } | null;
  readonly events: TransportEvents;
  /** milliseconds without any sign of life after which a connection is given up */
  readonly silence?: number;
}

/** One connection to one channel. */
export interface Transport {
  /** Sends one line. @throws Error if it is no single harmless line, or the connection is not in the channel */
  say(text: string): Promise<void>;
  /** Whether the account is a moderator or the broadcaster there. */
  readonly moderator: boolean;
  /** Ends it for good; nothing is told any more. May be called twice. */
  close(): void;
}

export type OpenTransport = (options: TransportOptions) => Promise<Transport>;

/** The last thing before the wire: whatever went wrong before, no raw command and no second line gets through. */
export function mustBeOneLine(text: string): void {
  if (/[\x00-\x1f\x7f\u0085\u2028\u2029]/.test(text)) throw new Error('a message must be one line without controls');
  if (text.length === 0 || text.length >= 500)
    throw new Error(`a message must have 1 to 499 characters, got ${text.length}`);
  if (/^[\s/\\.]/.test(text)) throw new Error('a message must not begin as a command');
}
